import type { Command } from "@qsmtp/protocol";
import {
  activateContextOperation,
  deactivateContextOperation,
  getEpsRegistration,
  getPacketRegistration,
  getPinStatus,
  getTcpipError,
  listActiveContexts,
  PdpType,
  PinStatus,
  RegistrationStatus,
  setPdpContextOperation,
} from "@qsmtp/protocol/commands";
import type { Channel } from "../channel/channel.ts";
import { CommandError, describeError, type NumberedError } from "../errors/command-error.ts";
import { fromOption } from "../errors/invalid-option.ts";
import { QsmtpError } from "../errors/qsmtp-error.ts";
import type { ModuleLimits } from "../limits/module-limits.ts";
import type { PdpOptions } from "../options/options.ts";
import { delay } from "../time/clock.ts";

const pollMs = 1000;
/** `SIM not inserted`, `SIM failure` and `SIM busy` pass while a module starts. */
const simStartingCodes: readonly number[] = [10, 13, 14];
const activationTries = 2;

/** The data connection of the module: SIM, registration, PDP context. */
export class Network {
  readonly #channel: Channel;
  readonly #options: PdpOptions;
  readonly #activation: Command<void>;
  readonly #deactivation: Command<void>;
  readonly #configuration: Command<void> | undefined;
  #activatedByUs = false;

  /** @throws QsmtpError `INVALID_OPTION` when the options cannot be encoded */
  constructor(channel: Channel, options: PdpOptions, limits: ModuleLimits) {
    this.#channel = channel;
    this.#options = options;
    const { contextId } = this;
    const commands = fromOption("pdp", () => ({
      activation: limits.command(activateContextOperation, { contextId }),
      deactivation: limits.command(deactivateContextOperation, { contextId }),
      configuration: configurationOf(options, contextId, limits),
    }));
    this.#activation = commands.activation;
    this.#deactivation = commands.deactivation;
    this.#configuration = commands.configuration;
    if (this.#configuration !== undefined) channel.protect(this.#configuration);
  }

  get contextId(): number {
    return this.#options.contextId ?? 1;
  }

  /**
   * Brings the context up, or finds it up.
   * @throws QsmtpError `SIM_NOT_READY`, `NOT_REGISTERED` or `PDP_ACTIVATION_FAILED`, and the errors
   * of the channel
   */
  async ensureActive(signal: AbortSignal): Promise<void> {
    await this.#waitForSim(signal);
    if (await this.#isActive(signal)) return;
    await this.#waitForRegistration(signal);
    if (this.#configuration !== undefined) await this.#channel.ask(this.#configuration, signal);
    await this.#activate(signal);
  }

  /** Takes the context down if we brought it up and the options do not keep it. */
  async release(signal: AbortSignal): Promise<void> {
    if (!this.#activatedByUs || this.#options.deactivateOnClose === false) return;
    await this.#channel.ask(this.#deactivation, signal);
    this.#activatedByUs = false;
  }

  async #waitForSim(signal: AbortSignal): Promise<void> {
    let state = "";
    const ready = await this.#poll(this.#options.simTimeoutMs ?? 20_000, signal, async (within) => {
      try {
        const { code } = await this.#channel.ask(getPinStatus(), within);
        state = code;
        if (code === PinStatus.ready) return true;
        if (code !== PinStatus.notReady) throw simNotReady(code);
        return false;
      } catch (error) {
        if (!(error instanceof CommandError) || !isSimStarting(error)) throw error;
        state = error.moduleError?.meaning ?? error.result;
        return false;
      }
    });
    if (!ready) throw simNotReady(state);
  }

  /** On LTE the 2G/3G registration may stay away for good; either one carries data. */
  async #waitForRegistration(signal: AbortSignal): Promise<void> {
    let denied = false;
    const usable = (status: number): boolean => {
      denied ||= status === RegistrationStatus.denied;
      return status === RegistrationStatus.home || status === RegistrationStatus.roaming;
    };
    const timeoutMs = this.#options.registrationTimeoutMs ?? 60_000;
    const registered = await this.#poll(timeoutMs, signal, async (within) => {
      if (usable((await this.#channel.ask(getEpsRegistration(), within)).status)) return true;
      return usable((await this.#channel.ask(getPacketRegistration(), within)).status);
    });
    if (registered) return;
    throw new QsmtpError("NOT_REGISTERED", `the module found no network within ${timeoutMs} ms`, {
      fault: "link",
      retryable: !denied,
      hint: denied
        ? "The network denies this SIM: check its contract."
        : "Check antenna and signal (AT+CSQ), and that the SIM is activated.",
    });
  }

  /** Asks once a second until it is so or the time is over. */
  async #poll(
    timeoutMs: number,
    signal: AbortSignal,
    ask: (signal: AbortSignal) => Promise<boolean>,
  ): Promise<boolean> {
    const { clock } = this.#channel;
    const endMs = clock.now() + timeoutMs;
    for (;;) {
      if (await ask(signal)) return true;
      const leftMs = endMs - clock.now();
      if (leftMs <= 0) return false;
      await delay(clock, Math.min(pollMs, leftMs), signal);
    }
  }

  async #isActive(signal: AbortSignal): Promise<boolean> {
    const { contexts } = await this.#channel.ask(listActiveContexts(), signal);
    return contexts.some((context) => context.contextId === this.contextId && context.active);
  }

  async #activate(signal: AbortSignal): Promise<void> {
    const contextId = this.contextId;
    for (let tries = 1; ; tries++) {
      try {
        await this.#channel.ask(this.#activation, signal);
        this.#activatedByUs = true;
        return;
      } catch (error) {
        if (!(error instanceof CommandError)) throw error;
        const reason = await this.#lastError(signal);
        // An active context may answer with an error too.
        if (await this.#isActive(signal)) return;
        if (tries === activationTries) throw activationFailed(contextId, reason, error);
        await this.#channel.ask(this.#deactivation, signal).catch(passOver);
      }
    }
  }

  async #lastError(signal: AbortSignal): Promise<NumberedError | undefined> {
    const answer = await this.#channel.ask(getTcpipError(), signal).catch(passOver);
    return answer === undefined || answer.error === 0
      ? undefined
      : describeError("tcpip", answer.error);
  }
}

/** Without an access point the context is used as the module has it. */
function configurationOf(
  options: PdpOptions,
  contextId: number,
  limits: ModuleLimits,
): Command<void> | undefined {
  const { apn, type, username, password, authentication } = options;
  if (apn === undefined) return undefined;
  const login = username !== undefined || password !== undefined;
  return limits.command(setPdpContextOperation, {
    contextId,
    type: type ?? PdpType.ipv4,
    apn,
    ...(login ? { username: username ?? "", password: password ?? "", authentication } : {}),
  });
}

/** An answer that says no is no obstacle here; a broken wire is. */
function passOver(error: unknown): undefined {
  if (error instanceof CommandError) return undefined;
  throw error;
}

function isSimStarting(error: CommandError): boolean {
  return error.moduleError !== undefined && simStartingCodes.includes(error.moduleError.code);
}

function simNotReady(state: string): QsmtpError {
  return new QsmtpError("SIM_NOT_READY", `the SIM is not ready: ${state}`, {
    fault: "module",
    hint: "Check that the SIM is inserted, and enter its PIN if it asks for one.",
  });
}

function activationFailed(
  contextId: number,
  reason: NumberedError | undefined,
  cause: CommandError,
): QsmtpError {
  const why = reason === undefined ? cause.result : `${reason.code}, ${reason.meaning}`;
  return new QsmtpError(
    "PDP_ACTIVATION_FAILED",
    `PDP context ${contextId} could not be activated: ${why}`,
    {
      fault: "link",
      retryable: true,
      hint: reason?.remedy ?? "Check the APN and that at most three contexts are active.",
      cause,
    },
  );
}
