import type { QsmtpModule } from "@qsmtp/client";
import { message, note, type Settled, type TestMail } from "@qsmtp/fake-module";
import type { Cell } from "./cell.ts";
import { effects } from "./effects.ts";
import type { Seen } from "./expectation.ts";
import { Judge } from "./judge-cell.ts";
import { type Bench, limits, makeBench, open } from "./pipeline.ts";

/** What became of a cell. */
export interface CellResult {
  readonly cell: string;
  readonly ending: string;
  readonly code: string | undefined;
  /** Virtual time from the call to its end, in milliseconds. */
  readonly settledMs: number;
  /** What is not as it must be; empty where all is right. */
  readonly problems: readonly string[];
}

/** A mail whose result was never told keeps the next one waiting for eleven minutes. */
const nextMailMs = 900_000;
/** Long enough for everything that was late to come. */
const afterwardsMs = 900_000;
/** Of a call that does not end nobody waits for the end. */
const patienceMs = 3_600_000;

/** Runs a step into a fault, then does what a program would do next, and looks at everything. */
export async function runCell(
  cell: Cell,
  bench: Bench = makeBench(cell.variant),
): Promise<CellResult> {
  const run = new Run(cell, bench, new Judge(cell, bench));
  return await run.run();
}

class Run {
  readonly #cell: Cell;
  readonly #bench: Bench;
  readonly #judge: Judge;
  #faultMs: number | undefined;

  constructor(cell: Cell, bench: Bench, judge: Judge) {
    this.#cell = cell;
    this.#bench = bench;
    this.#judge = judge;
  }

  async run(): Promise<CellResult> {
    const { step } = this.#cell;
    switch (step.phase) {
      case "opening":
        return await this.#opening();
      case "mail":
        return await this.#mail();
      case "closing":
        return await this.#closing();
    }
  }

  async #opening(): Promise<CellResult> {
    const { step, fault } = this.#cell;
    const signal = this.#arm();
    const openTimeoutMs = fault === "deadline" ? step.atMs + 1 : limits.openTimeoutMs;
    const opened = await this.#end(open(this.#bench, { signal, openTimeoutMs }), openTimeoutMs);
    this.#judge.errors(opened);
    const seen = seenOf(opened, "opens", () => "fails");
    this.#lift();
    const host = opened.how === "resolved" ? opened.value : await this.#openAnew();
    if (host !== undefined) await this.#nextMail(host, message);
    return await this.#finish(host, opened, seen);
  }

  async #mail(): Promise<CellResult> {
    const { step, fault } = this.#cell;
    const host = await this.#openAnew();
    if (host === undefined) throw new Error("the module cannot be opened without a fault");
    const signal = this.#arm();
    const timeoutMs = fault === "deadline" ? step.atMs + 1 : limits.sendTimeoutMs;
    const { cleanupTimeoutMs } = limits;
    const sending = host.mail.send(message, { signal, timeoutMs, cleanupTimeoutMs });
    const result = await this.#end(sending, timeoutMs + cleanupTimeoutMs);
    this.#judge.errors(result);
    this.#judge.rest(result);
    this.#lift();
    const isClosed = (await Promise.race([host.closed, undefined])) !== undefined;
    this.#judge.alive(isClosed);
    const alive = isClosed ? await this.#closeAndOpen(host) : host;
    if (alive !== undefined) await this.#nextMail(alive, note);
    const outcome = await this.#judge.mail(result, message);
    return await this.#finish(
      alive,
      result,
      seenOf(result, outcome, (error) => error.outcome),
    );
  }

  async #closing(): Promise<CellResult> {
    const host = await this.#openAnew();
    if (host === undefined) throw new Error("the module cannot be opened without a fault");
    await this.#nextMail(host, message);
    this.#arm();
    const closed = await this.#end(host.close(), limits.closeMs);
    this.#judge.errors(closed);
    this.#judge.noTimer("after closing");
    this.#lift();
    const again = await this.#openAnew();
    if (again !== undefined) await this.#nextMail(again, note);
    return await this.#finish(
      again,
      closed,
      seenOf(closed, "closes", () => "fails"),
    );
  }

  /** Makes the fault happen in the call that begins now. */
  #arm(): AbortSignal {
    const { fault, step } = this.#cell;
    const { fake, clock } = this.#bench;
    const controller = new AbortController();
    effects[fault]({
      fake,
      clock,
      step,
      before: fake.executed.length,
      abort: () => controller.abort(new Error("given up")),
      happened: () => {
        this.#faultMs ??= clock.now();
      },
    });
    return controller.signal;
  }

  /** Waits for the end of the call, and holds it to its limits. */
  async #end<T>(call: Promise<T>, limitMs: number): Promise<Timed<T>> {
    const { clock } = this.#bench;
    const startedMs = clock.now();
    call.catch(() => undefined);
    const settled = await clock.runUntil(call, patienceMs);
    const tookMs = settled.atMs - startedMs;
    if (this.#faultMs === undefined) this.#judge.problem("the fault has not happened");
    const sinceFaultMs = settled.atMs - (this.#faultMs ?? settled.atMs);
    this.#judge.time({ settled, tookMs, limitMs, sinceFaultMs });
    return { ...settled, tookMs };
  }

  /** What lasted is over: the port is back, bytes pass, the module does as usual. */
  #lift(): void {
    const { wire, rules } = this.#bench.fake;
    rules.clear();
    wire.toHost = undefined;
    wire.toModule = undefined;
    wire.onWrite = undefined;
    wire.splitToHost = false;
    wire.openFails = undefined;
    wire.resume();
  }

  /** Opens as a program does: again, while the module still works on what it is late with. */
  async #openAnew(): Promise<QsmtpModule | undefined> {
    for (let tries = this.#cell.fault === "too-late-reply" ? 2 : 1; ; tries--) {
      const opened = await this.#bench.clock.runUntil(quiet(open(this.#bench)), patienceMs);
      this.#judge.errors(opened);
      if (opened.how === "resolved") return opened.value;
      if (tries > 1 && codeOf(opened) === "MODULE_NOT_RESPONDING") continue;
      this.#judge.problem(`the module cannot be opened afterwards: ${textOf(opened)}`);
      return undefined;
    }
  }

  async #closeAndOpen(host: QsmtpModule): Promise<QsmtpModule | undefined> {
    await this.#close(host);
    this.#judge.noTimer("after closing the lost module");
    return await this.#openAnew();
  }

  async #close(host: QsmtpModule): Promise<void> {
    const { clock } = this.#bench;
    const startedMs = clock.now();
    const closed = await clock.runUntil(quiet(host.close()), patienceMs);
    const tookMs = closed.atMs - startedMs;
    this.#judge.time({ settled: closed, tookMs, limitMs: limits.closeMs, sinceFaultMs: 0 });
  }

  /** The next mail goes out, at once and whole. */
  async #nextMail(host: QsmtpModule, mail: TestMail): Promise<void> {
    const sending = quiet(host.mail.send(mail, { timeoutMs: nextMailMs }));
    const result = await this.#bench.clock.runUntil(sending, patienceMs);
    this.#judge.errors(result);
    if (result.how !== "resolved") {
      this.#judge.problem(`the next mail does not go out: ${textOf(result)}`);
    }
    this.#judge.next(mail);
  }

  async #finish(
    host: QsmtpModule | undefined,
    call: Timed<unknown>,
    seen: Seen,
  ): Promise<CellResult> {
    if (host !== undefined) await this.#close(host);
    this.#judge.noTimer("at the end");
    await this.#bench.clock.advance(afterwardsMs);
    await this.#judge.end(seen);
    const { name } = this.#cell;
    return { cell: name, ...seen, settledMs: call.tookMs, problems: this.#judge.problems };
  }
}

type Timed<T> = Settled<T> & { readonly tookMs: number };

function seenOf(
  settled: Settled<unknown>,
  good: string,
  bad: (error: { outcome?: string }) => string | undefined,
): Seen {
  if (settled.how === "resolved") return { ending: good, code: undefined };
  if (settled.how === "hangs") return { ending: "hangs", code: undefined };
  const error = settled.error as { code?: string; outcome?: string };
  return { ending: bad(error) ?? "without outcome", code: error.code };
}

function codeOf(settled: Settled<unknown>): string | undefined {
  return settled.how === "rejected" ? (settled.error as { code?: string }).code : undefined;
}

function textOf(settled: Settled<unknown>): string {
  if (settled.how !== "rejected") return settled.how;
  return `${codeOf(settled) ?? "no code"}: ${(settled.error as Error).message}`;
}

function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
