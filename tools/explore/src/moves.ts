import { arrive } from "./arrive.ts";
import { callOf, type PlannedCall, payload } from "./call-plan.ts";
import type { Bytes, NamedInput } from "./client-states.ts";
import { reattachMove } from "./connection.ts";
import {
  type Environment,
  guardMs,
  type Job,
  type Line,
  type Rules,
  type Scene,
  type Source,
} from "./environment.ts";
import {
  bootDone,
  noteRead,
  printMessage,
  printStray,
  printUrc,
  restart,
  strayTexts,
} from "./faults.ts";
import {
  answer,
  endData,
  isReset,
  type Manner,
  printOutcome,
  type ResetManner,
  takeReset,
} from "./module-work.ts";
import { type Move, type Play, played } from "./move.ts";

/** What the world does by itself, the most natural first; whoever takes the first lets it go well. */
export function naturalMoves(env: Environment, rules: Rules): readonly Move[] {
  const moves: Move[] = [];
  const add = (label: string, play: Play): void => {
    moves.push(played(label, env, rules, play));
  };
  const { port, out, jobs, booting, data, orders, source } = env;
  const isUp = env.link === "up";
  if (!isUp) moves.push(reattachMove(env, rules));
  const held = port?.find(({ arrived }) => !arrived);
  if (port?.[0]?.arrived) add("the port tells that a write has ended", tellWritten);
  if (held !== undefined) add(`the port passes on ${held.bytes.what}`, passOn);
  const [line] = out;
  if (line !== undefined && isUp) add(`line ${line.text}`, readLine);
  if (data?.escape && data.quietMs >= guardMs) add("the module leaves data mode", leaveData);
  const [job] = jobs;
  if (job !== undefined && isReset(job)) {
    add("the module restarts as asked", reset("restarts"));
    add("the module restarts as asked, without a word", reset("restarts silently"));
    add("the module does not restart", reset("refuses"));
  } else if (job !== undefined && isWorthWhile(env, rules, job)) {
    add("the module answers", work("whole"));
    const isOrder =
      orders.length === 0 && job.what === "command" && rules.calls.get(job.id)?.kind === "order";
    if (isOrder) add("the module answers, outcome first", work("outcomeFirst"));
  }
  if (booting) add("the module has started", done(bootDone));
  // The module works on one order after the other.
  const [order] = out.length === 0 || !isUp ? orders : [];
  if (order !== undefined) {
    const play: Play = (scene) => {
      printOutcome(scene, order);
      return scene.env.link === "up" ? readLine(scene) : undefined;
    };
    add(`the outcome of call ${order} is printed`, play);
  }
  if (source?.wanted) add(`the source gives bytes of call ${source.id}`, giveBytes(source));
  return moves;
}

/** The next call of the configuration, if it may be asked now. */
export function nextCall(env: Environment, rules: Rules): PlannedCall | undefined {
  const next = rules.calls.get(env.issued + 1);
  // One call that waits shows all that more of them would.
  const isMailing = next?.kind === "order" && mayNotMail(env, rules);
  const mayAsk = !isMailing && env.open.every(({ fate }) => fate !== "waiting");
  return next !== undefined && mayAsk && !waitsForBatch(env, rules, next) ? next : undefined;
}

/** Mails go one after the other, for no outcome tells whose it is, and to a module that is known. */
function mayNotMail({ open, swapped }: Environment, { calls }: Rules): boolean {
  return swapped || open.some(({ id }) => calls.get(id)?.kind === "order");
}

/** What callers may take back. */
export function giveUpMoves(env: Environment, rules: Rules): readonly Move[] {
  if (env.aborts === 0) return [];
  return env.open.map(({ id }) => played(`call ${id} is given up`, env, rules, giveUp(id)));
}

/** What may go wrong; each costs one fault. */
export function faultMoves(env: Environment, rules: Rules): readonly Move[] {
  if (env.faults === 0) return [];
  const moves: Move[] = [];
  const paid = { ...env, faults: env.faults - 1 };
  const add = (label: string, play: Play): void => {
    moves.push(played(`FAULT ${label}`, paid, rules, play));
  };
  const [job] = env.jobs;
  if (job !== undefined && !isReset(job) && isWorthWhile(env, rules, job)) {
    add("the final result is lost", work("finalLost"));
    add("the whole reply is lost", work("replyLost"));
  }
  if (rules.echoReturns && !env.echo) {
    add(
      "somebody turns the echo on",
      done((scene) => scene.set({ echo: true })),
    );
  }
  if (env.link === "up") {
    for (const text of strayTexts(env.faults)) add(`stray ${text}`, stray(text));
    add("a URC", done(printUrc));
    add("somebody's message", done(printMessage));
    if (env.port === undefined)
      add(
        "the port takes no bytes",
        done((scene) => scene.set({ port: [] })),
      );
  }
  if (!env.booting) {
    for (const keeps of env.out.length > 0 ? [true, false] : [true]) {
      const how = keeps ? "" : ", its output lost";
      add(
        `restart${how}`,
        done((scene) => restart(scene, true, keeps)),
      );
      add(
        `restart without a word${how}`,
        done((scene) => restart(scene, false, keeps)),
      );
    }
  }
  if (env.data !== undefined) add("the data phase ends early", leaveData);
  return moves;
}

/** The caller's next call, or a probe of whether the wire works. */
export function issue(env: Environment, rules: Rules, planned: PlannedCall): Move {
  return played(`call ${planned.id}: ${planned.command.text}`, env, rules, (scene) => {
    const { id } = planned;
    const open = { id, fate: "waiting" as const, answer: undefined, strays: [] };
    const { issued } = scene.env;
    scene.set({ issued: id === issued + 1 ? id : issued, open: [...scene.env.open, open] });
    return { name: `call ${id}`, input: { type: "call", call: callOf(planned) } };
  });
}

/**
 * The host cannot tell whether a module works now, or only when the lines before are read: it works
 * then, which leaves fewer worlds. It can where input is dropped meanwhile, and of a data phase.
 */
function isWorthWhile({ out, link }: Environment, { keepsInput, calls }: Rules, job: Job): boolean {
  if (out.length === 0 || !keepsInput || link !== "up") return true;
  return job.what === "command" && calls.get(job.id)?.command.data !== undefined;
}

/** Steps of one batch come one after the other: each waits for the one before it. */
function waitsForBatch({ open }: Environment, rules: Rules, { batch }: PlannedCall): boolean {
  return batch !== undefined && open.some(({ id }) => rules.calls.get(id)?.batch === batch);
}

function done(change: (scene: Scene) => void): Play {
  return (scene) => {
    change(scene);
    return undefined;
  };
}

/**
 * The module works on the next command. Where it keeps its input the host reads the first line at
 * once: a line that is printed and read later is like a command that is worked on later.
 */
function work(manner: Manner): Play {
  return (scene) => {
    const wasEmpty = scene.env.out.length === 0;
    answer(scene, manner);
    const { data, link } = scene.env;
    const readsAtOnce = scene.rules.keepsInput && wasEmpty && data === undefined && link === "up";
    return readsAtOnce ? readLine(scene) : undefined;
  };
}

function reset(manner: ResetManner): Play {
  return (scene) => {
    takeReset(scene, manner);
    return undefined;
  };
}

function giveBytes({ id, at, lengthBytes }: Source): Play {
  return (scene) => {
    scene.set({ source: { id, at, lengthBytes, wanted: false } });
    const bytes = payload.subarray(at, at + lengthBytes);
    return {
      name: `bytes of ${id} from ${at} to ${at + lengthBytes}`,
      input: { type: "payloadReady", id, bytes },
    };
  };
}

const leaveData: Play = done(endData);

const passOn: Play = (scene) => {
  const port = scene.env.port ?? [];
  const at = port.findIndex(({ arrived }) => !arrived);
  const held = port[at];
  if (held === undefined) return undefined;
  scene.set({ port: port.with(at, { ...held, arrived: true }) });
  arrive(scene, held.bytes);
  return undefined;
};

const tellWritten: Play = (scene) => {
  const port = scene.env.port?.slice(1) ?? [];
  // A port that has passed everything on works again.
  scene.set({ port: port.length > 0 ? port : undefined });
  return { name: "written", input: { type: "written" } };
};

const readLine: Play = (scene) => {
  const [line, ...out] = scene.env.out;
  if (line === undefined) return undefined;
  scene.set({ out });
  noteRead(scene, line);
  return lineInput(line);
};

function stray(text: string): Play {
  return (scene) => {
    printStray(scene, text);
    return readLine(scene);
  };
}

function lineInput({ text }: Pick<Line, "text">): NamedInput {
  return { name: `line ${text}`, input: { type: "line", text } };
}

function giveUp(id: number): Play {
  return (scene) => {
    scene.set({ aborts: scene.env.aborts - 1 });
    return { name: `giveUp ${id}`, input: { type: "giveUp", id, error: "given up" } };
  };
}

/**
 * Neither module nor line takes so long over an order, by far: what has not come by then never does.
 * The client forgets an order of which it has not heard after twice as long.
 */
const longestOrderMs = 15 * 60_000;

/** Time goes by. */
export function elapse(old: Environment, rules: Rules, byMs: number): Environment {
  const env = byMs < longestOrderMs ? old : withoutOrders(old, rules);
  const { data } = env;
  if (data === undefined || data.quietMs === guardMs) return env;
  return { ...env, data: { ...data, quietMs: Math.min(guardMs, data.quietMs + byMs) } };
}

function withoutOrders(env: Environment, { calls }: Rules): Environment {
  const isOrder = (what: Job | Bytes): boolean => {
    return what.what === "command" && calls.get(what.id)?.kind === "order";
  };
  const jobs = env.jobs.filter((job) => !isOrder(job));
  const port = env.port?.map((held) => (isOrder(held.bytes) ? { ...held, arrived: true } : held));
  const outcomes = [...calls.values()].map(({ outcomeLine }) => outcomeLine);
  const out = env.out.filter(({ text }) => !outcomes.includes(text));
  return { ...env, orders: [], jobs, port, out };
}

/** When time alone brings the module on. */
export function moduleDueMs({ data }: Environment): number {
  return data?.escape && data.quietMs < guardMs ? guardMs - data.quietMs : Number.POSITIVE_INFINITY;
}
