import { type Command, parseFinalResult } from "@qsmtp/protocol";
import {
  Functionality,
  powerOff,
  setFunctionality,
  setResultSuppression,
  setVerbose,
} from "@qsmtp/protocol/commands";
import { ModuleRestartedError, UnexpectedReplyError } from "../errors/wire-errors.ts";
import type { Draft, Moment } from "./draft.ts";
import { beginEscape } from "./escape.ts";
import { takeForeignLine } from "./foreign-line.ts";
import { keepOutcome } from "./outcomes.ts";
import { answers, nextQuestion } from "./questions.ts";
import { readUrc, tellsRestart } from "./read-line.ts";
import { judge } from "./settle-call.ts";
import {
  type Ask,
  type LeftOver,
  leftOver,
  type Pending,
  type Quarantined,
  quarantineAfter,
  quarantineOf,
} from "./state.ts";
import { timeoutError } from "./timeout.ts";

/** How long each question is given before the next is asked; longer each time, for a slow module. */
const waitsMs: readonly number[] = [1500, 2500, 5000, 10_000, 20_000, 30_000];
const settingWaitMs = 500;
/** What is given beyond the slowest answer seen. */
const patienceFactor = 1.2;
/** How long a call without a limit of its own waits for the proof that its result is its own. */
export const proofMs = 60_000;
const strangersInRow = 3;
const mostAskedInRow = 16;
/** After so many rounds without an answer nothing is asked until somebody wants the wire. */
const patientRounds = 30;
/** Text of others comes in one piece; a question right behind its first line could meet the rest. */
const textPauseMs = 20;

/** Commands after which the module starts anew or goes off. */
const restarting: readonly string[] = [setFunctionality.at, powerOff.at];

const settings: Readonly<Record<"resultCodes" | "verbose", Command>> = {
  resultCodes: setResultSuppression({ enabled: false }),
  verbose: setVerbose({ enabled: true }),
};

/** A module that was told to restart says little for so long. */
const resetPauseMs = 5000;

const resetCommand: Command = setFunctionality({ functionality: Functionality.full, reset: true });

export interface QuarantineCause {
  readonly after: string;
  readonly abandoned?: Command | undefined;
  readonly pending?: Pending | undefined;
  /** How long to wait before the first question: a late result mostly comes soon. */
  readonly pauseMs?: number | undefined;
  readonly unset?: boolean | undefined;
  /** Whether the module may be in data mode. */
  readonly inData?: boolean | undefined;
  /** What an earlier connection has left behind. */
  readonly left?: LeftOver | undefined;
}

/** Closes the wire until an answer shows that nothing of the past can follow. */
export function quarantine(draft: Draft, cause: QuarantineCause): void {
  const { after, abandoned, pending, pauseMs = 0, unset = false, inData = false } = cause;
  const quarantined: Quarantined = {
    ...quarantineAfter(after, cause.left),
    abandoned: abandoned ?? pending?.call.command ?? cause.left?.abandoned,
    pending,
    nextMs: draft.nowMs + pauseMs,
    unset,
  };
  if (pending === undefined)
    draft.emit({ type: "note", text: `making the wire safe after ${after}` });
  if (inData) beginEscape(draft, quarantined);
  else draft.enter(quarantined);
}

/** Does what is due. */
export function continueQuarantine(draft: Draft, quarantined: Quarantined): void {
  if (draft.nowMs < quarantined.nextMs || draft.state.openWrites > 0) return;
  const [ask, ...rest] = quarantined.round;
  if (ask === undefined) {
    if (isAsleep(draft, quarantined)) return;
    const rounds = quarantined.rounds + 1;
    const round = planRound(quarantined, rounds);
    // What was heard before this round may have been said before data mode was entered.
    const planned = { ...quarantined, rounds, round, heard: false };
    draft.enter(planned);
    continueQuarantine(draft, planned);
    return;
  }
  perform(draft, { ...quarantined, round: rest }, ask);
}

/** When something is to be asked; infinite while only others can bring it on. */
export function quarantineDueMs(moment: Moment, quarantined: Quarantined): number {
  const blocked = moment.state.openWrites > 0 || isAsleep(moment, quarantined);
  return blocked ? Number.POSITIVE_INFINITY : quarantined.nextMs;
}

/** Ends the call whose result is not proven; an outcome that came is one. */
export function endPending(draft: Draft, error: (pending: Pending) => unknown): void {
  const { wire } = draft;
  const pending = quarantineOf(wire)?.pending;
  if (pending === undefined) return;
  const { call, outcome } = pending;
  if (outcome === undefined) {
    draft.fail(call.id, error(pending));
    keepOutcome(draft, call);
  } else {
    draft.settle(call.id, { ok: true, output: undefined, outcome });
  }
  if (wire.kind === "quarantined") draft.enter({ ...wire, pending: undefined });
  if (wire.kind === "escaping")
    draft.enter({ ...wire, behind: { ...wire.behind, pending: undefined } });
}

/** What is said when the proof takes too long. */
export function proofError(draft: Draft, { call, finals, untilMs }: Pending): Error {
  const { text } = call.command;
  const what = `the proof of whose the result ${finals[0]?.text} to ${text} is`;
  const limitMs = untilMs >= call.endByMs ? call.limitMs : proofMs;
  return timeoutError(draft, what, limitMs);
}

function isAsleep({ state }: Moment, { rounds, round, pending }: Quarantined): boolean {
  const wanted = pending !== undefined || state.waiting.length > 0;
  return !wanted && round.length === 0 && rounds >= patientRounds;
}

const onlyQuestions: readonly Ask[] = [{ type: "question" }];

function planRound({ heard, unset }: Quarantined, rounds: number): readonly Ask[] {
  const question: Ask = { type: "question" };
  // What answers is in command mode; an escape would only put three characters in front of the next.
  const leaving: readonly Ask[] =
    !heard && rounds % (unset ? 2 : 3) === 0 ? [{ type: "escape" }] : [];
  if (!unset) return [...leaving, question];
  return [
    ...leaving,
    { type: "setting", at: "resultCodes" },
    { type: "setting", at: "verbose" },
    question,
  ];
}

function perform(draft: Draft, quarantined: Quarantined, ask: Ask): void {
  const { fresh, rounds } = quarantined;
  switch (ask.type) {
    case "escape":
      beginEscape(draft, quarantined);
      return;
    case "setting":
      draft.enter({
        ...quarantined,
        fresh: false,
        settling: true,
        nextMs: draft.nowMs + Math.max(settingWaitMs, draft.state.patienceMs),
      });
      draft.write({ type: "ask", command: settings[ask.at], fresh });
      return;
    case "question": {
      const { asked, askedMs, believedFrom } = withRoom(quarantined);
      const question = nextQuestion(asked, quarantined.abandoned, quarantined.questionOrder);
      if (question === undefined) return;
      draft.enter({
        ...quarantined,
        asked: [...asked, question],
        askedMs: [...askedMs, draft.nowMs],
        believedFrom,
        fresh: false,
        settling: false,
        nextMs: draft.nowMs + waitMs(draft, rounds),
      });
      draft.write({ type: "ask", command: question.command, fresh });
    }
  }
}

/** Questions older than many minutes are dead; their names can be used again. */
function withRoom(
  quarantined: Quarantined,
): Pick<Quarantined, "asked" | "askedMs" | "believedFrom"> {
  const { asked, askedMs, believedFrom, abandoned, questionOrder } = quarantined;
  if (nextQuestion(asked, abandoned, questionOrder) !== undefined)
    return { asked, askedMs, believedFrom };
  const dropped = Math.ceil(asked.length / 2);
  return {
    asked: asked.slice(dropped),
    askedMs: askedMs.slice(dropped),
    believedFrom: Math.max(0, believedFrom - dropped),
  };
}

function waitMs({ state }: Draft, rounds: number): number {
  return Math.max(state.patienceMs, waitsMs[Math.min(rounds, waitsMs.length - 1)] ?? 0);
}

/**
 * A module that drops what comes while it works must not be asked faster than it answers. Steps
 * keep the states few.
 */
function learnPatience(draft: Draft, askedMs: number | undefined): void {
  if (askedMs === undefined) return;
  const tookMs = (draft.nowMs - askedMs) * patienceFactor;
  const patienceMs = waitsMs.find((wait) => wait >= tookMs) ?? waitsMs.at(-1) ?? 0;
  if (patienceMs > draft.state.patienceMs) draft.set({ patienceMs });
}

/** Takes a line that came while the wire is closed. */
export function takeQuarantinedLine(draft: Draft, quarantined: Quarantined, text: string): void {
  const question = quarantined.asked.find((one) => answers(one, text));
  if (question !== undefined) {
    draft.emit({ type: "report", meaning: "reply", text });
    learnPatience(draft, quarantined.askedMs[quarantined.asked.indexOf(question)]);
    const isLast = question === quarantined.asked.at(-1);
    const inRow = isLast ? quarantined.inRow : 0;
    draft.enter({ ...postponed(draft, quarantined), answering: question, passed: true, inRow });
    return;
  }
  // Digits too: a module may have been left under ATV0.
  const result = parseFinalResult(text, { numeric: quarantined.unset });
  if (result !== undefined) {
    draft.emit({ type: "report", meaning: "final", text });
    if (result.kind === "connect") takeLateConnect(draft, quarantined);
    else takeFinal(draft, quarantined, { result, text });
    return;
  }
  if (isOwnEcho(quarantined, text)) {
    draft.emit({ type: "report", meaning: "echo", text });
    return;
  }
  draft.enter(withStrangersSeen(quarantined));
  const { pending, passed } = quarantined;
  const taken = passed ? undefined : pending?.reply.take(text);
  if (pending !== undefined && taken !== undefined) {
    draft.emit({ type: "report", meaning: "reply", text, mask: (line) => taken.reader.mask(line) });
    draft.enter({ ...quarantined, pending: { ...pending, reply: taken.reader } });
    return;
  }
  const running = quarantined.abandoned?.operation.at;
  const urc = draft.state.doubt ? readUrc(text) : undefined;
  if (urc !== undefined && tellsRestart(urc, running)) {
    // Perhaps somebody's words; but no result is believed that the module may have forgotten.
    endPending(draft, () => new ModuleRestartedError());
  }
  const foreign = takeForeignLine(draft, text, running);
  if (foreign === "text") {
    const now = draft.wire as Quarantined;
    draft.enter({
      ...now,
      answering: undefined,
      believedFrom: now.asked.length,
      round: [{ type: "question" }],
      nextMs: draft.nowMs + textPauseMs,
    });
  } else if (
    pending !== undefined &&
    foreign !== undefined &&
    foreign.name === pending.call.command.completion?.urc
  ) {
    draft.enter({ ...quarantined, pending: { ...pending, outcome: foreign } });
    draft.emit({ type: "outcome", id: pending.call.id, urc: foreign });
  }
}

function isOwnEcho({ asked, abandoned }: Quarantined, text: string): boolean {
  const ours = [...asked.map(({ command }) => command), ...Object.values(settings), resetCommand];
  return abandoned?.isEcho(text) === true || ours.some((command) => command.isEcho(text));
}

function takeFinal(draft: Draft, quarantined: Quarantined, final: Pending["finals"][number]): void {
  const { answering, asked, believedFrom, fresh, pending, passed, settling } = quarantined;
  if (answering !== undefined) {
    const isLast = asked.indexOf(answering) === asked.length - 1;
    const believed = asked.length - 1 >= believedFrom;
    const isProof = final.result.kind === "ok" && isLast && believed && !settling;
    const inRow = quarantined.strangers === "none" ? 0 : quarantined.inRow + 1;
    if (isProof && !fresh && inRow >= neededInRow(quarantined)) {
      free(draft, quarantined);
      return;
    }
    const next = postponed(draft, quarantined);
    // An escape has left half a line in front of whatever comes next: that must be a question.
    const nextMs = isProof ? draft.nowMs : next.nextMs;
    // Results are on and in words, or this one could not have been read.
    const { round } = final.result.kind === "ok" ? { round: onlyQuestions } : next;
    const unset = next.unset && round !== onlyQuestions;
    draft.enter({
      ...next,
      answering: undefined,
      nextMs,
      round,
      unset,
      inRow: isProof ? inRow : 0,
    });
    return;
  }
  const next = postponed(draft, quarantined);
  // What was late has come, or a setting was taken: the next question need not wait.
  const isDue = settling || asked.length === believedFrom;
  // Firmware that does not know the question says so in words, and is asked another one.
  const isRefusal =
    quarantined.strangers !== "none" && ["error", "cme"].includes(final.result.kind);
  const asks = isRefusal ? { ...next, round: onlyQuestions } : next;
  const heard = isDue || isRefusal ? { ...asks, nextMs: draft.nowMs } : asks;
  const taken =
    pending === undefined || passed ? pending : { ...pending, finals: [...pending.finals, final] };
  const isOurs = isRefusal || settling;
  draft.enter({ ...(isOurs ? heard : withStrangersSeen(heard)), pending: taken, inRow: 0 });
}

function withStrangersSeen(quarantined: Quarantined): Quarantined {
  const { strangers } = quarantined;
  return { ...quarantined, inRow: 0, strangers: strangers === "none" ? "none" : "seen" };
}

/**
 * A module that did not answer the first question at once, or said something else, may have been asked by
 * another process, and one answer may be to that one's question. Three in this channel's own order are not. Firmware that
 * knows few of the questions is believed after all.
 */
function neededInRow({ strangers, rounds, asked }: Quarantined): number {
  if (strangers === "none") return 0;
  const isDoubtful = strangers === "seen" || rounds > 0;
  return isDoubtful && asked.length <= mostAskedInRow ? strangersInRow : 1;
}

/** The module has entered data mode: an escape is all that it understands now. */
function takeLateConnect(draft: Draft, quarantined: Quarantined): void {
  const { pending } = quarantined;
  if (pending !== undefined) {
    const { text } = pending.call.command;
    const problem = `CONNECT came after the result ${pending.finals[0]?.text}`;
    endPending(draft, () => new UnexpectedReplyError(text, problem));
  }
  draft.enter({
    ...quarantined,
    pending: undefined,
    answering: undefined,
    heard: false,
    round: [{ type: "escape" }, { type: "question" }],
    nextMs: draft.nowMs,
  });
}

/** How long a module that is answering is given for what it has been asked already. */
function aliveMs({ state }: Draft): number {
  return Math.max(state.patienceMs, waitsMs[0] ?? 0);
}

/** A module that answers is alive: what it has been asked is given its time before more is. */
function postponed(draft: Draft, quarantined: Quarantined): Quarantined {
  const { asked, believedFrom, nextMs } = quarantined;
  // Nothing is being waited for unless a question was asked whose answer will be believed.
  const isWaiting = asked.length > believedFrom;
  const laterMs = Math.max(nextMs, draft.nowMs + aliveMs(draft));
  return { ...quarantined, heard: true, nextMs: isWaiting ? laterMs : nextMs };
}

/** The last question has been answered: nothing older can follow. */
function free(draft: Draft, { pending, after }: Quarantined): void {
  draft.set({ doubt: false, wire: { kind: "idle", proof: "proven" } });
  if (pending === undefined) {
    draft.emit({ type: "note", text: `the wire is safe again after ${after}` });
    return;
  }
  const { call, reply, finals, outcome } = pending;
  judge(draft, call, reply, finals, outcome);
}

/** Tells a silent module to restart. It may hear although it says nothing. */
export function resetModule(draft: Draft, quarantined: Quarantined): void {
  endPending(draft, () => new ModuleRestartedError());
  const left = leftOver(quarantined);
  draft.enter({
    ...quarantineAfter(quarantined.after, left),
    // Its lines may still come; of the restart's own none looks like the answer to a question.
    abandoned: left.abandoned ?? resetCommand,
    nextMs: draft.nowMs + resetPauseMs,
    unset: true,
  });
  draft.write({ type: "ask", command: resetCommand, fresh: true });
}

/** What a restart means for a wire that is closed: what was asked before it is lost. */
export function restartQuarantine(draft: Draft, quarantined: Quarantined, pauseMs: number): void {
  const { pending } = quarantined;
  if (pending !== undefined) settlePendingAtRestart(draft, pending);
  draft.enter({
    ...quarantined,
    pending: undefined,
    answering: undefined,
    believedFrom: quarantined.asked.length,
    round: [{ type: "question" }],
    rounds: 0,
    nextMs: draft.nowMs + pauseMs,
    settling: false,
    unset: true,
  });
}

/** Of a command that makes the module restart the restart is the proof; of others it is none. */
function settlePendingAtRestart(draft: Draft, { call, reply, finals, outcome }: Pending): void {
  const [first, ...others] = finals;
  const isAsked = restarting.includes(call.command.operation.at);
  const isDone = isAsked && first?.result.kind === "ok" && others.length === 0;
  if (isDone || outcome !== undefined) judge(draft, call, reply, finals, outcome);
  else draft.fail(call.id, new ModuleRestartedError());
}
