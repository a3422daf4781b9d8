import type { ControlLines } from "../far-end.ts";
import { Command, Control, SERVER_OFFSET } from "./com-port.ts";
import { MODEM_STATE_MASK } from "./line-states.ts";
import { OptionNegotiation } from "./option-negotiation.ts";
import { TelnetOption } from "./telnet-codes.ts";
import { TelnetDecoder } from "./telnet-decoder.ts";
import { encodeSubnegotiation, escapeData } from "./telnet-encoder.ts";

/** How a client has set the serial port. */
export interface PortSettings {
  /** Bits per second. */
  readonly baudRate: number;
  /** Bits of a character, 5 to 8. */
  readonly dataBits: number;
  /** Parity bit of a character. */
  readonly parity: "none" | "odd" | "even" | "mark" | "space";
  /** Bits behind a character. */
  readonly stopBits: 1 | 1.5 | 2;
}

/** What a server of a serial port does with what its client says. */
export interface ComPortServerOptions {
  /** Sends bytes to the client. */
  readonly send: (bytes: Uint8Array) => void;
  /** Bytes for the serial port. */
  readonly onData: (bytes: Uint8Array) => void;
  /** The client has changed DTR or RTS. Both are off at first. */
  readonly onControlLines: (lines: ControlLines) => void;
  /** The client has changed how the port is set. */
  readonly onSettings?: ((settings: PortSettings) => void) | undefined;
  /** A break begins (`true`), or is over. */
  readonly onBreak?: ((isOn: boolean) => void) | undefined;
}

/** One conversation of an RFC 2217 server with a client, seen from the serial port. It does no I/O. */
export interface ComPortServer {
  /** The lines as the client has set them. */
  readonly lines: ControlLines;
  /** Bytes of data that the client has asked to hold back. */
  readonly heldBytes: number;
  /** Takes what came from the client, cut anywhere. */
  receive(chunk: Uint8Array): void;
  /** Sends bytes of the serial port. */
  sendData(bytes: Uint8Array): void;
}

/**
 * Begins a conversation with a client that has connected: it agrees on binary transmission, suppressed
 * go-ahead and COM-PORT, takes every setting that a serial port can have, and tells what it is set to.
 * CTS, DSR and DCD are on.
 */
export function createComPortServer(options: ComPortServerOptions): ComPortServer {
  return new Server(options);
}

const signature = new TextEncoder().encode("qsmtp");
const agreedOptions = [TelnetOption.binary, TelnetOption.suppressGoAhead, TelnetOption.comPort];
const parities = ["none", "odd", "even", "mark", "space"] as const;
const stopSizes = [1, 2, 1.5] as const;
/** CTS, DSR and DCD. */
const MODEM_IS_ON = 0b1011_0000;

/** Values of `Command.control` that ask, and the group of those that answer. */
const controlGroups = [
  { ask: 0, first: 1, last: 3 },
  { ask: 4, first: Control.breakOn, last: Control.breakOff },
  { ask: 7, first: Control.dtrOn, last: Control.dtrOff },
  { ask: 10, first: Control.rtsOn, last: Control.rtsOff },
  { ask: 13, first: 14, last: 16 },
] as const;

class Server implements ComPortServer {
  readonly #options: ComPortServerOptions;
  readonly #decoder = new TelnetDecoder();
  readonly #negotiation: OptionNegotiation;
  readonly #held: Uint8Array[] = [];
  /** What each group of `controlGroups` is set to, by its question. */
  readonly #control = new Map<number, number>([
    [0, Control.flowNone],
    [4, Control.breakOff],
    [7, Control.dtrOff],
    [10, Control.rtsOff],
    [13, 14],
  ]);
  #isHeld = false;
  #baudRate = 115_200;
  #dataBits = 8;
  #parity = 1;
  #stopSize = 1;
  #hasTold = false;

  constructor(options: ComPortServerOptions) {
    this.#options = options;
    this.#negotiation = new OptionNegotiation(options.send);
    for (const option of agreedOptions) {
      this.#negotiation.want("ours", option);
      this.#negotiation.want("theirs", option);
    }
  }

  get lines(): ControlLines {
    return {
      dtr: this.#control.get(7) === Control.dtrOn,
      rts: this.#control.get(10) === Control.rtsOn,
    };
  }

  get heldBytes(): number {
    return this.#held.reduce((sum, { length }) => sum + length, 0);
  }

  receive(chunk: Uint8Array): void {
    for (const event of this.#decoder.decode(chunk)) {
      if (event.type === "data") this.#options.onData(event.bytes);
      else if (event.type === "negotiation") this.#negotiate(event.verb, event.option);
      else if (event.type === "subnegotiation" && event.option === TelnetOption.comPort) {
        this.#command(event.payload);
      }
    }
  }

  sendData(bytes: Uint8Array): void {
    if (this.#isHeld) this.#held.push(bytes);
    else this.#options.send(escapeData(bytes));
  }

  #negotiate(verb: "will" | "wont" | "do" | "dont", option: number): void {
    this.#negotiation.receive(verb, option);
    if (option === TelnetOption.comPort && verb === "will") this.#greet();
  }

  /** Tells once how the modem's lines are: some clients take commands without agreeing on them first. */
  #greet(): void {
    if (this.#hasTold) return;
    this.#hasTold = true;
    this.#tell(Command.modemState, MODEM_IS_ON);
  }

  #command(payload: Uint8Array): void {
    const [command, value] = payload;
    if (command === undefined) return;
    this.#greet();
    if (command === Command.suspend) this.#isHeld = true;
    if (command === Command.resume) this.#release();
    if (command === Command.signature) {
      // A signature of the client is no question.
      if (payload.length === 1) this.#tell(Command.signature, ...signature);
      return;
    }
    // Some clients ask for the modem's lines instead of waiting to be told.
    if (command === Command.modemState) this.#tell(Command.modemState, MODEM_IS_ON);
    if (value === undefined) return;
    switch (command) {
      case Command.baudRate:
        this.#setBaudRate(payload);
        return;
      case Command.dataSize:
        if (value >= 5 && value <= 8) this.#dataBits = value;
        this.#tellSetting(command, this.#dataBits, value !== 0);
        return;
      case Command.parity:
        if (value >= 1 && value <= parities.length) this.#parity = value;
        this.#tellSetting(command, this.#parity, value !== 0);
        return;
      case Command.stopSize:
        if (value >= 1 && value <= stopSizes.length) this.#stopSize = value;
        this.#tellSetting(command, this.#stopSize, value !== 0);
        return;
      case Command.control:
        this.#setControl(value);
        return;
      case Command.lineStateMask:
      case Command.purge:
        this.#tell(command, value);
        return;
      case Command.modemStateMask:
        this.#tell(command, value);
        if ((value & MODEM_STATE_MASK) !== 0) this.#tell(Command.modemState, MODEM_IS_ON & value);
        return;
    }
  }

  #release(): void {
    this.#isHeld = false;
    for (const bytes of this.#held.splice(0)) this.sendData(bytes);
  }

  #setBaudRate(payload: Uint8Array): void {
    if (payload.length < 5) return;
    const asked = new DataView(payload.buffer, payload.byteOffset).getUint32(1);
    if (asked !== 0) this.#baudRate = asked;
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, this.#baudRate);
    this.#tell(Command.baudRate, ...bytes);
    if (asked !== 0) this.#tellOwner();
  }

  #tellSetting(command: number, value: number, isChange: boolean): void {
    this.#tell(command, value);
    if (isChange) this.#tellOwner();
  }

  #tellOwner(): void {
    this.#options.onSettings?.({
      baudRate: this.#baudRate,
      dataBits: this.#dataBits,
      parity: parities[this.#parity - 1] ?? "none",
      stopBits: stopSizes[this.#stopSize - 1] ?? 1,
    });
  }

  #setControl(value: number): void {
    const group = controlGroups.find(({ ask, last }) => value >= ask && value <= last);
    if (group === undefined) return;
    const before = this.#control.get(group.ask);
    if (value !== group.ask) this.#control.set(group.ask, value);
    this.#tell(Command.control, this.#control.get(group.ask) ?? value);
    if (value === group.ask || value === before) return;
    if (group.ask === 4) this.#options.onBreak?.(value === Control.breakOn);
    if (group.ask === 7 || group.ask === 10) this.#options.onControlLines(this.lines);
  }

  #tell(command: number, ...payload: readonly number[]): void {
    const bytes = Uint8Array.of(command + SERVER_OFFSET, ...payload);
    this.#options.send(encodeSubnegotiation(TelnetOption.comPort, bytes));
  }
}
