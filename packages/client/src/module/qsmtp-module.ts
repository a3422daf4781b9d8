import type { Command } from "@qsmtp/protocol";
import type { KnownUrc } from "@qsmtp/protocol/catalog";
import {
  DtrMode,
  ErrorReporting,
  getIdentity,
  getUrcPort,
  setDtrMode,
  setEcho,
  setErrorReporting,
  setResultSuppression,
  setUrcPort,
  setVerbose,
} from "@qsmtp/protocol/commands";
import type { Transport } from "@qsmtp/transport";
import { Channel, type ExecuteOptions } from "../channel/channel.ts";
import { systemClock } from "../channel/clock.ts";
import { CommandError } from "../errors/command-error.ts";
import { checkTimeout } from "../errors/invalid-option.ts";
import { isQsmtpError, QsmtpError } from "../errors/qsmtp-error.ts";
import { Mailer } from "../mail/mailer.ts";
import { checkCapabilities, type ModuleCapabilities } from "./capabilities.ts";
import { startDeadline } from "./deadline.ts";
import { readFirmwareName } from "./firmware-name.ts";
import { ModuleLimits } from "./module-limits.ts";
import { Network } from "./network.ts";
import type { ModuleOptions } from "./options.ts";

/** What the module says of itself. */
export interface ModuleInfo {
  readonly manufacturer: string;
  readonly model: string;
  /** Firmware revision. */
  readonly revision: string;
  /** Port on which results come that nobody asked for; `undefined` when the firmware does not tell. */
  readonly urcPort: string | undefined;
}

const closeTimeoutMs = 10_000;

/** What is known of the module's abilities. */
interface KnownAbilities {
  readonly capabilities: ModuleCapabilities | undefined;
  readonly limits: ModuleLimits;
  readonly warnings: readonly string[];
}

/** What an open module is made of. */
interface ModuleParts extends KnownAbilities {
  readonly channel: Channel;
  readonly network: Network;
  readonly info: ModuleInfo;
}

/** An open module. Made by {@link openModule}. */
export class QsmtpModule {
  readonly info: ModuleInfo;
  /** The capabilities that are in use; `undefined` when none were given or they are of another module. */
  readonly capabilities: ModuleCapabilities | undefined;
  /** Sends mail. */
  readonly mail: Mailer;
  readonly #channel: Channel;
  readonly #network: Network;
  readonly #stopWatching: () => void;
  #restarted = false;

  /** @internal Use {@link openModule}. */
  constructor(parts: ModuleParts, options: ModuleOptions) {
    const { channel, network, info, capabilities, limits, warnings } = parts;
    this.#channel = channel;
    this.#network = network;
    this.info = info;
    this.capabilities = capabilities;
    const prepare = (signal: AbortSignal): Promise<void> => this.#prepare(signal);
    this.mail = new Mailer({ channel, network, limits, warnings, prepare }, options);
    this.#stopWatching = channel.onUrc((urc) => {
      if (urc.name === "moduleReady") this.#restarted = true;
    });
  }

  /** Fires, with the error as reason, when the connection is gone or the module was closed. */
  get ended(): AbortSignal {
    return this.#channel.ended;
  }

  /** Whether the module has restarted since it was set up; the next mail sets it up anew. */
  get restarted(): boolean {
    return this.#restarted;
  }

  /**
   * Runs any command of `@qsmtp/protocol/commands` and gives its decoded reply.
   * @throws CommandError, TimeoutError, UnexpectedReplyError, ConnectionLostError,
   * ModuleRestartedError, WireStateError, ModuleClosedError, or the reason of the signal
   */
  execute<Output>(command: Command<Output>, options?: ExecuteOptions): Promise<Output> {
    return this.#channel.execute(command, options);
  }

  /** Calls the listener with every unsolicited line that the schema knows; ends with the result. */
  onUrc(listener: (urc: KnownUrc) => void): () => void {
    return this.#channel.onUrc(listener);
  }

  /** Calls the listener with every line that fits nothing we know. */
  onUnknownLine(listener: (text: string) => void): () => void {
    return this.#channel.onUnknownLine(listener);
  }

  /**
   * Deactivates a context that we activated, then ends what is running and frees the port. Ends
   * within 10 s; calling it again does no harm.
   */
  async close(): Promise<void> {
    this.#stopWatching();
    // A mail on its way needs the context; it ends with its outcome told.
    if (!this.#channel.ended.aborted && !this.mail.busy) {
      const deadline = startDeadline(this.#channel.clock, closeTimeoutMs, "the context to go down");
      // Closing must not fail for a module that no longer answers.
      await this.#network.release(deadline.signal).catch(() => undefined);
      deadline.dispose();
    }
    await this.#channel.close();
  }

  /** What the module forgot in a restart is told to it again. */
  async #prepare(signal: AbortSignal): Promise<void> {
    if (!this.#restarted) return;
    await configure(this.#channel, signal);
    this.#restarted = false;
  }
}

/**
 * Opens the connection and finds the module on it: gets it out of data mode if a crashed program
 * left it there, turns echo off, asks who it is.
 *
 * @throws QsmtpError `MODULE_NOT_RESPONDING` when nothing answers; the errors of the transport when
 * the connection cannot be made; `INVALID_OPTION` for options that cannot work; the reason of
 * `options.signal`
 */
export async function openModule(
  transport: Transport,
  options: ModuleOptions = {},
): Promise<QsmtpModule> {
  const clock = options.clock ?? systemClock;
  const timeoutMs = options.openTimeoutMs ?? 30_000;
  checkTimeout("openTimeoutMs", timeoutMs);
  if (options.capabilities !== undefined) checkCapabilities(options.capabilities);
  const deadline = startDeadline(clock, timeoutMs, "the module to answer", options.signal);
  try {
    const connection = await transport.open({ signal: deadline.signal });
    const channel = new Channel(connection, { clock, onTrace: options.onTrace });
    try {
      const { pdp = {}, capabilities } = options;
      // Checks the options before anything is sent, where that needs no look at the module.
      const network =
        capabilities === undefined ? new Network(channel, pdp, new ModuleLimits()) : undefined;
      const info = await setUp(channel, options, deadline.signal);
      const known = await recognize(capabilities, info, channel, deadline.signal);
      const parts = { channel, info, network: network ?? new Network(channel, pdp, known.limits) };
      return new QsmtpModule({ ...parts, ...known }, options);
    } catch (error) {
      await channel.close();
      throw error;
    }
  } finally {
    deadline.dispose();
  }
}

/** Whatever the module was left with, replies are readable after these. */
const prelude = [
  setResultSuppression({ enabled: false }),
  setVerbose({ enabled: true }),
  setEcho({ enabled: false }),
];

async function setUp(
  channel: Channel,
  options: ModuleOptions,
  signal: AbortSignal,
): Promise<ModuleInfo> {
  await configure(channel, signal);
  const identity = await channel.execute(getIdentity(), { signal });
  if (options.urcPort !== undefined) {
    await channel.execute(setUrcPort({ port: options.urcPort }), { signal });
  }
  const urcPort = await readUrcPort(channel, signal);
  const { manufacturer, model, revision } = identity;
  return { manufacturer, model, revision, urcPort };
}

/** Finds the module on the wire and gives it the settings under which replies are read. */
async function configure(channel: Channel, signal: AbortSignal): Promise<void> {
  await channel.synchronize(prelude, signal).catch((error: unknown) => {
    if (!isQsmtpError(error, "WIRE_STATE_UNKNOWN") && !isQsmtpError(error, "TIMEOUT")) throw error;
    throw new QsmtpError("MODULE_NOT_RESPONDING", "nothing answers on this port", {
      fault: "link",
      retryable: true,
      hint: "Check power, cable, port and baud rate, and that no other program uses the port.",
      cause: error,
    });
  });
  await channel.execute(setErrorReporting({ mode: ErrorReporting.numeric }), { signal });
  if (channel.controlLines) {
    // With the default mode 2 our escape by DTR would also end a data call.
    await channel.execute(setDtrMode({ mode: DtrMode.commandMode }), { signal });
  }
}

async function readUrcPort(channel: Channel, signal: AbortSignal): Promise<string | undefined> {
  try {
    return (await channel.execute(getUrcPort(), { signal })).port;
  } catch (error) {
    if (error instanceof CommandError) return undefined;
    throw error;
  }
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
  const warning = `the capabilities given are of ${of} and not used: this is ${model} with firmware ${firmware}; probe it again`;
  return { capabilities: undefined, limits: new ModuleLimits(), warnings: [warning] };
}
