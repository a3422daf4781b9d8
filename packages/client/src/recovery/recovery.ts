import { Functionality, setFunctionality } from "@qsmtp/protocol/commands";
import type { Transport } from "@qsmtp/transport";
import type { Channel } from "../channel/channel.ts";
import { Listeners } from "../channel/listeners.ts";
import type { Trouble } from "../channel/trouble.ts";
import { isOwnError } from "../errors/qsmtp-error.ts";
import { ConnectionLostError, TimeoutError } from "../errors/wire-errors.ts";
import { nameOf } from "../naming/name-of.ts";
import { delay } from "../time/clock.ts";
import { startDeadline, whenAborted } from "../time/deadline.ts";
import { backOffMs } from "./back-off.ts";
import { connect } from "./connect.ts";
import { type Rung, rungsOf } from "./ladder.ts";
import { type RecoveryEvent, type RecoveryStep, recoveryText } from "./recovery-event.ts";
import { type LadderPlan, type RecoveryPlan, usualPace } from "./recovery-options.ts";
import { RestartPace } from "./restart-pace.ts";

/** What recovery works with. */
export interface RecoveryParts {
  readonly channel: Channel;
  readonly transport: Transport;
  /** Makes the module's settings anew and looks who it is. */
  readonly setUp: (signal: AbortSignal) => Promise<void>;
  /** Whether the module may be sending a mail, which a restart would cut off. */
  readonly isSending: () => boolean;
  readonly power: (() => Promise<void>) | undefined;
}

/** A module that is busy with something slow is given this much beyond its time. */
const busyMarginMs = 30_000;
/** How long a module may take to answer a look, or to be set up. */
const answerMs = 30_000;
/** How long a module that was told to restart may take to be back. */
const restartMs = 60_000;
/** A port that is blocked does not close; the new one is tried all the same. */
const detachMs = 10_000;
/** Pause before a set-up that failed is tried again. */
const setUpPauseMs = 2000;

/**
 * Brings a module back: opens a lost connection anew, and climbs step by step to what makes a silent
 * module answer. Every wait has its limit, and restarts keep their pace.
 */
export class Recovery {
  readonly #parts: RecoveryParts;
  readonly #plan: RecoveryPlan;
  readonly #pace: RestartPace;
  readonly #events = new Listeners<RecoveryEvent>();
  readonly #usable = new Listeners<undefined>();
  readonly #stopped = new AbortController();
  readonly #attempts = new Map<RecoveryStep, number>();
  #stopListening: readonly (() => void)[] = [];
  #isRunning = false;
  #needsSetUp = false;
  #gaveUp = false;
  #reason = "";
  /** Until when the module may be busy with what it was told before it fell silent. */
  #busyUntilMs = Number.NEGATIVE_INFINITY;

  constructor(parts: RecoveryParts, plan: RecoveryPlan) {
    this.#parts = parts;
    this.#plan = plan;
    const { checksBetweenRestarts, checkIntervalMs } = plan.ladder ?? usualPace;
    this.#pace = new RestartPace(checksBetweenRestarts, checkIntervalMs);
  }

  /** From now on what goes wrong is put right. */
  start(): void {
    const { channel } = this.#parts;
    this.#stopListening = [
      channel.onLost(({ problem }) => {
        this.#begin(problem);
        this.#reason = problem;
      }),
      channel.onTrouble((trouble) => {
        if (trouble === undefined) this.#gaveUp = false;
        this.#takeTrouble(trouble);
      }),
    ];
  }

  /** Ends what is going on; nothing is begun any more. */
  stop(): void {
    for (const stop of this.#stopListening) stop();
    this.#stopped.abort(new Error("the module is being closed"));
  }

  onEvent(listener: (event: RecoveryEvent) => void): () => void {
    return this.#events.add(listener);
  }

  /**
   * Waits for a module that can be used, as it is as a rule: connected, answering, set up.
   * @throws the reason of the signal, or of the end of the channel
   */
  async ready(signal: AbortSignal): Promise<void> {
    if (this.#isReady) return;
    const { channel } = this.#parts;
    const over = AbortSignal.any([signal, channel.ended]);
    while (!this.#isReady) {
      over.throwIfAborted();
      this.#tryAgain();
      await next([(come) => this.#usable.add(come), (come) => channel.onTrouble(come)], over);
    }
  }

  get #isReady(): boolean {
    const { channel } = this.#parts;
    return channel.isConnected && !this.#needsSetUp && channel.trouble === undefined;
  }

  /**
   * Restarts a module whose data connection cannot be had although all else is right (manual, 4.2),
   * unless that was tried too short a while ago.
   * @returns whether it was restarted and answers again
   */
  async restart(reason: string, signal: AbortSignal): Promise<boolean> {
    const { channel, isSending } = this.#parts;
    const { clock } = channel;
    const startedMs = clock.now();
    this.#pace.checked(startedMs);
    if (this.#plan.ladder?.resetAfterMs === undefined || isSending()) return false;
    if (!this.#pace.mayRestart) return false;
    this.#reason = reason;
    this.#step("reset");
    this.#pace.restarted(startedMs);
    const back = startDeadline(clock, restartMs, "the module to restart", signal);
    try {
      const signs = [
        (come: () => void) => channel.onRestart(come),
        (come: () => void) => channel.onLost(come),
      ];
      const restarted = next(signs, back.signal);
      const reset = setFunctionality({ functionality: Functionality.full, reset: true });
      restarted.catch(() => undefined);
      await channel.step(reset, { signal: back.signal }).catch(unlessRestarted);
      await restarted;
      await this.ready(back.signal);
      await channel.prove(back.signal);
      back.signal.throwIfAborted();
      this.#tell({ type: "recovered", afterMs: clock.now() - startedMs });
      return true;
    } catch (error) {
      if (signal.aborted) throw error;
      this.#failed("reset", error);
      return false;
    } finally {
      back.dispose();
    }
  }

  /** A module that was given up is asked again when somebody wants it, and the ladder climbed again. */
  #tryAgain(): void {
    if (!this.#gaveUp || this.#isRunning) return;
    this.#gaveUp = false;
    this.#begin("a module that was given up is wanted again", true);
  }

  #takeTrouble(trouble: Trouble | undefined): void {
    if (trouble === undefined || this.#plan.ladder === undefined || this.#gaveUp) return;
    const { clock } = this.#parts.channel;
    this.#busyUntilMs = clock.now() + trouble.busyMs + busyMarginMs;
    this.#begin(`the module answers nothing after ${trouble.after}`);
    this.#step(trouble.step);
  }

  #begin(reason: string, asksFirst = false): void {
    if (this.#stopped.signal.aborted || this.#parts.channel.ended.aborted) return;
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#reason = reason;
    this.#attempts.clear();
    void this.#run(asksFirst);
  }

  async #run(asksFirst: boolean): Promise<void> {
    const { channel } = this.#parts;
    const startedMs = channel.clock.now();
    try {
      const answers = asksFirst && (await this.#answers());
      if (!answers) await this.#bringBack(this.#plan.ladder);
      this.#tell({ type: "recovered", afterMs: channel.clock.now() - startedMs });
    } catch (error) {
      if (this.#stopped.signal.aborted) return;
      this.#gaveUp = true;
      this.#tell({ type: "given-up", error });
    } finally {
      this.#isRunning = false;
    }
    // What went wrong just before the end was left to us.
    if (!channel.isConnected) this.#begin("the connection to the module is gone");
    else this.#takeTrouble(channel.trouble);
  }

  /** @throws when nothing helps */
  async #bringBack(ladder: LadderPlan | undefined): Promise<void> {
    if (ladder === undefined) {
      await this.#isUsableBy(Number.POSITIVE_INFINITY);
      return;
    }
    const { clock } = this.#parts.channel;
    for (let round = 1; round <= ladder.maxRounds; round++) {
      const rungs = rungsOf(ladder, this.#parts.power !== undefined, round);
      if (await this.#climb(rungs, ladder)) return;
      // Whether a silent module has restarted nobody knows; another restart keeps its distance.
      this.#pace.restarted(clock.now());
      if (await this.#becomesUsableBeforeRestart(ladder)) return;
    }
    const limitMs = ladder.maxRounds * ladder.checkIntervalMs * ladder.checksBetweenRestarts;
    throw new TimeoutError("the module to come back", limitMs);
  }

  /** @returns whether the module is usable again */
  async #climb(rungs: readonly Rung[], ladder: LadderPlan): Promise<boolean> {
    const { channel } = this.#parts;
    let dueMs = channel.clock.now();
    for (const { step, afterMs } of rungs) {
      dueMs += afterMs;
      if (await this.#isUsableBy(Math.max(dueMs, this.#busyUntilMs))) return true;
      if (step !== "reopen" && (await this.#becomesUsableBeforeRestart(ladder))) return true;
      if (step === "reset") {
        if (await this.#resetHelps()) return true;
      } else {
        await (step === "power" ? this.#power(ladder) : this.#detach());
      }
    }
    return this.#isUsableBy(channel.clock.now() + restartMs);
  }

  /** One that nothing answers is no restart yet, and the power hook need not wait because of it. */
  async #resetHelps(): Promise<boolean> {
    const { channel } = this.#parts;
    const { clock } = channel;
    this.#step("reset");
    const atMs = clock.now();
    if (!channel.reset()) {
      this.#failed(
        "reset",
        new TimeoutError(`the port to take ${nameOf(setFunctionality)}`, 0, {
          blocked: true,
        }),
      );
      return false;
    }
    if (!(await this.#isUsableBy(clock.now() + restartMs))) return false;
    this.#pace.restarted(atMs);
    return true;
  }

  /**
   * Looks at the module, with a pause before each look, until it may be restarted: it is done with a
   * mail, and the last restart is long enough ago.
   */
  async #becomesUsableBeforeRestart({ jitter }: LadderPlan): Promise<boolean> {
    const { channel, isSending } = this.#parts;
    const { clock } = channel;
    while (isSending()) {
      if (await this.#isUsableBy(clock.now() + answerMs)) return true;
    }
    while (!this.#pace.mayRestart) {
      const pauseMs = Math.max(0, this.#pace.nextCheckMs - clock.now());
      const delayMs = Math.round(pauseMs * (1 + jitter * Math.random()));
      this.#tell({ type: "waiting", delayMs });
      if (await this.#isUsableBy(clock.now() + delayMs)) return true;
      if (await this.#answers()) return true;
      this.#pace.checked(clock.now());
    }
    return false;
  }

  /** Asks a module that the channel may have stopped asking. */
  async #answers(): Promise<boolean> {
    const { channel } = this.#parts;
    const look = startDeadline(channel.clock, answerMs, "the module", this.#stopped.signal);
    try {
      this.#step("fence");
      await channel.prove(look.signal);
      return await this.#isUsableBy(channel.clock.now() + answerMs);
    } catch (error) {
      this.#stopped.signal.throwIfAborted();
      this.#failed("fence", error);
      return false;
    } finally {
      look.dispose();
    }
  }

  /** Waits until the module is usable, opens what is lost meanwhile, and sets up what was opened. */
  async #isUsableBy(limitMs: number): Promise<boolean> {
    const { channel } = this.#parts;
    const { clock } = channel;
    let untilMs = limitMs;
    for (;;) {
      this.#stopped.signal.throwIfAborted();
      channel.ended.throwIfAborted();
      if (!channel.isConnected) {
        await this.#reopen();
        untilMs = Math.max(untilMs, clock.now() + answerMs);
      }
      const isUsable = channel.trouble === undefined;
      if (isUsable && (!this.#needsSetUp || (await this.#setUp()))) return true;
      if (clock.now() >= untilMs) return false;
      if (!isUsable) await this.#change(untilMs);
    }
  }

  /** Waits for a change of the wire, or until then. */
  async #change(untilMs: number): Promise<void> {
    const { channel } = this.#parts;
    const over = new AbortController();
    const end = (): void => over.abort();
    const stops = [channel.onTrouble(end), channel.onLost(end)];
    const scope = AbortSignal.any([over.signal, this.#stopped.signal, channel.ended]);
    try {
      const waitMs = untilMs - channel.clock.now();
      if (Number.isFinite(waitMs)) await delay(channel.clock, waitMs, scope);
      else await whenAborted(scope);
    } catch {
      // Something has changed: the caller looks what.
    } finally {
      for (const stop of stops) stop();
    }
  }

  async #setUp(): Promise<boolean> {
    const { channel, setUp } = this.#parts;
    const { clock } = channel;
    const limit = startDeadline(clock, answerMs, "the module to be set up", this.#stopped.signal);
    this.#step("set-up");
    try {
      await setUp(limit.signal);
      this.#needsSetUp = false;
      this.#usable.emit(undefined);
      return true;
    } catch (error) {
      this.#stopped.signal.throwIfAborted();
      this.#failed("set-up", error);
      if (channel.isConnected) await delay(clock, setUpPauseMs, this.#stopped.signal);
      return false;
    } finally {
      limit.dispose();
    }
  }

  /** Gives a connection up that carries nothing any more. */
  async #detach(): Promise<void> {
    const { channel } = this.#parts;
    const limit = startDeadline(channel.clock, detachMs, "the port to close");
    const detached = channel.detach().catch(() => undefined);
    await Promise.race([detached, whenAborted(limit.signal)]);
    limit.dispose();
  }

  /** Opens the transport until it has a connection. @throws when that is not to be had */
  async #reopen(): Promise<void> {
    const { channel, power } = this.#parts;
    const { reconnect, ladder } = this.#plan;
    const { clock } = channel;
    const startedMs = clock.now();
    if (reconnect === undefined) throw new ConnectionLostError(undefined);
    for (let tries = 1; ; tries++) {
      await this.#pause(backOffMs(reconnect, tries));
      this.#step("reopen");
      try {
        await this.#attach(reconnect.attemptTimeoutMs);
        return;
      } catch (error) {
        this.#stopped.signal.throwIfAborted();
        this.#failed("reopen", error);
        if (tries >= reconnect.maxAttempts) {
          const lost = new ConnectionLostError(error);
          channel.end(lost);
          throw lost;
        }
      }
      const isLong = clock.now() - startedMs >= (ladder?.resetAfterMs ?? Number.POSITIVE_INFINITY);
      if (ladder === undefined || power === undefined || !isLong) continue;
      this.#pace.checked(clock.now());
      if (this.#pace.mayRestart) await this.#power(ladder);
    }
  }

  async #attach(timeoutMs: number): Promise<void> {
    const { channel, transport } = this.#parts;
    const limit = startDeadline(channel.clock, timeoutMs, "the port to open", this.#stopped.signal);
    try {
      const connection = await connect(transport, limit.signal);
      this.#needsSetUp = true;
      channel.attach(connection);
    } finally {
      limit.dispose();
    }
  }

  async #pause(delayMs: number): Promise<void> {
    this.#tell({ type: "waiting", delayMs });
    await delay(this.#parts.channel.clock, delayMs, this.#stopped.signal);
  }

  async #power({ powerTimeoutMs }: LadderPlan): Promise<void> {
    const { channel, power } = this.#parts;
    const limit = startDeadline(
      channel.clock,
      powerTimeoutMs,
      "the power hook",
      this.#stopped.signal,
    );
    this.#step("power");
    this.#pace.restarted(channel.clock.now());
    try {
      const called = Promise.resolve(power?.());
      const over = await Promise.race([called, whenAborted(limit.signal).then(() => overdue)]);
      this.#stopped.signal.throwIfAborted();
      if (over === overdue) throw limit.signal.reason;
    } catch (error) {
      this.#stopped.signal.throwIfAborted();
      this.#failed("power", error);
    } finally {
      limit.dispose();
    }
  }

  #step(step: RecoveryStep): void {
    const attempt = (this.#attempts.get(step) ?? 0) + 1;
    this.#attempts.set(step, attempt);
    this.#tell({ type: "step", step, attempt });
  }

  #failed(step: RecoveryStep, error: unknown): void {
    this.#tell({ type: "failed", step, attempt: this.#attempts.get(step) ?? 1, error });
  }

  #tell(event: RecoveryNews): void {
    const { channel } = this.#parts;
    const told = { reason: this.#reason, atMs: channel.clock.now() };
    channel.noteRecovery(() => recoveryText({ ...event, ...told }));
    this.#events.emit({ ...event, ...told });
  }
}

/** An event without what all events have. */
type RecoveryNews = RecoveryEvent extends infer Event
  ? Event extends RecoveryEvent
    ? Omit<Event, "reason" | "atMs">
    : never
  : never;

/** Waits for the first of some events. @throws the reason of the signal */
async function next(
  events: readonly ((come: () => void) => () => void)[],
  signal: AbortSignal,
): Promise<void> {
  const come = new AbortController();
  const stops = events.map((listen) => listen(() => come.abort()));
  await whenAborted(AbortSignal.any([come.signal, signal]));
  for (const stop of stops) stop();
  if (!come.signal.aborted) throw signal.reason;
}

const overdue: unique symbol = Symbol("overdue");

/** The restart that was asked for may come before its `OK`. */
function unlessRestarted(error: unknown): void {
  const come = isOwnError(error, "MODULE_RESTARTED") || isOwnError(error, "CONNECTION_LOST");
  if (!come) throw error;
}
