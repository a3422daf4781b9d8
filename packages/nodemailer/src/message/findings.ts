import type { MessageProblem } from "@qsmtp/client";
import type { MailNotice } from "../sent-message-info.ts";

/** What was found while a message was read. */
export class Findings {
  readonly problems: MessageProblem[] = [];
  readonly dropped: string[] = [];
  readonly notices: MailNotice[] = [];
  readonly #drop: ReadonlySet<string>;

  /** `drop`: names in small letters of what the caller wants left out. */
  constructor(drop: ReadonlySet<string>) {
    this.#drop = drop;
  }

  isDropped(name: string): boolean {
    return this.#drop.has(name.toLowerCase());
  }

  problem(path: string, code: MessageProblem["code"], message: string): void {
    this.problems.push({ path, code, message });
  }

  /** The module carries no such thing, and nothing can be done about it. */
  refuse(path: string, why: string): void {
    this.problem(path, "UNSUPPORTED", `cannot be carried: ${why}`);
  }

  /** The module carries no such thing: left out where the caller said so under one of the names. */
  leaveOut(path: string, why: string, names: readonly [string, ...string[]]): void {
    if (names.some((name) => this.isDropped(name))) {
      this.dropped.push(path);
      return;
    }
    const [name] = names;
    this.refuse(path, `${why}; drop: [${JSON.stringify(name)}] of the transport sends without it`);
  }
}
