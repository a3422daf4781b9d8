import {
  getEpsRegistration,
  getPacketRegistration,
  getPinStatus,
  getSignalQuality,
  PinStatus,
  RegistrationStatus,
} from "@qsmtp/protocol/commands";
import { simStartingErrors } from "@qsmtp/protocol/facts";
import type { Channel } from "../channel/channel.ts";
import { CommandError } from "../errors/command-error.ts";
import { QsmtpError } from "../errors/qsmtp-error.ts";
import { nameOf } from "../naming/name-of.ts";
import { delay } from "../time/clock.ts";

const pollMs = 1000;

/** What a SIM waits for that only a person can give. Another word may be a damaged one. */
const locks: readonly string[] = Object.values(PinStatus).filter((status) => {
  return status !== PinStatus.ready && status !== PinStatus.notReady;
});

/** Waits until the SIM can be used. @throws QsmtpError `SIM_NOT_READY` */
export async function waitForSim(
  channel: Channel,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<void> {
  let state = "";
  const ready = await poll(channel, timeoutMs, signal, async () => {
    try {
      const { code } = await channel.ask(getPinStatus(), signal);
      state = code;
      if (code === PinStatus.ready) return true;
      if (locks.includes(code)) throw simNotReady(code);
      return false;
    } catch (error) {
      if (!(error instanceof CommandError) || !isSimStarting(error)) throw error;
      state = error.moduleError?.meaning ?? error.result;
      return false;
    }
  });
  if (!ready) throw simNotReady(state);
}

/**
 * Waits until a network has the module. On LTE the 2G/3G registration may stay away for good; either
 * one carries data.
 * @throws QsmtpError `NOT_REGISTERED`
 */
export async function waitForRegistration(
  channel: Channel,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<void> {
  let denied = false;
  const usable = (status: number): boolean => {
    denied ||= status === RegistrationStatus.denied;
    return isRegistered(status);
  };
  const registered = await poll(channel, timeoutMs, signal, async () => {
    if (usable((await channel.ask(getEpsRegistration(), signal)).status)) return true;
    return usable((await channel.ask(getPacketRegistration(), signal)).status);
  });
  if (registered) return;
  throw new QsmtpError("NOT_REGISTERED", `the module found no network within ${timeoutMs} ms`, {
    fault: "link",
    retryable: !denied,
    permanent: denied,
    hint: denied
      ? "The network denies this SIM: check its contract."
      : `Check antenna and signal (${nameOf(getSignalQuality)}), and that the SIM is activated.`,
  });
}

/** Whether a registration status means that a network has the module. */
export function isRegistered(status: number | undefined): boolean {
  return status === RegistrationStatus.home || status === RegistrationStatus.roaming;
}

/** Asks once a second until it is so or the time is over. */
async function poll(
  { clock }: Channel,
  timeoutMs: number,
  signal: AbortSignal,
  ask: () => Promise<boolean>,
): Promise<boolean> {
  const endMs = clock.now() + timeoutMs;
  for (;;) {
    if (await ask()) return true;
    const leftMs = endMs - clock.now();
    if (leftMs <= 0) return false;
    await delay(clock, Math.min(pollMs, leftMs), signal);
  }
}

function isSimStarting(error: CommandError): boolean {
  return error.moduleError !== undefined && simStartingErrors.includes(error.moduleError.code);
}

function simNotReady(state: string): QsmtpError {
  return new QsmtpError("SIM_NOT_READY", `the SIM is not ready: ${state}`, {
    fault: "module",
    retryable: !locks.includes(state),
    permanent: locks.includes(state),
    hint: "Check that the SIM is inserted, and enter its PIN if it asks for one.",
  });
}
