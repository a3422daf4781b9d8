import { TelnetOption } from "./telnet-codes.ts";
import { encodeSubnegotiation } from "./telnet-encoder.ts";

/** Commands of the COM-PORT option (RFC 2217, section 3), as the client sends them. */
export const Command = {
  signature: 0,
  baudRate: 1,
  dataSize: 2,
  parity: 3,
  stopSize: 4,
  control: 5,
  lineState: 6,
  modemState: 7,
  suspend: 8,
  resume: 9,
  lineStateMask: 10,
  modemStateMask: 11,
  purge: 12,
} as const;

/** What the server sends is the same plus this. */
export const SERVER_OFFSET = 100;

/** What a request of ours sets; the server's reply tells what it is then. */
export type Setting =
  | "baudRate"
  | "dataSize"
  | "parity"
  | "stopSize"
  | "flowControl"
  | "break"
  | "dtr"
  | "rts"
  | "purge";

const VALUE_COMMANDS = {
  dataSize: Command.dataSize,
  parity: Command.parity,
  stopSize: Command.stopSize,
  purge: Command.purge,
} as const;

/** Values of `Command.control`. */
export const Control = {
  flowNone: 1,
  flowHardware: 3,
  breakOn: 5,
  breakOff: 6,
  dtrOn: 8,
  dtrOff: 9,
  rtsOn: 11,
  rtsOff: 12,
} as const;

export const PARITY_VALUES = { none: 1, odd: 2, even: 3, mark: 4, space: 5 } as const;
export const STOP_SIZE_VALUES = { 1: 1, 2: 2, 1.5: 3 } as const;
export const PURGE_VALUES = { received: 1, unsent: 2, both: 3 } as const;

/** What the server says. */
export type ServerMessage =
  | { readonly type: "reply"; readonly setting: Setting; readonly value: number }
  | { readonly type: "lineState"; readonly bits: number }
  | { readonly type: "modemState"; readonly bits: number }
  | { readonly type: "suspend" }
  | { readonly type: "resume" }
  /** A command that only a client sends: whatever is there repeats what it hears. */
  | { readonly type: "echo" };

/** Asks the server to change a setting, and to tell what it is then. */
export function encodeRequest(setting: Setting, value: number): Uint8Array {
  if (setting === "baudRate") {
    const payload = new Uint8Array(5);
    payload[0] = Command.baudRate;
    new DataView(payload.buffer).setUint32(1, value);
    return encodeSubnegotiation(TelnetOption.comPort, payload);
  }
  const command =
    setting in VALUE_COMMANDS
      ? VALUE_COMMANDS[setting as keyof typeof VALUE_COMMANDS]
      : Command.control;
  return encodeCommand(command, value);
}

/** Says which changes of line and modem state are to be told. It has no reply that can be counted on. */
export function encodeMasks(lineState: number, modemState: number): readonly Uint8Array[] {
  return [
    encodeCommand(Command.lineStateMask, lineState),
    encodeCommand(Command.modemStateMask, modemState),
  ];
}

function encodeCommand(command: number, value: number): Uint8Array {
  return encodeSubnegotiation(TelnetOption.comPort, Uint8Array.of(command, value));
}

/** Reads a subnegotiation of the COM-PORT option; `undefined` for one that says nothing to us. */
export function decodeServerMessage(payload: Uint8Array): ServerMessage | undefined {
  const [code, value] = payload;
  if (code === undefined) return undefined;
  // A signature, or the question for ours, is the same from both sides.
  if (code > Command.signature && code < SERVER_OFFSET) return { type: "echo" };
  const command = code - SERVER_OFFSET;
  if (command === Command.suspend) return { type: "suspend" };
  if (command === Command.resume) return { type: "resume" };
  if (value === undefined) return undefined;
  switch (command) {
    case Command.baudRate: {
      if (payload.length < 5) return undefined;
      const view = new DataView(payload.buffer, payload.byteOffset);
      return { type: "reply", setting: "baudRate", value: view.getUint32(1) };
    }
    case Command.dataSize:
      return { type: "reply", setting: "dataSize", value };
    case Command.parity:
      return { type: "reply", setting: "parity", value };
    case Command.stopSize:
      return { type: "reply", setting: "stopSize", value };
    case Command.purge:
      return { type: "reply", setting: "purge", value };
    case Command.control:
      return decodeControl(value);
    case Command.lineState:
      return { type: "lineState", bits: value };
    case Command.modemState:
      return { type: "modemState", bits: value };
  }
  return undefined;
}

function decodeControl(value: number): ServerMessage | undefined {
  const setting = controlSetting(value);
  return setting === undefined ? undefined : { type: "reply", setting, value };
}

function controlSetting(value: number): Setting | undefined {
  // 13 to 16 are about the other direction alone, which we never ask about.
  if (value <= 3 || (value >= 17 && value <= 19)) return "flowControl";
  if (value <= 6) return "break";
  if (value <= 9) return "dtr";
  if (value <= 12) return "rts";
  return undefined;
}
