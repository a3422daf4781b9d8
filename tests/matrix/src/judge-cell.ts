import { isDeepStrictEqual } from "node:util";
import { isQsmtpError } from "@qsmtp/client";
import { asAsked, message, type Settled, smtp, type TestMail } from "@qsmtp/fake-module";
import type { Cell } from "./cell.ts";
import { isRight, type Seen } from "./expectation.ts";
import { expectationOf, expected } from "./expected.ts";
import { type Bench, foreignFiles } from "./pipeline.ts";
import { secretsIn } from "./secrets.ts";

/** A timer of the client may be so late. */
const toleranceMs = 50;

interface Timing {
  readonly settled: Settled<unknown>;
  readonly tookMs: number;
  readonly limitMs: number;
  readonly sinceFaultMs: number;
}

/** Holds what the client said and left against what really happened, and against the table. */
export class Judge {
  readonly problems: string[] = [];
  readonly #cell: Cell;
  readonly #bench: Bench;
  readonly #expectedMails: TestMail[] = [];
  #told: Seen | undefined;
  #finalOutcome: Promise<string> | undefined;

  constructor(cell: Cell, bench: Bench) {
    this.#cell = cell;
    this.#bench = bench;
  }

  problem(text: string): void {
    if (!this.problems.includes(text)) this.problems.push(text);
  }

  /** Every call ends within its deadline, and where the table says so soon behind the fault. */
  time({ settled, tookMs, limitMs, sinceFaultMs }: Timing): void {
    const { endsWithinMs = Number.POSITIVE_INFINITY } = expected[this.#cell.fault];
    if (settled.how === "hangs") this.problem("the call never ends");
    else if (tookMs > limitMs + toleranceMs) {
      this.problem(
        `the call ended after ${Math.round(tookMs)} ms, its limit is ${Math.round(limitMs)}`,
      );
    }
    if (sinceFaultMs > endsWithinMs) {
      this.problem(
        `the call ended ${Math.round(sinceFaultMs)} ms after the fault, not within ${endsWithinMs}`,
      );
    }
  }

  /** An error is one of ours, says no secret, and nothing of a fault that passes is permanent. */
  errors(settled: Settled<unknown>): void {
    if (settled.how !== "rejected") return;
    const { error } = settled;
    if (!isQsmtpError(error)) this.problem(`an error that is not ours: ${String(error)}`);
    if ((error as { permanent?: boolean }).permanent === true) {
      this.problem("the error says that it is permanent, and it passes");
    }
    for (const found of secretsIn(error)) this.problem(`an error holds ${found}`);
  }

  /** What is left of ours is told: by the receipt as by the error. */
  rest(settled: Settled<unknown>): void {
    if (settled.how === "hangs") return;
    const told = (settled.how === "resolved" ? settled.value : settled.error) as {
      readonly leftBehind?: readonly string[];
      readonly draftLeftBehind?: boolean;
    };
    const { fake } = this.#bench;
    for (const name of this.#ours()) {
      if (!told.leftBehind?.includes(name)) this.problem(`left behind and not told: ${name}`);
    }
    if (fake.mail.draft.recipients.length > 0 && told.draftLeftBehind !== true) {
      this.problem("the draft is left behind and not told");
    }
  }

  /** A client that reconnects is there to stay. */
  alive(isClosed: boolean): void {
    if (isClosed && this.#cell.variant.recovery === "on") {
      this.problem("the module has ended, though it should come back by itself");
    }
  }

  /** @returns `sent`, or `sent changed` */
  async mail(settled: Settled<unknown>, mail: TestMail): Promise<string> {
    if (settled.how === "rejected") {
      const { outcome, finalOutcome } = settled.error as {
        readonly outcome?: string;
        readonly finalOutcome?: Promise<string>;
      };
      this.#told = { ending: outcome ?? "", code: undefined };
      this.#finalOutcome = finalOutcome;
      return outcome ?? "";
    }
    this.#told = { ending: "sent", code: undefined };
    const wanted = asAsked(mail, smtp);
    const { fault } = this.#cell;
    const right = expectationOf(fault, this.#cell.step);
    const changed = this.#delivered().find((one) => one.subject === wanted.subject);
    if (right !== "sent changed" || changed === undefined) return "sent";
    const { text: _text, ...rest } = changed;
    const { text: _wanted, ...rightRest } = wanted;
    const onlyText = isDeepStrictEqual(rest, rightRest) && changed.text !== wanted.text;
    return onlyText ? "sent changed" : "sent";
  }

  /** This mail must be at the server, once. */
  next(mail: TestMail): void {
    this.#expectedMails.push(mail);
  }

  noTimer(when: string): void {
    const { pending } = this.#bench.timers;
    if (pending > 0) this.problem(`${pending} timers are left ${when}`);
  }

  /** When nothing can happen any more. */
  async end(seen: Seen): Promise<void> {
    const { fault, step } = this.#cell;
    const right = expectationOf(fault, step);
    if (!isRight(right, seen)) {
      const code = seen.code === undefined ? "" : ` ${seen.code}`;
      this.problem(`ended ${seen.ending}${code}, right is ${right}`);
    }
    await this.#truth(seen);
    this.#module();
    for (const found of secretsIn(this.#bench.trace)) this.problem(`the trace holds ${found}`);
  }

  /** What the server has is what was told. */
  async #truth(seen: Seen): Promise<void> {
    const rest = this.#delivered();
    for (const mail of this.#expectedMails) {
      const at = rest.findIndex((one) => isDeepStrictEqual(one, asAsked(mail, smtp)));
      if (at < 0)
        this.problem(`the mail "${mail.subject}" is not at the server as it was asked for`);
      else rest.splice(at, 1);
    }
    if (this.#told === undefined) {
      if (rest.length > 0) this.problem(`${rest.length} mails at the server that nobody sent`);
      return;
    }
    const { ending } = this.#told;
    const asked = rest.every((one) => isDeepStrictEqual(one, asAsked(message, smtp)));
    if (rest.length > 1) this.problem(`the mail is at the server ${rest.length} times`);
    if (!asked && seen.ending !== "sent changed")
      this.problem("the server has another mail than was asked for");
    if (ending === "sent" && rest.length === 0) this.problem("told sent, and not at the server");
    if (ending === "not-sent" && rest.length > 0) this.problem("told not-sent, and at the server");
    if (this.#finalOutcome === undefined) return;
    const { clock } = this.#bench;
    const final = await clock.runUntil(this.#finalOutcome, 1);
    if (final.how !== "resolved") this.problem("finalOutcome does not settle");
    else if (final.value !== "unknown" && (final.value === "sent") !== (rest.length === 1)) {
      this.problem(`finalOutcome says ${final.value}, and the server has ${rest.length}`);
    }
  }

  /** Nothing of ours is left, and nothing of others is missing. */
  #module(): void {
    const { fake } = this.#bench;
    for (const name of this.#ours()) this.problem(`still on the module: ${name}`);
    if (fake.mail.draft.recipients.length > 0 || fake.mail.draft.attachments.size > 0) {
      this.problem("the draft is still on the module");
    }
    for (const [name, bytes] of Object.entries(foreignFiles)) {
      if (name.startsWith("RAM:") && fake.restarts > 0) continue;
      if (fake.files.stored.get(name) !== bytes) this.problem(`a file of others is gone: ${name}`);
    }
  }

  #ours(): string[] {
    return this.#bench.fake.files.names.filter((name) => !(name in foreignFiles));
  }

  #delivered() {
    return this.#bench.fake.mail.delivered.map(({ atMs: _atMs, ...mail }) => mail);
  }
}
