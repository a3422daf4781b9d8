import type { Command } from "@qsmtp/protocol";
import {
  getContextAddresses,
  getPdpContext,
  getTcpipError,
  listActiveContexts,
  listContextStates,
  setPacketAttach,
} from "@qsmtp/protocol/commands";
import {
  contextIdleMinutes,
  maxContextRenewals,
  packetRegistrationSeconds,
  simReadySeconds,
} from "@qsmtp/protocol/facts";
import type { Channel } from "../channel/channel.ts";
import { optional } from "../channel/optional.ts";
import { CommandError, describeError, type NumberedError } from "../errors/command-error.ts";
import { type ActivationProblem, PdpActivationError } from "../errors/pdp-activation-error.ts";
import { ConnectionLostError } from "../errors/wire-errors.ts";
import type { ModuleLimits } from "../limits/module-limits.ts";
import type { PdpOptions } from "../options/options.ts";
import {
  type AskOptional,
  checkContext,
  describeProblem,
  problemOf,
  wantsRestart,
} from "./check-context.ts";
import { type ContextCommands, planContext } from "./context-commands.ts";
import { waitForRegistration, waitForSim } from "./readiness.ts";

const activationTries = 2;
const usualIdleMs = contextIdleMinutes * 60_000;
/** An idle context is taken down when the wire is free, or the next time. */
const restTurnMs = 5000;
/** After so long without a mail the network may have dropped the context in silence. */
const trustMs = 60_000;

/** `dead`: listed as active, and no use. */
type ContextCondition = "up" | "down" | "dead";

/** The data connection of the module: SIM, registration, PDP context. */
export class Network {
  readonly #channel: Channel;
  readonly #options: PdpOptions;
  readonly #commands: ContextCommands;
  #uses = 0;
  #activatedByUs = false;
  /** The module has told that the network dropped the context. */
  #dropped = false;
  /** The context has been up on this connection, so its access point is one that works. */
  #hasWorked = false;
  /** When a mail last had the context. */
  #usedAtMs = Number.NEGATIVE_INFINITY;
  #idleTimer: { readonly handle: unknown } | undefined;

  /** @throws QsmtpError `INVALID_OPTION` when the options cannot be encoded */
  constructor(channel: Channel, options: PdpOptions, limits: ModuleLimits) {
    this.#channel = channel;
    this.#options = options;
    this.#commands = planContext(options, limits);
    const { configuration } = this.#commands;
    if (configuration !== undefined) channel.protect(configuration);
    channel.onRestart(() => this.#forget(false));
    channel.onUrc((urc) => {
      const isOurs = urc.name === "pdpDeactivated" && urc.value.contextId === this.contextId;
      if (isOurs) this.#forget(true);
    });
    channel.ended.addEventListener("abort", () => this.#stopIdle(), { once: true });
  }

  get contextId(): number {
    return this.#commands.contextId;
  }

  /**
   * Brings the context up, or finds it up, and keeps it up until the function that it gives is
   * called. A context that we activated is deactivated when it has not been used for
   * `idleTimeoutMs`.
   * @throws QsmtpError `SIM_NOT_READY`, `NOT_REGISTERED`, PdpActivationError
   * `PDP_ACTIVATION_FAILED`, and the errors of the channel
   */
  async use(signal: AbortSignal): Promise<() => void> {
    return await this.#hold(() => this.#bringUp(signal));
  }

  /**
   * Takes the context down and brings it up again, at most {@link maxContextRenewals} times: the
   * manual's answer to mails that fail (4.4). A context that only others have active is left alone. What was up before we
   * came stays up when we go.
   * @throws like {@link Network.use}; `needsRestart` of the error tells whether the manual's next
   * step is a restart
   */
  async reactivate(signal: AbortSignal): Promise<void> {
    const release = await this.#hold(async () => {
      await waitForSim(this.#channel, this.#simTimeoutMs, signal);
      await waitForRegistration(this.#channel, this.#registrationTimeoutMs, signal);
      const wasUp = await this.#isActive(signal);
      const isOurs = this.#activatedByUs || !wasUp;
      if (wasUp) await this.#deactivate(signal);
      await this.#configure(signal);
      await this.#activate(signal, maxContextRenewals);
      this.#activatedByUs &&= isOurs;
    });
    release();
  }

  /** Takes the context down at the end, if we brought it up and the options do not keep it. */
  async release(signal: AbortSignal): Promise<void> {
    if (this.#options.deactivateOnClose === false) this.#stopIdle();
    else await this.takeDown(signal);
  }

  /** Takes the context down if we brought it up. */
  async takeDown(signal: AbortSignal): Promise<void> {
    this.#stopIdle();
    if (!this.#activatedByUs) return;
    await this.#channel.ask(this.#commands.deactivation, signal);
    this.#activatedByUs = false;
  }

  get #simTimeoutMs(): number {
    return this.#options.simTimeoutMs ?? simReadySeconds * 1000;
  }

  get #registrationTimeoutMs(): number {
    return this.#options.registrationTimeoutMs ?? packetRegistrationSeconds * 1000;
  }

  async #hold(work: () => Promise<void>): Promise<() => void> {
    this.#uses += 1;
    this.#stopIdle();
    let held = true;
    const release = (): void => {
      if (!held) return;
      held = false;
      this.#uses -= 1;
      if (this.#uses === 0) this.#startIdle();
    };
    try {
      await work();
    } catch (error) {
      release();
      throw error;
    }
    return () => {
      this.#usedAtMs = this.#channel.clock.now();
      release();
    };
  }

  async #bringUp(signal: AbortSignal): Promise<void> {
    await waitForSim(this.#channel, this.#simTimeoutMs, signal);
    const condition = await this.#look(signal);
    if (condition === "up") {
      this.#hasWorked = true;
      return;
    }
    await waitForRegistration(this.#channel, this.#registrationTimeoutMs, signal);
    if (condition === "dead") await this.#deactivate(signal);
    await this.#configure(signal);
    await this.#activate(signal, activationTries);
  }

  async #look(signal: AbortSignal): Promise<ContextCondition> {
    const { contexts } = await this.#channel.ask(listActiveContexts(), signal);
    const context = contexts.find((one) => one.contextId === this.contextId && one.active);
    // One that was dropped is cleaned up before it is activated again.
    if (context === undefined) return this.#dropped ? "dead" : "down";
    const hasAddress = context.addresses.some(isAddress);
    const isIdle = this.#channel.clock.now() - this.#usedAtMs > trustMs;
    if (hasAddress && !isIdle && !this.#dropped) return "up";
    if (await this.#isDroppedByNetwork(signal)) return "dead";
    return hasAddress || (await this.#mayHaveAddress(signal)) ? "up" : "dead";
  }

  /** `AT+QIACT?` may show a context for long after the network has dropped it. */
  async #isDroppedByNetwork(signal: AbortSignal): Promise<boolean> {
    const told = await this.#askOptional(signal)(listContextStates());
    const state = told?.contexts.find(({ contextId }) => contextId === this.contextId);
    return state === undefined ? this.#dropped : !state.active;
  }

  /** Old firmware may leave the address out of the list; without one nothing can be sent. */
  async #mayHaveAddress(signal: AbortSignal): Promise<boolean> {
    const query = getContextAddresses({ contextIds: [this.contextId] });
    const told = await this.#askOptional(signal)(query);
    const context = told?.contexts.find(({ contextId }) => contextId === this.contextId);
    return context === undefined || context.addresses.some(isAddress);
  }

  async #isActive(signal: AbortSignal): Promise<boolean> {
    const { contexts } = await this.#channel.ask(listActiveContexts(), signal);
    return contexts.some((context) => context.contextId === this.contextId && context.active);
  }

  async #configure(signal: AbortSignal): Promise<void> {
    const { configuration } = this.#commands;
    if (configuration === undefined) return;
    try {
      await this.#channel.ask(configuration, signal);
    } catch (error) {
      // One that LTE keeps active may refuse a change that changes nothing.
      if (!(error instanceof CommandError)) throw error;
      const told = await this.#askOptional(signal)(getPdpContext({ contextId: this.contextId }));
      if (told?.apn !== this.#options.apn) throw error;
    }
  }

  async #activate(signal: AbortSignal, most: number): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        await this.#channel.ask(this.#commands.activation, signal);
        this.#activatedByUs = true;
        this.#hasWorked = true;
        this.#dropped = false;
        return;
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        const moduleError = await this.#lastError(signal);
        // An active context may answer with an error too.
        if (await this.#isActive(signal)) return;
        const { problem, failure } = await this.#explain(moduleError, error, signal);
        if (tries === most || !(await this.#mend(problem, signal))) throw failure;
      }
    }
  }

  async #explain(
    moduleError: NumberedError | undefined,
    cause: CommandError,
    signal: AbortSignal,
  ): Promise<{ readonly problem: ActivationProblem; readonly failure: PdpActivationError }> {
    const told = await checkContext(this.contextId, this.#askOptional(signal));
    // Some networks choose an access point for a context that has none.
    const state = this.#hasWorked && told.apn === "" ? { ...told, apn: undefined } : told;
    const problem = problemOf(state, moduleError?.code);
    const needsRestart = wantsRestart(problem, state);
    const words = describeProblem(problem, state);
    const options = { needsRestart, moduleError, cause };
    return { problem, failure: new PdpActivationError(this.contextId, words, options) };
  }

  /** Does what may help before the next try. @returns whether there is to be one */
  async #mend(problem: ActivationProblem, signal: AbortSignal): Promise<boolean> {
    switch (problem) {
      case "tooManyContexts":
        return false;
      case "notAttached":
        await this.#askOptional(signal)(setPacketAttach({ attached: true }));
        return true;
      case "usedByOthers":
        // Not ours to take down.
        return true;
      default:
        await this.#deactivate(signal);
        return true;
    }
  }

  /** One that says no is no obstacle to the activation behind it. */
  async #deactivate(signal: AbortSignal): Promise<void> {
    await this.#askOptional(signal)(this.#commands.deactivation);
  }

  async #lastError(signal: AbortSignal): Promise<NumberedError | undefined> {
    const answer = await this.#askOptional(signal)(getTcpipError());
    return answer === undefined || answer.error === 0
      ? undefined
      : describeError("tcpip", answer.error);
  }

  #askOptional(signal: AbortSignal): AskOptional {
    return <Output>(command: Command<Output>) =>
      optional(signal, () => this.#channel.ask(command, signal));
  }

  #forget(dropped: boolean): void {
    this.#dropped = dropped;
    this.#activatedByUs = false;
    this.#usedAtMs = Number.NEGATIVE_INFINITY;
    this.#stopIdle();
  }

  #startIdle(): void {
    const { idleTimeoutMs = usualIdleMs } = this.#options;
    if (idleTimeoutMs === false || !this.#activatedByUs || this.#channel.ended.aborted) return;
    this.#stopIdle();
    const handle = this.#channel.clock.setTimeout(() => {
      this.#idleTimer = undefined;
      void this.#rest();
    }, idleTimeoutMs);
    this.#idleTimer = { handle };
  }

  #stopIdle(): void {
    if (this.#idleTimer === undefined) return;
    this.#channel.clock.clearTimeout(this.#idleTimer.handle);
    this.#idleTimer = undefined;
  }

  /** A mail that begins meanwhile looks at the context behind this command, and activates it again. */
  async #rest(): Promise<void> {
    const options = { signal: this.#channel.ended, turnMs: restTurnMs };
    try {
      if (!this.#channel.isConnected) throw new ConnectionLostError(undefined);
      await this.#channel.step(this.#commands.deactivation, options);
      this.#activatedByUs = false;
    } catch {
      // Nobody waits for it: it is tried again after the same time, or goes with the module.
      if (this.#uses === 0) this.#startIdle();
    }
  }
}

/** Modules print an address of zeros for a context that has none. */
function isAddress(text: string): boolean {
  return /[1-9a-f]/i.test(text);
}
