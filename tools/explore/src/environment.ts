import type { PlannedCall } from "./call-plan.ts";
import type { Bytes } from "./client-states.ts";

/** Whose answer a line is: a call's, a question's, or nobody's. */
export type Origin = number | "question" | "garbage" | "stray" | "urc";

/** A line that the module has printed and the host has not read. */
export interface Line {
  readonly text: string;
  readonly of: Origin;
  readonly isFinal: boolean;
}

/** Something the module has read and not worked on. */
export type Job =
  | { readonly what: "command"; readonly id: number }
  | { readonly what: "ask"; readonly text: string }
  /** A line that is no command. `of` tells whose bytes stand in it. */
  | { readonly what: "garbage"; readonly of: Origin }
  /** All bytes of a data phase have come. */
  | { readonly what: "dataDone"; readonly id: number };

export interface DataMode {
  readonly id: number;
  readonly bytes: number;
  /** Silence since the last byte, up to the guard time. */
  readonly quietMs: number;
  /** Whether that byte ended an escape sequence. */
  readonly escape: boolean;
}

/** A call that its caller waits for. */
export interface OpenCall {
  readonly id: number;
  /** What became of its command: `lost` when no answer to it can come any more. */
  readonly fate: "waiting" | "written" | "answered" | "lost";
  /** What the module answered, where it is not what it answers to such a command. */
  readonly answer: string | undefined;
  /** Stray results that the client may have taken for its. */
  readonly strays: readonly string[];
}

/** Bytes of a streamed payload that were asked for. */
export interface Source {
  readonly id: number;
  readonly at: number;
  readonly lengthBytes: number;
  /** Whether they have not been given yet. */
  readonly wanted: boolean;
}

/** Bytes handed over to a port that takes none. */
export interface Held {
  readonly bytes: Bytes;
  readonly arrived: boolean;
}

/** What may still happen in one path, beyond what always may. */
export interface Budget {
  readonly faults: number;
  /** Calls that their callers take back. */
  readonly aborts: number;
  /** Questions beyond the first of each quarantine; paths on which more are asked end there. */
  readonly spare: number;
  /** Connections that are lost and come back. */
  readonly losses: number;
  /** Connections that are given up for a new one. */
  readonly detaches: number;
  /** Restarts that are asked for on a closed wire. */
  readonly resets: number;
  /** New connections behind which there is another module. */
  readonly swaps: number;
}

export const noBudget: Budget = {
  faults: 0,
  aborts: 0,
  spare: 0,
  losses: 0,
  detaches: 0,
  resets: 0,
  swaps: 0,
};

/** Everything of an explored world but the client: the callers, the port, the module, the line. */
export interface Environment extends Budget {
  /** Calls issued so far. */
  readonly issued: number;
  /** What the client was told of its connection last. */
  readonly link: "up" | "lost" | "detached";
  /** Whether another module has taken the place of the first, and nobody has told the client. */
  readonly swapped: boolean;
  /** A streamed payload of which bytes were asked for. */
  readonly source: Source | undefined;
  readonly open: readonly OpenCall[];
  /** The stalled port's writes, oldest first; `undefined` while it passes everything on at once. */
  readonly port: readonly Held[] | undefined;
  readonly jobs: readonly Job[];
  readonly data: DataMode | undefined;
  /** Whether the module has read the beginning of a line. */
  readonly half: boolean;
  readonly echo: boolean;
  readonly dtr: boolean;
  /** Whether it starts and reads nothing yet. */
  readonly booting: boolean;
  readonly out: readonly Line[];
  /** Orders whose outcome has not been printed. */
  readonly orders: readonly number[];
  /** Strays read since nothing was outstanding: as many equal results may be one behind. */
  readonly credit: readonly string[];
  /** A data phase that the module has ended, and whether the client can know. */
  readonly ended: { readonly id: number; readonly told: boolean } | undefined;
  /** Batch of the command written last. */
  readonly batch: number | undefined;
  /** The head of a message was read last: the next line is the message, whatever it is. */
  readonly awaitsText: boolean;
}

/** What stays the same in one exploration. */
export interface Rules {
  readonly calls: ReadonlyMap<number, PlannedCall>;
  /** Whether the module keeps input while it works, or loses it. */
  readonly keepsInput: boolean;
  /** Whether the blocks of a payload take their time to leave, as on a slow line. */
  readonly slowBlocks: boolean;
  readonly controlLines: boolean;
  /** Whether somebody else may turn the echo on, as if the module had restarted without a word. */
  readonly echoReturns: boolean;
}

export function emptyEnvironment(budget: Budget): Environment {
  const { faults, aborts, spare, losses, detaches, resets, swaps } = budget;
  return {
    faults,
    aborts,
    spare,
    losses,
    detaches,
    resets,
    swaps,
    issued: 0,
    link: "up",
    swapped: false,
    source: undefined,
    open: [],
    port: undefined,
    jobs: [],
    data: undefined,
    half: false,
    echo: true,
    dtr: true,
    booting: false,
    out: [],
    orders: [],
    credit: [],
    ended: undefined,
    batch: undefined,
    awaitsText: false,
  };
}

/** Silence before and after `+++` without which they are data. */
export const guardMs = 1000;

/** One change of an environment in the making, with what was seen to be wrong. */
export class Scene {
  readonly rules: Rules;
  env: Environment;
  violation: string | undefined;
  /** Names of what no client can tell apart. */
  readonly exempt: string[] = [];

  constructor(env: Environment, rules: Rules) {
    this.env = env;
    this.rules = rules;
  }

  set(change: Partial<Environment>): void {
    this.env = { ...this.env, ...change };
  }

  accuse(violation: string): void {
    this.violation ??= violation;
  }

  print(lines: readonly Line[]): void {
    if (lines.length > 0) this.set({ out: [...this.env.out, ...lines] });
  }

  call(id: number): PlannedCall {
    const call = this.rules.calls.get(id);
    if (call === undefined) throw new RangeError(`there is no call ${id}`);
    return call;
  }

  change(id: number, change: Partial<OpenCall>): void {
    if (!this.env.open.some((call) => call.id === id)) return;
    this.set({
      open: this.env.open.map((call) => (call.id === id ? { ...call, ...change } : call)),
    });
  }

  /** No answer to what has this origin can come any more. */
  lose(origin: Origin): void {
    if (typeof origin === "number") this.change(origin, { fate: "lost" });
  }
}

/**
 * What of the client's the module still has, or has answered without the answer having been read.
 * A stray that was taken in place of an equal result leaves that one behind: no client can see it.
 */
export function outstanding(env: Environment): string | undefined {
  const held = env.port?.find(({ arrived }) => !arrived);
  if (held !== undefined) return `bytes of ${held.bytes.what} are still in the port`;
  if (env.data !== undefined) return "the module is in data mode";
  if (!env.dtr) return "DTR is off";
  if (env.half) return "the module has half a line";
  const [job] = env.jobs;
  if (job !== undefined) return `the module has still to work on ${wordsOfJob(job)}`;
  const credit = [...env.credit];
  for (const { text, of, isFinal } of env.out) {
    if (of === "stray" || of === "urc") continue;
    const at = isFinal ? credit.indexOf(text) : -1;
    if (at < 0) return `the line ${text} of ${wordsOfOrigin(of)} has not been read`;
    credit.splice(at, 1);
  }
  return undefined;
}

export function wordsOfOrigin(of: Origin): string {
  return typeof of === "number" ? `call ${of}` : `a ${of}`;
}

function wordsOfJob(job: Job): string {
  switch (job.what) {
    case "command":
    case "dataDone":
      return `call ${job.id}`;
    case "ask":
      return job.text;
    case "garbage":
      return `garbage of ${wordsOfOrigin(job.of)}`;
  }
}
