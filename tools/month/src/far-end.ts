import { isDeepStrictEqual } from "node:util";
import type { Outcome } from "@qsmtp/client";
import { asAsked, type DeliveredMail } from "@qsmtp/fake-module";
import { type MonthMail, numberIn } from "./mails.ts";

/** A promise that was broken. */
export interface Violation {
  readonly mail: number | undefined;
  readonly what: string;
}

interface Account {
  deliveries: number;
  /** The last word on it, after all tries; `undefined`: none was told. */
  told: Outcome | undefined;
  /** What became of a mail that was told unknown, when that was found out later. */
  final: Outcome | undefined;
}

/**
 * Keeps the books of what servers really got and of what the caller was told, and holds the one
 * against the other.
 */
export class FarEnd {
  readonly #accounts = new Map<number, Account>();
  readonly #mailOf: (number: number) => MonthMail | undefined;
  readonly #usual: Parameters<typeof asAsked>[1];
  readonly #report: (violation: Violation) => void;

  constructor(
    mailOf: (number: number) => MonthMail | undefined,
    usual: Parameters<typeof asAsked>[1],
    report: (violation: Violation) => void,
  ) {
    this.#mailOf = mailOf;
    this.#usual = usual;
    this.#report = report;
  }

  /** A server got a mail. */
  delivered({ atMs: _atMs, ...mail }: DeliveredMail): void {
    const number = numberIn(mail.subject);
    const asked = number === undefined ? undefined : this.#mailOf(number);
    if (number === undefined || asked === undefined) {
      this.#report({ mail: number, what: "a server got a mail that nobody asked for" });
      return;
    }
    const account = this.#account(number);
    account.deliveries += 1;
    if (account.deliveries > 1) this.#report({ mail: number, what: "it was delivered twice" });
    const wanted = asAsked(asked.message, asked.server ?? this.#usual);
    const differs = (Object.keys(wanted) as (keyof typeof wanted)[]).filter(
      (part) => !isDeepStrictEqual(wanted[part], mail[part]),
    );
    if (differs.length > 0) {
      this.#report({ mail: number, what: `it arrived mutilated: ${differs.join(", ")}` });
    }
    if (account.told === "not-sent") this.#report({ mail: number, what: liedNotSent });
  }

  /** A mail is tried, perhaps again. */
  tried(number: number): void {
    const account = this.#account(number);
    if (account.told === "sent" || account.told === "unknown") {
      this.#report({ mail: number, what: `it was tried again after ${account.told}` });
    }
    account.told = undefined;
  }

  /** The caller was told what became of a try; that of the last try is what counts. */
  told(number: number, outcome: Outcome): void {
    const account = this.#account(number);
    account.told = outcome;
    if (outcome === "sent" && account.deliveries === 0) {
      this.#report({ mail: number, what: "told sent, and no server has it" });
    }
    if (outcome === "not-sent" && account.deliveries > 0) {
      this.#report({ mail: number, what: liedNotSent });
    }
  }

  /** What a `finalOutcome` came to. */
  finallyTold(number: number, outcome: Outcome): void {
    this.#account(number).final = outcome;
  }

  deliveries(number: number): number {
    return this.#accounts.get(number)?.deliveries ?? 0;
  }

  /** Holds everything against everything when nothing can happen any more. */
  close(numbers: Iterable<number>): void {
    for (const number of numbers) {
      const { told, final, deliveries } = this.#account(number);
      if (told === undefined)
        this.#report({ mail: number, what: "nobody was told anything of it" });
      if (final === "sent" && deliveries === 0) {
        this.#report({ mail: number, what: "finalOutcome told sent, and no server has it" });
      }
      if (final === "not-sent" && deliveries > 0) {
        this.#report({ mail: number, what: "finalOutcome told not-sent, and a server has it" });
      }
    }
  }

  #account(number: number): Account {
    let account = this.#accounts.get(number);
    if (account === undefined) {
      account = { deliveries: 0, told: undefined, final: undefined };
      this.#accounts.set(number, account);
    }
    return account;
  }
}

const liedNotSent = "told not-sent, and a server has it";
