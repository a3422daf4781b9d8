import type { Command, DecodedUrc, FinalResult } from "@qsmtp/protocol";
import type { Call } from "./call.ts";
import { type Question, questionOrderAt } from "./questions.ts";
import type { ReplyReader } from "./reply-reader.ts";

/** Everything the channel decides from. Plain data: the same state and input give the same step. */
export interface ChannelState {
  readonly wire: WireState;
  /** Calls without their turn, in the order in which they asked. */
  readonly waiting: readonly Call[];
  /** Calls whose command was taken and whose outcome comes in a URC; they do not hold the wire. */
  readonly outcomes: readonly AwaitedOutcome[];
  /** Writes handed over that the port has not told the end of. */
  readonly openWrites: number;
  /** When the last of our bytes was handed over or left. */
  readonly lastWriteMs: number;
  /** Text of third parties that is being printed; its lines are nobody's reply. */
  readonly text: ThirdPartyText | undefined;
  /** Whether third parties may have printed lines that look like replies since the last proof. */
  readonly doubt: boolean;
  /** Whether our commands are echoed; an echo that is back tells of a restart. */
  readonly echo: "unknown" | "off";
  /** When the module was last known to restart: more lines of the same start follow. */
  readonly restartedMs: number;
  readonly controlLines: boolean;
  /** How long a question is given at least: a slow module is not asked faster than it answers. */
  readonly patienceMs: number;
}

/** What the wire is used for. Each member has the data that only it needs. */
export type WireState = Idle | Running | Quarantined | Escaping | Detached | Lost;

/** Command mode, nothing outstanding as far as can be known. */
export interface Idle {
  readonly kind: "idle";
  /**
   * `proven`: an answer that carries its question was the last. Otherwise a bare result was, and
   * only calls of its batch may follow.
   */
  readonly proof: "proven" | { readonly batch: number };
}

/** A command is on the wire. */
export interface Running {
  readonly kind: "running";
  readonly call: Call;
  readonly reply: ReplyReader;
  /** The outcome when it came before the final result. */
  readonly outcome: DecodedUrc | undefined;
  /** When the present wait is over. */
  readonly untilMs: number;
  readonly phase: Phase;
  /** Of a streamed payload: what has come of it. */
  readonly stream: PayloadStream | undefined;
}

/** The part of a streamed payload that is here. */
export interface PayloadStream {
  /** Bytes that have come and were not handed over, from the phase's `at` on. */
  readonly ready: Uint8Array;
  /** Whether bytes were asked for that have not come. */
  readonly asked: boolean;
  /** The blocks handed over last, oldest first: an echo of data is one of them. */
  readonly recent: readonly Uint8Array[];
}

/**
 * How far the command has come:
 *
 * ```
 * reply ──OK──► over        data phase: reply ──CONNECT──► sending or receiving ──all──► result ──OK──► over
 *   └─ERROR──► quarantined, until it is proven whose it was
 * ```
 */
export type Phase =
  | { readonly name: "reply" }
  | {
      readonly name: "sending";
      /** Offset of the first byte that has not been handed over. */
      readonly at: number;
      /** Bytes that have left. */
      readonly sent: number;
      /** Ends of the blocks that are on their way, oldest first. */
      readonly blocks: readonly number[];
      /** Acknowledgements that must come before the next block. */
      readonly awaitedAcks: number;
      /** When the last byte may follow that is held back; `undefined` while more is on its way. */
      readonly lastFromMs: number | undefined;
    }
  | { readonly name: "receiving"; readonly remaining: number }
  | { readonly name: "result" };

/**
 * Answers may still come that belong to nobody who waits. The wire is free when the last question
 * asked has been answered: the module works in order, so nothing older can follow.
 */
export interface Quarantined {
  readonly kind: "quarantined";
  /** What the wire is made safe after, for people. */
  readonly after: string;
  /** The command whose lines may still come: no question may have an answer of the same form. */
  readonly abandoned: Command | undefined;
  /** A call that has a result which is not proven to be its own. */
  readonly pending: Pending | undefined;
  /** Where among the questions this wire began to ask. */
  readonly questionOrder: number;
  /** Questions asked and perhaps not answered, oldest first. No two are alike. */
  readonly asked: readonly Question[];
  /** When each of them was asked. */
  readonly askedMs: readonly number[];
  /** Questions before this one may have been answered by a third party's text. */
  readonly believedFrom: number;
  /** The question whose own line came last; the final result behind it is its. */
  readonly answering: Question | undefined;
  /** A question has been answered: nothing of what was before it can follow. */
  readonly passed: boolean;
  /** What is still to be done in this round. */
  readonly round: readonly Ask[];
  readonly rounds: number;
  /** The next thing of the round is due then, and when no write is open. */
  readonly nextMs: number;
  /** Whether what was asked last is a setting: any result ends the wait for it. */
  readonly settling: boolean;
  /** Whether the module may have half a line of ours: the next question ends it first. */
  readonly fresh: boolean;
  /**
   * Whether another process may have asked the module before, what this one does not know; `seen` when
   * something came that this one did not ask for.
   */
  readonly strangers: "none" | "possible" | "seen";
  /** How many of the questions asked last were answered one after the other, with nothing between. */
  readonly inRow: number;
  /** Whether anything came that only a module in command mode prints. */
  readonly heard: boolean;
  /** Whether not even the form of results is known: at opening and after a restart. */
  readonly unset: boolean;
}

/** What the module may still answer of what it was asked before. */
export type LeftOver = Pick<Quarantined, "abandoned" | "questionOrder" | "asked" | "askedMs">;

/** One thing done to find out what the module is up to. */
export type Ask =
  /** A question whose answer cannot be another's. */
  | { readonly type: "question" }
  /** `ATQ0` or `ATV1`: without them no answer can be read. */
  | { readonly type: "setting"; readonly at: "resultCodes" | "verbose" }
  | { readonly type: "escape" };

/** A call with final results that came while only it was on the wire. */
export interface Pending {
  readonly call: Call;
  readonly reply: ReplyReader;
  readonly finals: readonly ReceivedFinal[];
  readonly outcome: DecodedUrc | undefined;
  /** When the wait for the proof is over. */
  readonly untilMs: number;
}

export interface ReceivedFinal {
  readonly result: FinalResult;
  readonly text: string;
}

/** Data mode is being left. */
export interface Escaping {
  readonly kind: "escaping";
  readonly step: /** Bytes handed over must leave first: a line change could overtake them. */
    | { readonly name: "drain" }
    | { readonly name: "dtr"; readonly untilMs: number }
    | { readonly name: "silence"; readonly untilMs: number }
    | { readonly name: "plus"; readonly untilMs: number };
  /** The quarantine that goes on behind the escape. */
  readonly behind: Quarantined;
}

/** The connection is being changed for a new one. Calls keep their place. */
export interface Detached {
  readonly kind: "detached";
  /** What the wire was being made safe after, for people. */
  readonly after: string;
  readonly left: LeftOver;
}

/** There is no connection. Calls fail at once. */
export interface Lost {
  readonly kind: "lost";
  readonly error: unknown;
  readonly left: LeftOver;
}

/** A call whose command was taken. */
export interface AwaitedOutcome {
  readonly call: Call;
  readonly output: unknown;
  /** Nobody waits any more; the URC is still this call's, and no later one's. */
  readonly abandoned: boolean;
  readonly untilMs: number;
  /** When the URC cannot come any more. */
  readonly forgetMs: number;
}

export type ThirdPartyText =
  | { readonly ends: "lines"; readonly left: number }
  | { readonly ends: "quote" }
  | { readonly ends: "bytes"; readonly left: number };

/** The quarantine that the wire is in, also while data mode is being left in it. */
export function quarantineOf(wire: WireState): Quarantined | undefined {
  if (wire.kind === "escaping") return wire.behind;
  return wire.kind === "quarantined" ? wire : undefined;
}

/** What may still be answered when the wire is given up as it is. */
export function leftOver(wire: WireState): LeftOver {
  switch (wire.kind) {
    case "idle":
      return nothingLeft;
    case "running":
      return { ...nothingLeft, abandoned: wire.call.command };
    case "detached":
    case "lost":
      return wire.left;
    case "quarantined":
      return leftOverOf(wire);
    case "escaping":
      return leftOverOf(wire.behind);
  }
}

function leftOverOf({ abandoned, questionOrder, asked, askedMs }: Quarantined): LeftOver {
  return { abandoned, questionOrder, asked, askedMs };
}

const nothingLeft: LeftOver = { abandoned: undefined, questionOrder: 0, asked: [], askedMs: [] };

/** A quarantine before anything was asked in it. What is left over is not asked again. */
export function quarantineAfter(after: string, left: LeftOver = nothingLeft): Quarantined {
  return {
    ...left,
    kind: "quarantined",
    after,
    pending: undefined,
    believedFrom: left.asked.length,
    answering: undefined,
    passed: false,
    round: [{ type: "question" }],
    rounds: 0,
    nextMs: Number.NEGATIVE_INFINITY,
    settling: false,
    fresh: false,
    strangers: "none",
    inRow: 0,
    heard: false,
    unset: false,
  };
}

/** The state of a channel that has just been opened: nothing is known of the module. */
export function openingState(nowMs: number, controlLines: boolean): ChannelState {
  const left = { ...nothingLeft, questionOrder: questionOrderAt(nowMs) };
  return {
    wire: {
      ...quarantineAfter("opening", left),
      nextMs: nowMs,
      strangers: "possible",
      unset: true,
    },
    waiting: [],
    outcomes: [],
    openWrites: 0,
    lastWriteMs: Number.NEGATIVE_INFINITY,
    text: undefined,
    doubt: false,
    echo: "unknown",
    restartedMs: Number.NEGATIVE_INFINITY,
    controlLines,
    patienceMs: 0,
  };
}
