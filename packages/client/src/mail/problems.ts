import { MessageError, type MessageProblem } from "../errors/message-error.ts";
import { reasonOf } from "../errors/reason-of.ts";

/** Why a stream cannot be read; with a cause where it threw when it was looked at. */
export interface UnreadableSource {
  readonly problem: string;
  readonly cause?: unknown;
}

/** What is wrong with one message, as it is found. */
export class Problems {
  readonly #found: MessageProblem[] = [];
  #cause: unknown;

  /** How many there are. */
  get count(): number {
    return this.#found.length;
  }

  /** Whether there is one of this kind. */
  has(code: MessageProblem["code"]): boolean {
    return this.#found.some((problem) => problem.code === code);
  }

  /** Whether something is wrong with a part of the message: `to` is with `to[2].name` too. */
  isAt(part: string): boolean {
    const within = new Set([undefined, ".", "["]);
    return this.#found.some(({ path }) => path.startsWith(part) && within.has(path[part.length]));
  }

  add(
    path: string,
    code: MessageProblem["code"],
    message: string,
    numbers: Pick<MessageProblem, "limit" | "actual" | "position"> = {},
  ): void {
    this.#found.push({ path, code, message, ...numbers });
  }

  /** A value that cannot be read at all: a getter or a proxy that throws, memory that is gone. */
  addUnreadable(path: string, cause: unknown): void {
    this.#cause ??= cause;
    this.add(path, "UNREADABLE", `cannot be read: ${reasonOf(cause)}`);
  }

  /** A stream that cannot be read. */
  addUnreadableSource(path: string, { problem, cause }: UnreadableSource): void {
    this.#cause ??= cause;
    this.add(path, "UNREADABLE", problem);
  }

  /** Every problem in one error; the first error of the caller's own is its cause. */
  error(): MessageError {
    return new MessageError(this.#found, { cause: this.#cause });
  }
}
