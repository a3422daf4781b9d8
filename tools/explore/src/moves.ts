import { arrive } from "./arrive.ts";
import { callOf, type PlannedCall } from "./call-plan.ts";
import type { NamedInput } from "./client-states.ts";
import {
  type Environment,
  guardMs,
  type Job,
  type Line,
  type Rules,
  Scene,
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
import { answer, endData, type Manner, printOutcome } from "./module-work.ts";

/** One thing that may happen next, time apart. */
export interface Move {
  readonly label: string;
  /** What the client is told of it. */
  readonly input: NamedInput | undefined;
  readonly env: Environment;
  readonly violation: string | undefined;
}

type Play = (scene: Scene) => NamedInput | undefined;

/** What the world does by itself, the most natural first; whoever takes the first lets it go well. */
export function naturalMoves(env: Environment, rules: Rules): readonly Move[] {
  const moves: Move[] = [];
  const add = (label: string, play: Play): void => {
    moves.push(played(label, env, rules, play));
  };
  const { port, out, jobs, booting, data, orders } = env;
  const held = port?.find(({ arrived }) => !arrived);
  if (port?.[0]?.arrived) add("the port tells that a write has ended", tellWritten);
  if (held !== undefined) add(`the port passes on ${held.bytes.what}`, passOn);
  const [line] = out;
  if (line !== undefined) add(`line ${line.text}`, readLine);
  if (data?.escape && data.quietMs >= guardMs) add("the module leaves data mode", leaveData);
  const [job] = jobs;
  if (job !== undefined && isWorthWhile(env, rules, job)) {
    add("the module answers", work("whole"));
    const isOrder = job.what === "command" && rules.calls.get(job.id)?.kind === "order";
    if (isOrder) add("the module answers, outcome first", work("outcomeFirst"));
  }
  if (booting) add("the module has started", done(bootDone));
  for (const id of out.length === 0 ? orders : []) {
    const play: Play = (scene) => {
      printOutcome(scene, id);
      return readLine(scene);
    };
    add(`the outcome of call ${id} is printed`, play);
  }
  return moves;
}

/** The next call of the configuration, if it may be asked now. */
export function nextCall(env: Environment, rules: Rules): PlannedCall | undefined {
  const next = rules.calls.get(env.issued + 1);
  // One call that waits shows all that more of them would.
  const mayAsk = env.open.every(({ fate }) => fate !== "waiting");
  return next !== undefined && mayAsk && !waitsForBatch(env, rules, next) ? next : undefined;
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
  if (job !== undefined && isWorthWhile(env, rules, job)) {
    add("the final result is lost", work("finalLost"));
    add("the whole reply is lost", work("replyLost"));
  }
  for (const text of strayTexts(env.faults)) add(`stray ${text}`, stray(text));
  add("a URC", done(printUrc));
  add("somebody's message", done(printMessage));
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
  if (env.port === undefined)
    add(
      "the port takes no bytes",
      done((scene) => scene.set({ port: [] })),
    );
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

function played(label: string, env: Environment, rules: Rules, play: Play): Move {
  const scene = new Scene(env, rules);
  const input = play(scene);
  return { label, input, env: scene.env, violation: scene.violation };
}

/**
 * The host cannot tell whether a module works now, or only when the lines before are read: it works
 * then, which leaves fewer worlds. It can where input is dropped meanwhile, and of a data phase.
 */
function isWorthWhile({ out }: Environment, { keepsInput, calls }: Rules, job: Job): boolean {
  if (out.length === 0 || !keepsInput) return true;
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
    const readsAtOnce = scene.rules.keepsInput && wasEmpty && scene.env.data === undefined;
    return readsAtOnce ? readLine(scene) : undefined;
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

/** Time goes by. */
export function elapse(env: Environment, byMs: number): Environment {
  const { data } = env;
  if (data === undefined || data.quietMs === guardMs) return env;
  return { ...env, data: { ...data, quietMs: Math.min(guardMs, data.quietMs + byMs) } };
}

/** When time alone brings the module on. */
export function moduleDueMs({ data }: Environment): number {
  return data?.escape && data.quietMs < guardMs ? guardMs - data.quietMs : Number.POSITIVE_INFINITY;
}
