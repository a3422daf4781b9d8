import type { Outcome, SendOptions } from "@qsmtp/client";
import { isQsmtpError, type ModuleOptions, openModule, type QsmtpModule } from "@qsmtp/client";
import type { VirtualClock } from "@qsmtp/fake-module";
import type { Transport } from "@qsmtp/transport";
import { Calls } from "./calls.ts";
import type { MonthMail } from "./mails.ts";
import { secrets, usualServer } from "./mails.ts";
import { MortalClock, MortalTransport } from "./mortal.ts";
import type { Entry, Queue } from "./queue.ts";
import { SeededRandom } from "./seeded-random.ts";
import { perhapsStreamed } from "./streamed.ts";

/** What a process finds when it starts, and whom it tells. */
export interface ProcessHost {
  readonly seed: number;
  readonly clock: VirtualClock;
  readonly transport: Transport;
  readonly queue: Queue;
  readonly power: () => Promise<void>;
  mail(number: number): MonthMail;
  /** How this try is made, and what goes wrong with it. */
  beginTry(entry: Entry, process: HostProcess): SendOptions;
  /** It was found out what became of a mail that an earlier process ordered. */
  endEarlier(entry: Entry, outcome: Outcome): void;
  /** A try has ended. */
  endTry(entry: Entry, outcome: Outcome, error: unknown): void;
  finallyTold(number: number, outcome: Outcome): void;
  log(source: string, text: string): void;
  violation(mail: number | undefined, what: string): void;
  /** Whether the process can use the module now. */
  usable(isUsable: boolean): void;
  /** A module was closed: nothing may hold it. */
  closed(module: object): void;
  count(what: string): void;
}

const openTimeoutMs = 60_000;
const closeLimitMs = 10_000;
const usualTimeoutMs = 600_000;
const cleanupMs = 15_000;
const sendsAtOnce = 3;
/** An order's result comes within eleven minutes, or not at all; and a minute to get a turn. */
const finalLimitMs = 720_000;

/** One life of the program on the host: opens the module and works off the queue, until it dies. */
export class HostProcess {
  readonly timers: MortalClock;
  readonly #host: ProcessHost;
  readonly #port: MortalTransport;
  readonly #calls: Calls;
  readonly #random: SeededRandom;
  readonly #options: ModuleOptions;
  readonly #running: Promise<void>;
  #module: QsmtpModule | undefined;
  #isDead = false;
  #isClosing = false;
  #inFlight = 0;
  #awake: () => void = () => {};

  constructor(host: ProcessHost, number: number) {
    this.#host = host;
    this.#random = new SeededRandom(host.seed, "process", number);
    this.timers = new MortalClock(host.clock);
    this.#port = new MortalTransport(host.transport);
    this.#calls = new Calls(
      () => host.clock.now(),
      (mail, what) => host.violation(mail, what),
    );
    this.#options = this.#chooseOptions();
    this.#running = this.#run().catch((error: unknown) => {
      host.violation(undefined, `the harness failed: ${String((error as Error).stack ?? error)}`);
    });
  }

  get isOpen(): boolean {
    return this.#module !== undefined;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** There is something new to do. */
  wake(): void {
    this.#awake();
  }

  /** Reports calls that should have ended. */
  look(): void {
    if (!this.#isDead) this.#calls.look();
  }

  /** All of it is gone, in the middle of whatever it did. */
  crash(): void {
    this.#isDead = true;
    this.timers.die();
    this.#port.die();
    this.#host.usable(false);
  }

  /** Ends as a well-behaved program does. */
  async close(): Promise<void> {
    this.#isClosing = true;
    const module = this.#module;
    if (module !== undefined) await this.#closeModule(module);
    this.wake();
    await this.#running;
  }

  /** What is left of it that should not be, once it has been closed. */
  remains(): string[] {
    const { pending } = this.timers;
    return [
      ...(pending > 0 ? [`${pending} timers`] : []),
      ...(this.#calls.open > 0 ? [`${this.#calls.open} calls that have not ended`] : []),
    ];
  }

  #chooseOptions(): ModuleOptions {
    const random = this.#random;
    const host = this.#host;
    const hasPower = random.chance(0.6);
    const power = async (): Promise<void> => {
      if (this.#isDead) return;
      const how = random.next();
      if (how < 0.1) throw new Error("the relay does not answer");
      if (how < 0.15) await new Promise(() => {});
      await host.power();
    };
    return {
      clock: this.timers,
      smtp: usualServer,
      openTimeoutMs,
      reconnect: random.chance(0.8),
      retry: random.chance(0.8) ? true : random.pick([false, { maxRetries: 5 }]),
      ...(hasPower ? { power } : {}),
      ...(random.chance(0.3) ? { pdp: { apn: "internet" } } : {}),
      ...(random.chance(0.2) ? { acknowledgedUploads: false } : {}),
      onTrace: ({ direction, text }) => {
        if (this.#isDead) return;
        this.#host.log(direction === "sent" ? ">" : direction === "received" ? "<" : "-", text);
        this.#checkSecrets(text, "the trace");
      },
    };
  }

  async #run(): Promise<void> {
    while (!this.#isClosing) {
      const module = await this.#open();
      if (module === undefined) continue;
      await this.#serve(module);
      if (this.#isClosing) return;
      await this.#closeModule(module);
      await this.#pause(this.#random.spread(500, 20_000));
    }
  }

  async #open(): Promise<QsmtpModule | undefined> {
    const host = this.#host;
    try {
      const opening = openModule(this.#port, this.#options);
      const module = await this.#calls.watch("openModule", openTimeoutMs, opening);
      if (this.#isClosing) {
        await this.#closeModule(module);
        return undefined;
      }
      host.log("host", "the module is open");
      host.count("opened");
      module.onRecovery(({ type, reason, ...more }) => {
        const step = "step" in more ? more.step : "";
        host.log("recovery", `${type} ${step} (${reason})`);
        if (type === "step") host.count(`recovery: ${step}`);
        else host.count(`recovery ${type}`);
        if (type === "recovered") host.usable(true);
        else host.usable(false);
      });
      this.#module = module;
      host.usable(true);
      return module;
    } catch (error) {
      this.#checkError(error, undefined, "openModule");
      host.log("host", `the module could not be opened: ${codeOf(error)}`);
      host.count("openings failed");
      if (!this.#isClosing) await this.#pause(this.#random.spread(2000, 60_000));
      return undefined;
    }
  }

  async #serve(module: QsmtpModule): Promise<void> {
    let isClosed = false;
    void module.closed.then(() => {
      isClosed = true;
      this.wake();
    });
    const isOver = (): boolean => this.#isClosing || isClosed;
    const earlier = this.#awaitEarlier(module);
    // Mails that come later wait for it, whether the program does or not.
    if (this.#random.chance(0.5)) await earlier;
    while (!isOver() || this.#inFlight > 0) {
      const isFree = !isOver() && this.#inFlight < sendsAtOnce;
      const entry = isFree ? this.#host.queue.next(this.#host.clock.now()) : undefined;
      if (entry === undefined) await this.#untilAwake();
      else void this.#send(module, entry);
    }
  }

  /** A process before this one may not have lived to see what became of its mail. */
  async #awaitEarlier(module: QsmtpModule): Promise<void> {
    const host = this.#host;
    const ordered = host.queue.entries.filter(({ state }) => state === "ordered");
    for (const entry of ordered) {
      const { number, orderedAt, sendSeconds } = entry;
      const waiting = module.mail.awaitEarlierOrder({ orderedAt, sendSeconds });
      try {
        const call = "awaitEarlierOrder";
        host.endEarlier(entry, await this.#calls.watch(call, finalLimitMs, waiting, number));
      } catch (error) {
        // The next opening asks again.
        this.#checkError(error, number, "awaitEarlierOrder");
        host.log("host", `mail ${number} was not waited for: ${codeOf(error)}`);
      }
    }
  }

  async #closeModule(module: QsmtpModule): Promise<void> {
    this.#module = undefined;
    this.#host.usable(false);
    await this.#calls.watch("close", closeLimitMs, module.close());
    this.#host.log("host", "the module is closed");
    this.#host.count("closed");
    this.#host.closed(module);
  }

  async #send(module: QsmtpModule, entry: Entry): Promise<void> {
    const host = this.#host;
    const { number } = entry;
    this.#inFlight += 1;
    entry.state = "tried";
    entry.tries += 1;
    const options = host.beginTry(entry, this);
    const { message, server } = host.mail(number);
    let outcome: Outcome = "sent";
    let failure: unknown;
    try {
      const random = new SeededRandom(host.seed, "stream", number, entry.tries);
      const given = perhapsStreamed(message, random, (durationMs) => this.#pause(durationMs));
      const sending = module.mail.send(given, {
        ...options,
        ...(server === undefined ? {} : { smtp: server }),
      });
      const limitMs = (options.timeoutMs ?? usualTimeoutMs) + cleanupMs;
      const receipt = await this.#calls.watch("mail.send", limitMs, sending, number);
      for (const warning of receipt.warnings) this.#checkSecrets(warning.message, "a warning");
    } catch (error) {
      failure = error;
      outcome = this.#outcomeOf(error, number);
    }
    this.#inFlight -= 1;
    host.endTry(entry, outcome, failure);
    this.wake();
  }

  #outcomeOf(error: unknown, number: number): Outcome {
    this.#checkError(error, number, "mail.send");
    const { outcome, finalOutcome } = error as {
      readonly outcome?: Outcome;
      readonly finalOutcome?: Promise<Outcome>;
    };
    if (outcome === undefined || finalOutcome === undefined) {
      this.#host.violation(number, "mail.send ended with an error that has no outcome");
      return "unknown";
    }
    if (outcome === "unknown") {
      const final = this.#calls.watch("finalOutcome", finalLimitMs, finalOutcome, number);
      void final.then((told) => this.#host.finallyTold(number, told));
    }
    return outcome;
  }

  #checkError(error: unknown, number: number | undefined, call: string): void {
    if (!isQsmtpError(error)) {
      const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.#host.violation(number, `${call} failed with an error that is none of ours: ${what}`);
    } else if (error.code === "INTERNAL_ERROR") {
      this.#host.violation(number, `${call} failed with INTERNAL_ERROR: ${error.problem}`);
    }
    for (let at = error; at instanceof Error; at = at.cause) {
      this.#checkSecrets(`${at.message} ${at.stack ?? ""}`, "an error");
    }
  }

  #checkSecrets(text: string, where: string): void {
    if (!secrets.some((secret) => text.includes(secret))) return;
    this.#host.violation(undefined, `${where} holds a secret or a text: ${text.slice(0, 60)}`);
  }

  #untilAwake(): Promise<void> {
    return new Promise((resolve) => {
      this.#awake = resolve;
    });
  }

  /** Of the program, not of the client: it is not among the timers that must be gone. */
  #pause(durationMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.#host.clock.setTimeout(() => {
        if (!this.#isDead) resolve();
      }, durationMs);
    });
  }
}

export function codeOf(error: unknown): string {
  return isQsmtpError(error) ? error.code : String(error);
}
