import type { Expectation } from "./expectation.ts";
import type { FaultName } from "./fault.ts";
import type { StepKind } from "./step.ts";

/** What is right when one fault meets a step, by the kind of the step. */
export interface Row {
  /** Why that is right. */
  readonly why: string;
  readonly right: Readonly<Record<StepKind, Expectation>>;
  /** Steps, by the beginning of their names, for which something else is right than for their kind. */
  readonly but?: Readonly<Record<string, Expectation>>;
  /** The call must have ended so long after the fault. */
  readonly endsWithinMs?: number;
}

/** The fault is no excuse: all goes its way. */
const inSpite = {
  opening: "opens",
  query: "sent",
  change: "sent",
  data: "sent",
  bytes: "sent",
  order: "sent",
  sending: "sent",
  cleanup: "sent",
  closing: "closes",
} as const;

/** Before the order the mail may be given up; from the result on it is sent. */
const maybe = {
  ...inSpite,
  query: "sent or not-sent",
  change: "sent or not-sent",
  data: "sent or not-sent",
  bytes: "sent or not-sent",
} as const;

/** A fault that cannot happen at any step but those that a row names. */
const onlyBeforeData = nowhere("CONNECT comes only behind the command of a data phase");
const onlyInData = nowhere("no data passes at this step");
const onlyFiles = nowhere("no file is uploaded at this step");
const onlyOrder = nowhere("only the order has a result that comes by itself");

function nowhere(reason: string): Readonly<Record<StepKind, Expectation>> {
  const none: Expectation = `n/a: ${reason}`;
  return {
    opening: none,
    query: none,
    change: none,
    data: none,
    bytes: none,
    order: none,
    sending: none,
    cleanup: none,
    closing: none,
  };
}

/** The ledger is of use to whoever comes after us, and to see what the line does: none is no failure. */
const ledger = "mail.qfupl-ram-qsmtp-files";

/**
 * What is right, written by hand. It is never bent to what happens: a cell that does otherwise is
 * broken. Whatever stands here, each cell must also hold every promise of `judge-cell.ts`.
 */
export const expected: Readonly<Record<FaultName, Row>> = {
  "no-reply": {
    why: "One answer that is lost keeps nobody from opening or closing. A mail may be given up, for nobody knows what the module did; an order that nothing answers may have been carried out.",
    right: { ...maybe, order: "unknown" },
  },
  "late-reply": {
    why: "In its time is in time.",
    right: inSpite,
  },
  "too-late-reply": {
    why: "Opening has 30 s. A mail may be given up after the time of the command; the order is carried out, only later than anybody waits for its OK.",
    right: {
      ...maybe,
      opening: "opens or fails MODULE_NOT_RESPONDING",
      order: "sent or unknown",
    },
    // The manual gives it 150 s.
    but: { "mail.qiact-1": "sent" },
  },
  error: {
    why: "A refusal means that the module has not done it: an order too, once the module is seen not to be sending.",
    right: { ...maybe, order: "not-sent" },
  },
  "cme-number": {
    why: "As with ERROR.",
    right: { ...maybe, order: "not-sent" },
  },
  "cme-text": {
    why: "As with ERROR, also under a setting that we did not make.",
    right: { ...maybe, order: "not-sent" },
  },
  "garbage-line": {
    why: "What means nothing changes nothing.",
    right: inSpite,
  },
  "stray-ok": {
    why: "Two results to one command show nothing, so a mail may be given up before the order. The order's own result comes all the same.",
    right: maybe,
  },
  "stray-error": {
    why: "As with a stray OK; an error in front of the order's own OK must not hide that the mail goes out.",
    right: maybe,
  },
  "split-bytes": {
    why: "The same bytes are the same lines.",
    right: inSpite,
  },
  "merged-lines": {
    why: "The same lines are the same reply, in one piece or in many.",
    right: inSpite,
  },
  "urc-middle": {
    why: "A module may print a URC at any time.",
    right: inSpite,
  },
  "urc-storm": {
    why: "However many.",
    right: inSpite,
  },
  "echo-appears": {
    why: "An echo that was off tells of a restart, so a mail may be given up before the order. From then on the result of the order counts.",
    right: maybe,
  },
  "lost-to-module": {
    why: "The module got something else than it was sent, and a mail that is not as asked must not go: settings and draft are read back, files have a checksum, a body its length and its echo. An order that the module does not understand is none.",
    right: { ...maybe, order: "sent or not-sent" },
  },
  "doubled-to-module": {
    why: "As with a lost byte.",
    right: { ...maybe, order: "sent or not-sent" },
  },
  "flipped-to-module": {
    why: "As with a lost byte. A body has no checksum, and a changed byte of it is the one thing that these modules give no way to see (docs/architecture.md).",
    right: { ...maybe, order: "sent or not-sent" },
    but: { "mail.data-of-qsmtpbody": "sent changed" },
  },
  "lost-to-host": {
    why: "The module has done it; what it said is in doubt. The order's result comes whole.",
    right: maybe,
  },
  "doubled-to-host": {
    why: "As with a lost byte.",
    right: maybe,
  },
  "flipped-to-host": {
    why: "As with a lost byte.",
    right: maybe,
  },
  "restart-told": {
    why: "Opening has time for it. Settings and draft are gone, so the mail may be given up; a mail on its way is gone as well, and only the module knows how far it was.",
    right: { ...maybe, order: "unknown", sending: "unknown" },
  },
  "restart-silent": {
    why: "As with one that is told. Where the restart shows before the order was carried out, not sent is known.",
    right: { ...maybe, order: "not-sent or unknown", sending: "unknown" },
  },
  "stuck-in-data": {
    why: "An escape gets the module out. Opening has time for it; an order that was swallowed as data had no effect, but nothing proves that.",
    right: { ...maybe, order: "not-sent or unknown" },
  },
  "port-closes": {
    why: "What is pending ends at once, as what it is; a result that has come before stays.",
    right: {
      opening: "fails CONNECTION_LOST",
      query: "not-sent CONNECTION_LOST",
      change: "not-sent CONNECTION_LOST",
      data: "not-sent CONNECTION_LOST",
      bytes: "not-sent CONNECTION_LOST",
      order: "unknown CONNECTION_LOST",
      sending: "unknown CONNECTION_LOST",
      cleanup: "sent",
      closing: "closes",
    },
    endsWithinMs: 50,
  },
  "port-comes-back": {
    why: "As with a port that stays away: who reconnects does so behind the call.",
    right: {
      opening: "fails CONNECTION_LOST",
      query: "not-sent CONNECTION_LOST",
      change: "not-sent CONNECTION_LOST",
      data: "not-sent CONNECTION_LOST",
      bytes: "not-sent CONNECTION_LOST",
      order: "unknown CONNECTION_LOST",
      sending: "unknown CONNECTION_LOST",
      cleanup: "sent",
      closing: "closes",
    },
    endsWithinMs: 50,
  },
  "flow-stalls-20s": {
    why: "Opening has 30 s. A mail may be given up after the time of the command; the order arrives 20 s late, when it may have been given up.",
    right: {
      ...maybe,
      opening: "opens or fails MODULE_NOT_RESPONDING",
      order: "sent or unknown",
    },
  },
  "flow-stalls": {
    why: "Nothing can be done but to end in time: opening, unless only an answer is missing that is nice to know, and a mail. A module that waits for data in vain says so first. Bytes that the port holds may arrive yet, so the order is open.",
    right: {
      opening: "opens or fails MODULE_NOT_RESPONDING",
      query: "not-sent TIMEOUT",
      change: "not-sent TIMEOUT",
      data: "not-sent TIMEOUT",
      bytes: "not-sent",
      order: "unknown",
      sending: "sent",
      cleanup: "sent",
      closing: "closes",
    },
  },
  "no-connect": {
    why: "Without CONNECT no byte goes out. The mail may be given up, or the step be done again.",
    right: { ...onlyBeforeData, data: "sent or not-sent" },
  },
  "data-ends-early": {
    why: "The module tells that it has less than it was to get.",
    right: { ...onlyInData, bytes: "sent or not-sent" },
  },
  "wrong-checksum": {
    why: "A file that is not as it was sent must not go; it may be sent to the module again.",
    right: { ...onlyFiles, bytes: "sent or not-sent" },
    but: { "mail.data-of-qsmtpbody": "n/a: a body has no checksum" },
  },
  "storage-full": {
    why: "What does not fit cannot go, and is named. The ledger is not the mail: it may be missing.",
    right: { ...onlyFiles, data: "not-sent STORAGE_FULL" },
    but: {
      [ledger]: "sent or not-sent STORAGE_FULL",
      "mail.qflds-ram": "not-sent STORAGE_FULL",
      "mail.qsmtpbody": "n/a: a body is no file",
    },
  },
  "drop-urc": {
    why: "The module took the order and never said what became of it.",
    right: { ...onlyOrder, order: "unknown RESULT_MISSING" },
  },
  "no-result": {
    why: "The result says more than an OK.",
    right: { ...onlyOrder, order: "sent" },
  },
  abort: {
    why: "Given up is given up until the order is out; then its result is awaited for as long as cleaning up may take.",
    right: {
      opening: "fails ABORTED",
      query: "not-sent ABORTED",
      change: "not-sent ABORTED",
      data: "not-sent ABORTED",
      bytes: "not-sent ABORTED",
      order: "sent",
      sending: "sent",
      cleanup: "sent",
      closing: "n/a: closing takes no signal",
    },
  },
  deadline: {
    why: "As with an abort.",
    right: {
      opening: "fails MODULE_NOT_RESPONDING",
      query: "not-sent TIMEOUT",
      change: "not-sent TIMEOUT",
      data: "not-sent TIMEOUT",
      bytes: "not-sent TIMEOUT",
      order: "sent",
      sending: "sent",
      cleanup: "sent",
      closing: "n/a: closing has one time limit, that of 10 s",
    },
  },
};

/** What is right for one step. */
export function expectationOf(
  fault: FaultName,
  step: { readonly name: string; readonly kind: StepKind },
): Expectation {
  const { right, but = {} } = expected[fault];
  const special = Object.entries(but).find(([start]) => step.name.startsWith(start));
  return special?.[1] ?? right[step.kind];
}
