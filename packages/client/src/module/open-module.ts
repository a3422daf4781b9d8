import type { Connection, Transport } from "@qsmtp/transport";
import { Channel } from "../channel/channel.ts";
import { isOwnError } from "../errors/qsmtp-error.ts";
import type { ModuleCapabilities } from "../limits/capabilities.ts";
import { ModuleLimits } from "../limits/module-limits.ts";
import type { MailWarning } from "../mail/mail-warning.ts";
import { Network } from "../network/network.ts";
import type { ModuleOptions } from "../options/options.ts";
import { connect } from "../recovery/connect.ts";
import { planRecovery, type RecoveryPlan } from "../recovery/recovery-options.ts";
import { type Clock, systemClock } from "../time/clock.ts";
import { startDeadline } from "../time/deadline.ts";
import { Secrets } from "../trace/secrets.ts";
import { readFirmwareName } from "./firmware-name.ts";
import { Heard } from "./heard.ts";
import { judgeForModule, readModuleOptions } from "./judge-options.ts";
import { type KnownAbilities, OpenedModule } from "./opened-module.ts";
import { openingFailed } from "./opening-failed.ts";
import type { QsmtpModule } from "./qsmtp-module.ts";
import {
  configure,
  identify,
  keepTextsOff,
  type MessageIndications,
  type ModuleInfo,
} from "./set-up.ts";

/**
 * Opens the connection and finds the module on it: gets it out of data mode if a crashed program
 * left it there, turns echo off, asks who it is. A module that is just starting is waited for.
 *
 * @throws ModuleNotRespondingError `MODULE_NOT_RESPONDING` when no module answers: `found` tells what
 * is on the port instead; QsmtpError `CONNECTION_FAILED` with the transport's error as cause when the
 * connection cannot be made, `INVALID_OPTION` for options that cannot work, `ABORTED` with the reason
 * of `options.signal` as cause
 */
export async function openModule(
  transport: Transport,
  given: ModuleOptions = {},
): Promise<QsmtpModule> {
  const options = readModuleOptions(given);
  const clock = options.clock ?? systemClock;
  const timeoutMs = options.openTimeoutMs ?? 30_000;
  const plan = planRecovery(options.reconnect ?? false, options.recovery ?? true);
  const deadline = startDeadline(clock, timeoutMs, "the module to answer", options.signal);
  try {
    const connection = await connect(transport, deadline.signal);
    return await openOn({ transport, connection, plan }, clock, options, deadline.signal);
  } finally {
    deadline.dispose();
  }
}

interface Opened {
  readonly transport: Transport;
  readonly connection: Connection;
  readonly plan: RecoveryPlan;
}

async function openOn(
  { transport, connection, plan }: Opened,
  clock: Clock,
  options: ModuleOptions,
  signal: AbortSignal,
): Promise<QsmtpModule> {
  const secrets = secretsIn(options);
  const heard = new Heard(connection, new Secrets(secrets));
  const channel = new Channel(heard.connection, {
    clock,
    onTrace: options.onTrace,
    secrets,
    outlivesConnection: plan.reconnect !== undefined,
  });
  try {
    const { pdp = {}, capabilities } = options;
    const { info, indications } = await setUp(channel, options, signal);
    const known = await recognize(capabilities, info, channel, signal);
    if (capabilities !== undefined) judgeForModule(options, known.limits);
    const network = new Network(channel, pdp, known.limits);
    const parts = { channel, transport, plan, info, indications, network, ...known };
    return new OpenedModule(parts, options);
  } catch (error) {
    const blocked = channel.isBlocked;
    // A port that does not close must not keep the caller.
    void channel.close().catch(() => undefined);
    throw openingFailed(error, heard, blocked);
  } finally {
    heard.dispose();
  }
}

interface SetUp {
  readonly info: ModuleInfo;
  readonly indications: MessageIndications | undefined;
}

/** A module that starts, or whose answer got lost, is asked again. */
const passingCodes = ["MODULE_RESTARTED", "TIMEOUT", "WIRE_STATE_UNKNOWN"] as const;

/** Sets the module up, anew when it starts meanwhile: that is no failure while there is time. */
async function setUp(
  channel: Channel,
  options: ModuleOptions,
  signal: AbortSignal,
): Promise<SetUp> {
  for (let tries = 1; ; tries++) {
    try {
      const step = { signal, batch: channel.newBatch() };
      await configure(channel, step);
      const info = await identify(channel, options.urcPort, step);
      return { info, indications: await keepTextsOff(channel, signal) };
    } catch (error) {
      const passing = passingCodes.some((code) => isOwnError(error, code));
      if (signal.aborted || !(passing || isStray(error, tries))) throw error;
    }
  }
}

/** A result that was there before us, or noise, is in the way once or twice. */
function isStray(error: unknown, tries: number): boolean {
  const mixed = isOwnError(error, "UNEXPECTED_REPLY") || isOwnError(error, "COMMAND_FAILED");
  return mixed && tries <= 3;
}

/** Secrets of the options: they may come back from an earlier run before any command has them. */
function secretsIn({ smtp, pdp }: ModuleOptions): string[] {
  return [smtp?.auth?.pass, pdp?.pass].filter((secret) => secret !== undefined);
}

/** Takes capabilities for those of the module only when model and firmware are the same. */
async function recognize(
  capabilities: ModuleCapabilities | undefined,
  { model, revision }: ModuleInfo,
  channel: Channel,
  signal: AbortSignal,
): Promise<KnownAbilities> {
  if (capabilities === undefined) return { capabilities, limits: new ModuleLimits(), warnings: [] };
  const firmware = await readFirmwareName(channel, revision, signal);
  if (capabilities.model === model && capabilities.firmware === firmware) {
    return { capabilities, limits: new ModuleLimits(capabilities), warnings: [] };
  }
  const of = `${capabilities.model} with firmware ${capabilities.firmware}`;
  const warning: MailWarning = {
    code: "CAPABILITIES_NOT_USED",
    path: "capabilities",
    message: `the capabilities given are of ${of} and not used: this is ${model} with firmware ${firmware}; probe it again`,
  };
  return { capabilities: undefined, limits: new ModuleLimits(), warnings: [warning] };
}
