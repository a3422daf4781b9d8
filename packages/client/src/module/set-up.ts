import { type Command, isEncodeError, type PlainTraits } from "@qsmtp/protocol";
import {
  DtrMode,
  ErrorReporting,
  type GetMessageIndicationsOutput,
  getIdentity,
  getImei,
  getMessageIndications,
  getUrcPort,
  MessageIndication,
  type SetMessageIndicationsInput,
  StatusReportIndication,
  setDtrMode,
  setEcho,
  setErrorReporting,
  setMessageIndications,
  setUrcPort,
  type UrcPort,
} from "@qsmtp/protocol/commands";
import type { Channel } from "../channel/channel.ts";
import { optional } from "../channel/optional.ts";

/** What the module says of itself; empty texts where it does not say it. */
export interface ModuleInfo {
  /** As `ATI` prints it. */
  readonly manufacturer: string;
  /** As `ATI` prints it, e.g. `EC25`. */
  readonly model: string;
  /** Firmware revision. */
  readonly revision: string;
  /** The module's own number, 15 digits; it stays the same for life, whatever SIM is inserted. */
  readonly imei: string;
  /** Port on which results come that nobody asked for; `undefined` when the firmware does not tell. */
  readonly urcPort: string | undefined;
}

/** The steps of setting a module up are one batch: each is proven by the next that asks something. */
export interface SetUpStep {
  readonly signal: AbortSignal;
  readonly batch: number;
}

/** How the module reported messages before we changed it. */
export type MessageIndications = GetMessageIndicationsOutput;

/** Gives the module the settings under which replies are read. */
export async function configure(channel: Channel, step: SetUpStep): Promise<void> {
  await channel.step(setEcho({ enabled: false }), step);
  await channel.step(setErrorReporting({ mode: ErrorReporting.numeric }), step);
}

/** Makes DTR leave data mode and nothing else: by default it would also end a data call. */
export async function configureDtr(channel: Channel, step: SetUpStep): Promise<void> {
  if (!channel.controlLines) return;
  await channel.step(setDtrMode({ mode: DtrMode.commandMode }), step);
}

/** Asks the module who it is, and sets its port for results that come by themselves. */
export async function identify(
  channel: Channel,
  urcPort: UrcPort | undefined,
  step: SetUpStep,
): Promise<ModuleInfo> {
  const { signal } = step;
  const ask = async () => (await channel.step(getIdentity(), step)).output;
  // Asked again once: an answer may get lost, and the name is of use.
  const identity = (await optional(signal, ask)) ?? (await optional(signal, ask));
  if (urcPort !== undefined) await channel.ask(setUrcPort({ port: urcPort }), signal);
  const told = await optional(signal, () => channel.ask(getUrcPort(), signal));
  const number = await optional(signal, () => channel.ask(getImei(), signal));
  const { manufacturer, model, revision } = identity ?? unknownIdentity;
  return { manufacturer, model, revision, imei: number?.imei ?? "", urcPort: told?.port };
}

const unknownIdentity = { manufacturer: "", model: "", revision: "" };

/**
 * Keeps the texts of short messages off our port while we use it: a line of a message can read as
 * any line of a reply. They are stored instead.
 * @returns what was set before; `undefined` when nothing was changed
 */
export async function keepTextsOff(
  channel: Channel,
  signal: AbortSignal,
): Promise<MessageIndications | undefined> {
  const told = await optional(signal, () => channel.ask(getMessageIndications(), signal));
  if (told === undefined) return undefined;
  const printsReports = told.statusReports === StatusReportIndication.report;
  const quiet = {
    ...told,
    messages: Math.min(told.messages, MessageIndication.stored),
    broadcasts: 0,
    statusReports: printsReports ? StatusReportIndication.stored : told.statusReports,
  };
  const prints = told.messages > MessageIndication.stored || told.broadcasts > 0;
  if (!prints && !printsReports) return undefined;
  const set = commandFor(quiet);
  if (set === undefined) return undefined;
  const done = await optional(signal, async () => {
    await channel.ask(set, signal);
    return true;
  });
  return done === undefined ? undefined : told;
}

/** Puts the reports of messages back as they were. */
export async function restoreTexts(
  channel: Channel,
  before: MessageIndications,
  signal: AbortSignal,
): Promise<void> {
  const set = commandFor(before);
  if (set !== undefined) await channel.ask(set, signal);
}

/** `undefined` for values that only this module knows. */
function commandFor(told: MessageIndications): Command<void, PlainTraits> | undefined {
  const { mode, messages, broadcasts, statusReports, buffer } = told as SetMessageIndicationsInput;
  try {
    return setMessageIndications({ mode, messages, broadcasts, statusReports, buffer });
  } catch (error) {
    if (isEncodeError(error)) return undefined;
    throw error;
  }
}
