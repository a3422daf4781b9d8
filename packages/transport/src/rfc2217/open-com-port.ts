import { Control, PARITY_VALUES, type Setting, STOP_SIZE_VALUES } from "./com-port.ts";
import type { ComPortSession } from "./com-port-session.ts";
import { endedEarly, notRfc2217, settingsRefused, type Unsuitable } from "./open-error.ts";
import { TelnetOption } from "./telnet-codes.ts";

/** The serial port as it is to be, checked. */
export interface ComPortSettings {
  /** Names the server in messages. */
  readonly target: string;
  readonly baudRate: number;
  readonly dataBits: 5 | 6 | 7 | 8;
  readonly parity: keyof typeof PARITY_VALUES;
  readonly stopBits: keyof typeof STOP_SIZE_VALUES;
  readonly hardwareFlowControl: boolean;
  readonly dtr: boolean;
  readonly rts: boolean;
  readonly replyTimeoutMs: number;
}

/**
 * After how long what has no answer is asked again: ser2net takes clients before the port behind it
 * is open, and drops what it is asked until then.
 */
const REPEAT_MS = 1000;

/** How long a server that answers something later may still take over a line. */
const LINE_GRACE_MS = 250;

/**
 * Agrees with the server on the protocol, sets the port and its lines, and tells whether the lines
 * can be set.
 *
 * @throws {@link TransportError} `NOT_RFC2217`, `SETTINGS_REFUSED`, `PORT_BUSY`, `CONNECTION_LOST`
 */
export async function openComPort(
  session: ComPortSession,
  settings: ComPortSettings,
): Promise<{ readonly hasLines: boolean }> {
  await agreeOnOptions(session, settings);
  await setPort(session, settings);
  return { hasLines: await setLines(session, settings) };
}

async function agreeOnOptions(session: ComPortSession, settings: ComPortSettings): Promise<void> {
  const { options } = session;
  for (const option of [TelnetOption.comPort, TelnetOption.binary, TelnetOption.suppressGoAhead]) {
    options.want("ours", option);
    options.want("theirs", option);
  }
  const found = await session.until(() => optionsOutcome(session), settings.replyTimeoutMs);
  if (found === "agreed") return;
  if (typeof found === "object") throw endedEarly(settings.target, found.said);
  throw notRfc2217(settings.target, found ?? whatIsThere(session));
}

type OptionsOutcome = "agreed" | "refused" | "altering" | Ending;

function optionsOutcome(session: ComPortSession): OptionsOutcome | undefined {
  const { options } = session;
  const { comPort, binary } = TelnetOption;
  // Servers disagree on which side the option belongs to; either will do.
  const comPorts = [options.state("ours", comPort), options.state("theirs", comPort)];
  const binaries = [options.state("ours", binary), options.state("theirs", binary)];
  if (comPorts.every((state) => state === "refused")) return "refused";
  const speaksComPort = comPorts.includes("agreed");
  if (speaksComPort && binaries.includes("refused")) return "altering";
  if (speaksComPort && binaries.every((state) => state === "agreed")) return "agreed";
  return endingOf(session);
}

/** The other side has ended the connection. */
interface Ending {
  /** The text before its end. */
  readonly said: string;
}

/** To be asked as soon as there is an end: a stream that was broken keeps nothing. */
function endingOf({ isEnded, stream }: ComPortSession): Ending | undefined {
  if (!isEnded) return undefined;
  const said: unknown = stream.read();
  return { said: said instanceof Uint8Array ? new TextDecoder().decode(said) : "" };
}

/** What a peer is that has not agreed within the time. */
function whatIsThere({ options, hasHeardTelnet, stream }: ComPortSession): Unsuitable {
  if (options.state("ours", TelnetOption.comPort) === "refused") return "refused";
  if (hasHeardTelnet) return "unanswered";
  return stream.readableLength > 0 ? "plain" : "silent";
}

async function setPort(session: ComPortSession, settings: ComPortSettings): Promise<void> {
  const requests = portRequests(settings).map((request) => {
    return { ...request, answer: session.ask(request.setting, request.value) };
  });
  const outcome = (): "settled" | "echo" | Ending | undefined => {
    if (session.isEchoed) return "echo";
    if (requests.every(({ answer }) => answer() !== undefined)) return "settled";
    return endingOf(session);
  };
  for (let leftMs = settings.replyTimeoutMs; leftMs > 0; leftMs -= REPEAT_MS) {
    const found = await session.until(outcome, Math.min(leftMs, REPEAT_MS));
    if (found === "echo") throw notRfc2217(settings.target, "echo");
    if (typeof found === "object") throw endedEarly(settings.target, found.said);
    if (found === "settled") break;
    for (const { setting, value, answer } of requests) {
      if (answer() === undefined) session.askAgain(setting, value);
    }
  }
  const refusals = requests.flatMap(({ what, value, answer, describe }) => {
    const given = answer();
    if (given === value) return [];
    const instead = given === undefined ? "no answer" : describe(given);
    return [`${what} ${describe(value)} was asked for and ${instead} given`];
  });
  if (refusals.length > 0) throw settingsRefused(settings.target, refusals);
}

interface PortRequest {
  readonly setting: Setting;
  readonly value: number;
  readonly what: string;
  describe(value: number): string;
}

function portRequests(settings: ComPortSettings): readonly PortRequest[] {
  const { baudRate, dataBits, parity, stopBits, hardwareFlowControl } = settings;
  return [
    { setting: "baudRate", value: baudRate, what: "baud rate", describe: String },
    { setting: "dataSize", value: dataBits, what: "data bits", describe: String },
    {
      setting: "parity",
      value: PARITY_VALUES[parity],
      what: "parity",
      describe: (value) => nameOf(PARITY_VALUES, value),
    },
    {
      setting: "stopSize",
      value: STOP_SIZE_VALUES[stopBits],
      what: "stop bits",
      describe: (value) => nameOf(STOP_SIZE_VALUES, value),
    },
    {
      setting: "flowControl",
      value: hardwareFlowControl ? Control.flowHardware : Control.flowNone,
      what: "flow control",
      describe: (value) => nameOf(FLOW_CONTROL_VALUES, value),
    },
  ];
}

const FLOW_CONTROL_VALUES = { none: Control.flowNone, "XON/XOFF": 2, rtscts: Control.flowHardware };

function nameOf(values: Readonly<Record<string, number>>, value: number): string {
  const entry = Object.entries(values).find(([, known]) => known === value);
  return entry?.[0] ?? `value ${value}`;
}

/** Sets the lines; a server whose port has none says something else, or nothing. */
async function setLines(session: ComPortSession, settings: ComPortSettings): Promise<boolean> {
  const wanted = settings.dtr ? Control.dtrOn : Control.dtrOff;
  const dtr = session.ask("dtr", wanted);
  // With hardware flow control RTS is the server's own.
  if (!settings.hardwareFlowControl)
    session.ask("rts", settings.rts ? Control.rtsOn : Control.rtsOff);
  session.sendMasks();
  // Value 0 asks what the speed is: that answer comes, and should come after those for the lines.
  const fence = session.ask("baudRate", 0);
  const outcome = (): number | Ending | undefined => dtr() ?? endingOf(session);
  const isEnough = (): true | undefined =>
    dtr() !== undefined || fence() !== undefined || session.isEnded || undefined;
  await session.until(isEnough, settings.replyTimeoutMs);
  const state = await session.until(outcome, LINE_GRACE_MS);
  if (typeof state === "object") throw endedEarly(settings.target, state.said);
  return state === wanted;
}
