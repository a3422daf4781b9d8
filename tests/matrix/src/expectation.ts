/** Codes of errors on which the table insists. */
type Code =
  | "ABORTED"
  | "CONNECTION_LOST"
  | "MODULE_NOT_RESPONDING"
  | "RESULT_MISSING"
  | "STORAGE_FULL"
  | "TIMEOUT";

/** How a call ends: opening `opens` or `fails`, a mail has its outcome, closing `closes`. */
export type Ending =
  | "opens"
  | "closes"
  | "sent"
  /** The server has the mail with another text: the one fault that these modules give no way to see. */
  | "sent changed"
  | `${"fails" | "not-sent" | "unknown"}${"" | ` ${Code}`}`;

/** What is right in a cell, or why there is nothing to be right. */
export type Expectation = Ending | `${Ending} or ${Ending}` | `n/a: ${string}`;

/** The reason why a fault cannot happen at a step; `undefined` where it can. */
export function notApplicable(expectation: Expectation): string | undefined {
  return expectation.startsWith("n/a: ") ? expectation.slice("n/a: ".length) : undefined;
}

/** How a call ended, and with which code if that was an error. */
export interface Seen {
  readonly ending: string;
  readonly code: string | undefined;
}

/** Whether an ending that was seen is one that is right. */
export function isRight(expectation: Expectation, { ending, code }: Seen): boolean {
  return expectation
    .split(" or ")
    .some((right) => right === ending || right === `${ending} ${code}`);
}
