import type { Outcome, SendOptions } from "@qsmtp/client";
import { FakeModule, VirtualClock } from "@qsmtp/fake-module";
import { putForeignFiles, remainsOn } from "./clean.ts";
import { EventLog } from "./event-log.ts";
import { FarEnd } from "./far-end.ts";
import { HeapLooks } from "./heap.ts";
import { LineFaults } from "./line-faults.ts";
import { arrivalsOf, type MonthMail, mailOf, usualServer } from "./mails.ts";
import { type MishapKind, mishapKinds, mishapOf } from "./mishap-kinds.ts";
import { arrange, type ChangedOptions } from "./mishaps.ts";
import type { FoundViolation, MonthOptions, MonthResult } from "./month-result.ts";
import { Outages } from "./outages.ts";
import { codeOf, HostProcess, type ProcessHost } from "./process.ts";
import { type Entry, Queue } from "./queue.ts";
import { SeededRandom } from "./seeded-random.ts";
import { dropContext, Spells } from "./spells.ts";
import {
  type Calm,
  dayMs,
  hourMs,
  isWithin,
  minuteMs,
  weatherKinds,
  weatherOf,
} from "./weather.ts";

/** From these on a month is a whole one. */
const wholeMails = 10_000;
const wholeDays = 30;
/** The part of all mails that must go out. */
const leastSent = 0.9;
const mostViolations = 20;
/** A healthy module is given so long to be found healthy. */
const recoveryMs = 40 * minuteMs;
const inspectionMs = 15 * minuteMs;
const mostTries = 12;
const firstRetryMs = minuteMs;
const longestRetryMs = 30 * minuteMs;
const epochMs = Date.UTC(2026, 10, 1);

/** Runs one month on virtual time. */
export async function runMonth(options: MonthOptions): Promise<MonthResult> {
  const startedMs = performance.now();
  const { random } = Math;
  const { now } = Date;
  const world = new Month(options);
  const jitter = new SeededRandom(options.seed, "jitter");
  // The client's own chance and the host's clock are part of the month.
  Math.random = () => jitter.next();
  Date.now = () => Math.floor(epochMs + world.clock.now());
  const onRejection = (error: unknown): void => {
    world.violation(undefined, `a rejection that nobody handles: ${String(error)}`);
  };
  process.on("unhandledRejection", onRejection);
  try {
    const result = await world.run();
    return { ...result, wallMs: performance.now() - startedMs };
  } finally {
    process.off("unhandledRejection", onRejection);
    Math.random = random;
    Date.now = now;
  }
}

class Month implements ProcessHost {
  readonly clock = new VirtualClock();
  readonly seed: number;
  readonly queue = new Queue();
  readonly #options: MonthOptions;
  readonly #durationMs: number;
  readonly #log: EventLog;
  readonly #module: FakeModule;
  readonly #line: LineFaults;
  readonly #spells: Spells;
  readonly #farEnd: FarEnd;
  readonly #calms: readonly Calm[];
  readonly #counts = new Map<string, number>();
  readonly #violations: FoundViolation[] = [];
  readonly #numbers: number[] = [];
  readonly #heap = new HeapLooks();
  readonly #outages = new Outages();
  #process: HostProcess | undefined;
  #processes = 0;
  #done = 0;
  #isOver = false;

  constructor(options: MonthOptions) {
    const { seed, mails, days, damagesBodies = false, takesWhileSending = false, onLine } = options;
    this.#options = options;
    this.seed = seed;
    this.#durationMs = days * dayMs;
    this.#log = new EventLog(() => this.clock.now(), onLine);
    this.#module = new FakeModule(this.clock, {
      controlLines: seed % 2 === 0,
      whileBusy: seed % 3 === 0 ? "drop" : "queue",
      blockBytes: seed % 5 === 0 ? 512 : 1,
    });
    this.#module.network.newMessagesAtStart = seed % 4 === 0 ? "2,2,2,1,0" : "2,1,0,0,0";
    this.#module.network.newMessages = this.#module.network.newMessagesAtStart;
    putForeignFiles(this.#module);
    this.#module.mail.refusesWhileSending = !takesWhileSending;
    this.#line = new LineFaults(this.#module, damagesBodies, (text) => this.log("line", text));
    this.#spells = new Spells({
      seed,
      module: this.#module,
      line: this.#line,
      crash: (downMs) => this.#crash(downMs),
      closeFor: (downMs) => void this.#closeFor(downMs),
      violation: (mail, what) => this.violation(mail, what),
    });
    const last = mails + Math.ceil(days) + 1;
    this.#farEnd = new FarEnd(
      (number) => (number >= 0 && number <= last ? this.mail(number) : undefined),
      usualServer,
      ({ mail, what }) => this.violation(mail, what),
    );
    this.#calms = calmsOf(this.#durationMs);
  }

  get transport(): FakeModule["transport"] {
    return this.#module.transport;
  }

  readonly power = (): Promise<void> => {
    this.count("power cut by the hook");
    this.#module.powerCycle();
    this.#spells.unplug(2000);
    return new Promise((resolve) => this.clock.setTimeout(resolve, 1500));
  };

  async run(): Promise<Omit<MonthResult, "wallMs">> {
    void this.#story().catch((error: unknown) => {
      const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.violation(undefined, `the harness failed: ${what}`);
      this.#isOver = true;
    });
    await this.clock.drive(() => {
      this.#takeDeliveries();
      return !this.#isOver;
    });
    if (!this.#isOver) this.violation(undefined, "nothing is left to happen, and it is not over");
    return this.#result();
  }

  mail(number: number): MonthMail {
    return mailOf(this.seed, number);
  }

  beginTry(entry: Entry, process: HostProcess): SendOptions {
    const { number, tries } = entry;
    this.#farEnd.tried(number);
    const random = new SeededRandom(this.seed, "try", number, tries);
    const mishap = this.#isCalm() ? undefined : mishapOf(random);
    const planned = mishap === undefined ? undefined : this.#arrange(mishap, process, random);
    this.log("queue", `mail ${number}, try ${tries}${mishap === undefined ? "" : `: ${mishap}`}`);
    const sendSeconds = random.chance(0.1) ? 60 : 300;
    const before = planned?.beforeOrder;
    return {
      sendSeconds,
      ...planned,
      beforeOrder: async (info) => {
        if (process.isDead) return new Promise(() => {});
        await before?.(info);
        // What is on disk outlives the process.
        entry.state = "ordered";
        entry.orderedAt = info.orderedAt;
        entry.sendSeconds = info.sendSeconds;
        this.log("journal", `mail ${number} is being ordered`);
      },
    };
  }

  endTry(entry: Entry, outcome: Outcome, error: unknown): void {
    const { number } = entry;
    const reason = error === undefined ? "" : ` (${codeOf(error)})`;
    this.log("queue", `mail ${number}: ${outcome}${reason}`);
    this.#farEnd.told(number, outcome);
    if (outcome === "sent") this.usable(true);
    const isRetryable = (error as { retryable?: boolean } | undefined)?.retryable === true;
    if (outcome === "not-sent" && isRetryable && entry.tries < mostTries) this.#retry(entry);
    else this.#end(entry, outcome);
    if (outcome !== "sent") this.count(`${outcome}: ${codeOf(error)}`);
    if (this.#process?.inFlight === 0) this.#forgetPlans();
  }

  endEarlier(entry: Entry, outcome: Outcome): void {
    this.log("queue", `mail ${entry.number}, ordered before the crash: ${outcome}`);
    this.count(`ordered before a crash: ${outcome}`);
    this.#farEnd.told(entry.number, outcome);
    if (outcome === "not-sent" && entry.tries < mostTries) this.#retry(entry);
    else this.#end(entry, outcome);
  }

  finallyTold(number: number, outcome: Outcome): void {
    this.log("queue", `mail ${number}: finally ${outcome}`);
    this.count(`unknown, finally ${outcome}`);
    this.#farEnd.finallyTold(number, outcome);
  }

  log(source: string, text: string): void {
    this.#log.add(source, text);
  }

  violation(mail: number | undefined, what: string): void {
    const before = this.#log.tail();
    this.log("VIOLATION", `mail ${mail}: ${what}`);
    const day = `${(this.clock.now() / dayMs).toFixed(3)} d`;
    this.#violations.push({ mail, what, day, before });
    if (this.#violations.length >= mostViolations) this.#isOver = true;
  }

  usable(isUsable: boolean): void {
    this.#outages.usable(isUsable, this.clock.now());
  }

  closed(module: object): void {
    this.#heap.closed(module);
  }

  count(what: string): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
  }

  /** The month from its first minute to its last. */
  async #story(): Promise<void> {
    const { mails, onlyMail } = this.#options;
    arrivalsOf(this.seed, mails, this.#durationMs).forEach((atMs, number) => {
      if (onlyMail === undefined || onlyMail === number) this.#arrive(number, atMs);
    });
    for (const spell of weatherOf(this.seed, this.#durationMs, this.#calms)) {
      this.clock.setTimeout(() => {
        this.count(spell.kind);
        this.log("weather", `${spell.kind}, ${Math.round(spell.durationMs)} ms`);
        this.#spells.begin(spell);
      }, spell.atMs);
    }
    this.#startProcess();
    this.#lookNow();
    let inspections = 0;
    for (const { fromMs } of this.#calms) {
      await this.#until(fromMs + recoveryMs);
      await this.#inspect(mails + inspections++);
      this.#startProcess();
    }
    await this.#settle();
    this.#isOver = true;
  }

  #arrive(number: number, atMs: number): void {
    this.#numbers.push(number);
    this.clock.setTimeout(() => {
      this.queue.add(number, this.clock.now());
      this.#process?.wake();
    }, atMs);
  }

  /** In a calm a mail goes out, and nothing stays behind. */
  async #inspect(number: number): Promise<void> {
    this.log("inspection", "begins");
    // What a process before this one left active is not its to take down.
    dropContext(this.#module, true);
    await this.#later(1000);
    this.#arrive(number, 0);
    await this.#later(inspectionMs);
    if (this.#farEnd.deliveries(number) !== 1) {
      this.violation(number, "the module is healthy, and a mail does not go out");
    }
    // One that was put off until now is let through.
    for (let waited = 0; waited < 10 && this.#process?.inFlight !== 0; waited++) {
      await this.#later(minuteMs);
    }
    for (const remains of remainsOn(this.#module)) this.violation(number, remains);
    const process = this.#process;
    if (process === undefined) return this.violation(undefined, "there is no process");
    this.#process = undefined;
    await process.close();
    await this.#later(1000);
    for (const remains of process.remains()) this.violation(undefined, `left: ${remains}`);
    for (const remains of remainsOn(this.#module)) this.violation(undefined, remains);
    if (this.#module.network.active.has(1)) this.violation(undefined, "the context is left active");
    const held = this.#heap.look(this.#done, this.#counts.get("crashes") ?? 0);
    if (held !== undefined) this.violation(undefined, held);
  }

  /** All that was asked for is done with, and no result can come any more. */
  async #settle(): Promise<void> {
    const process = this.#process;
    for (let waited = 0; waited < 24 && this.queue.size > 0; waited++) await this.#later(hourMs);
    await process?.close();
    await this.#later(hourMs);
    for (const remains of process?.remains() ?? []) this.violation(undefined, `left: ${remains}`);
    this.#process = undefined;
    this.#takeDeliveries();
    this.#farEnd.close(this.#numbers);
    if (this.#isWhole()) this.#expectEverything();
  }

  #isWhole(): boolean {
    const { mails, days, onlyMail } = this.#options;
    return mails >= wholeMails && days >= wholeDays && onlyMail === undefined;
  }

  /** In a whole month nothing is left out that can go wrong, and most mails go out all the same. */
  #expectEverything(): void {
    const count = (what: string): number => this.#counts.get(what) ?? 0;
    for (const kind of [...weatherKinds, ...mishapKinds]) {
      if (count(kind) === 0) this.violation(undefined, `never happened: ${kind}`);
    }
    if (count("sent") < leastSent * this.#numbers.length) {
      this.violation(undefined, "too few mails have been sent");
    }
    const tenth = this.#options.mails / 10;
    if (!this.#heap.isFlat(tenth)) {
      const growth = this.#heap.bytesPerMail(tenth);
      this.violation(undefined, `the heap grows by ${growth} bytes for each mail`);
    }
  }

  #lookNow(): void {
    this.#process?.look();
    this.clock.setTimeout(() => this.#lookNow(), 10 * minuteMs);
  }

  #startProcess(): void {
    this.#process = new HostProcess(this, this.#processes++);
  }

  #crash(downMs: number): void {
    const process = this.#process;
    if (process === undefined) return;
    this.log("host", `crashes, and is back in ${Math.round(downMs)} ms`);
    this.count("crashes");
    this.#process = undefined;
    process.crash();
    // Most systems take DTR back with the last program that has the port open.
    const random = new SeededRandom(this.seed, "crash", this.#processes);
    if (this.#module.wire.capabilities.controlLines && random.chance(0.7)) {
      this.#module.wire.dtrChanged(false);
    }
    for (const entry of this.queue.entries) {
      if (entry.state === "tried") entry.state = "waiting";
    }
    this.#forgetPlans();
    this.clock.setTimeout(() => this.#startProcess(), downMs);
  }

  async #closeFor(downMs: number): Promise<void> {
    const process = this.#process;
    if (process === undefined) return;
    this.log("host", "closes the module");
    this.#process = undefined;
    await process.close();
    this.#forgetPlans();
    await this.#later(downMs);
    for (const remains of process.remains()) this.violation(undefined, `left: ${remains}`);
    this.#startProcess();
  }

  #arrange(
    kind: MishapKind,
    process: HostProcess,
    random: SeededRandom,
  ): ChangedOptions | undefined {
    this.count(kind);
    const isHere = (): boolean => this.#process === process;
    const world = {
      module: this.#module,
      line: this.#line,
      spells: this.#spells,
      crash: (downMs: number) => {
        if (isHere()) this.#crash(downMs);
      },
      closeFor: (downMs: number) => {
        if (isHere()) void this.#closeFor(downMs);
      },
      later: (delayMs: number, step: () => void) => {
        this.clock.setTimeout(() => {
          if (!process.isDead) step();
        }, delayMs);
      },
    };
    return arrange(kind, world, random);
  }

  /** What was arranged for a mail is not for those that come after it. */
  #forgetPlans(): void {
    this.#module.rules.clear();
    this.#module.mail.plans.length = 0;
    this.#line.forgetPlans();
    this.#module.executed.splice(0, this.#module.executed.length - 1);
    this.#module.mail.orders.length = 0;
  }

  #retry(entry: Entry): void {
    const random = new SeededRandom(this.seed, "retry", entry.number, entry.tries);
    const usualMs = Math.min(longestRetryMs, firstRetryMs * 2 ** (entry.tries - 1));
    const delayMs = usualMs * (0.8 + 0.4 * random.next());
    entry.state = "waiting";
    entry.dueMs = this.clock.now() + delayMs;
    this.count("retries");
    this.clock.setTimeout(() => this.#process?.wake(), delayMs);
  }

  #end(entry: Entry, outcome: Outcome): void {
    this.#done += 1;
    this.count(outcome);
    this.queue.done(entry);
  }

  #takeDeliveries(): void {
    const { delivered } = this.#module.mail;
    if (delivered.length === 0) return;
    for (const mail of delivered.splice(0)) {
      this.log("server", `got ${mail.subject}`);
      this.#farEnd.delivered(mail);
    }
  }

  #isCalm(): boolean {
    return isWithin(this.#calms, this.clock.now());
  }

  #later(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.clock.setTimeout(resolve, delayMs));
  }

  #until(atMs: number): Promise<void> {
    return this.#later(atMs - this.clock.now());
  }

  #result(): Omit<MonthResult, "wallMs"> {
    const count = (what: string): number => this.#counts.get(what) ?? 0;
    return {
      seed: this.seed,
      mails: this.#numbers.length,
      sent: count("sent"),
      notSent: count("not-sent"),
      unknown: count("unknown"),
      retries: count("retries"),
      restarts: this.#module.restarts,
      reconnects: count("recovery: reopen"),
      crashes: count("crashes"),
      longestOutageMs: this.#outages.longestMs,
      virtualMs: this.clock.now(),
      digest: this.#log.digest(),
      heapBytesPerMail: this.#heap.bytesPerMail(this.#options.mails / 10),
      mix: [...this.#counts].sort(([one], [other]) => (one < other ? -1 : 1)),
      violations: this.#violations,
    };
  }
}

/** One each day, and one that never ends. */
function calmsOf(durationMs: number): readonly Calm[] {
  const calms: Calm[] = [];
  const lengthMs = recoveryMs + 2 * inspectionMs;
  for (let fromMs = dayMs; fromMs < durationMs - dayMs / 2; fromMs += dayMs) {
    calms.push({ fromMs, toMs: fromMs + lengthMs });
  }
  return [...calms, { fromMs: durationMs, toMs: Number.POSITIVE_INFINITY }];
}
