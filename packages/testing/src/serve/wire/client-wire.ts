import type { Socket } from "node:net";
import type { ControlLines } from "@qsmtp/transport";
import {
  type ComPortServer,
  createComPortServer,
  type PortSettings,
} from "@qsmtp/transport/rfc2217";
import type { HostWire, WireEnd } from "./host-wire.ts";
import { StrangerWatch } from "./stranger-watch.ts";

/** What a wire tells of its client. */
export interface WireListener {
  lines(lines: ControlLines): void;
  settings(settings: PortSettings): void;
  break(isOn: boolean): void;
  ended(reason: WireEnd): void;
}

/** How a wire is spoken to. */
export interface WireOptions {
  readonly socket: Socket;
  /** Whether the client speaks telnet with the COM-PORT option. */
  readonly rfc2217: boolean;
  readonly listener: WireListener;
}

/** What waits for a client that does not read: the largest file of the module's RAM, and some. */
const maxUnreadBytes = 2_097_152;
/** What waits for a module that is busy; beyond it the client waits too. */
const maxWaitingBytes = 65_536;
const waitingCheckMs = 10;

/** The module's end of a connection, with bounded memory both ways. */
export class ClientWire implements HostWire {
  /** Address and port of a client that came over TCP. */
  readonly peer: string | null;
  readonly #socket: Socket;
  readonly #listener: WireListener;
  readonly #comPort: ComPortServer | undefined;
  readonly #strangers = new StrangerWatch();
  readonly #onData = new Set<(chunk: Uint8Array) => void>();
  readonly #onLines = new Set<(lines: ControlLines) => void>();
  #waitingBytes: () => number = () => 0;
  #held: Uint8Array[] = [];
  #check: ReturnType<typeof setTimeout> | undefined;
  #end: WireEnd = "closed";
  #isEnded = false;
  #lastByteAtMs = performance.now();
  #hasSpoken = false;

  constructor({ socket, rfc2217, listener }: WireOptions) {
    this.#socket = socket;
    const { remoteAddress, remotePort } = socket;
    this.peer = remoteAddress === undefined ? null : `${remoteAddress}:${remotePort}`;
    this.#listener = listener;
    this.#comPort = rfc2217 ? this.#createComPort() : undefined;
    socket.on("data", (chunk: Uint8Array) => this.#receive(new Uint8Array(chunk)));
    // It may break at any time; "close" follows and says enough.
    socket.on("error", () => {});
    socket.once("close", () => this.#closed());
  }

  /** How long nothing has come from the client. */
  get silentMs(): number {
    return performance.now() - this.#lastByteAtMs;
  }

  /** Whether any byte for the module has come. */
  get hasSpoken(): boolean {
    return this.#hasSpoken;
  }

  get lines(): ControlLines | undefined {
    return this.#comPort?.lines;
  }

  /**
   * Lets what came meanwhile go to the module, and all that comes from now on.
   * @param waitingBytes tells how much the module has not read yet
   */
  open(waitingBytes: () => number): void {
    this.#waitingBytes = waitingBytes;
    for (const chunk of this.#held.splice(0)) this.#deliver(chunk);
    this.#letGo();
  }

  onData(listener: (chunk: Uint8Array) => void): () => void {
    this.#onData.add(listener);
    return () => this.#onData.delete(listener);
  }

  onControlLines(listener: (lines: ControlLines) => void): () => void {
    this.#onLines.add(listener);
    return () => this.#onLines.delete(listener);
  }

  write(bytes: Uint8Array): void {
    if (this.#isEnded || !this.#socket.writable) return;
    // A copy: what it was cut from may be changed before it is sent.
    const copy = new Uint8Array(bytes);
    if (this.#comPort === undefined) this.#socket.write(copy);
    else this.#comPort.sendData(copy);
    this.#limitUnread();
  }

  unplug(): void {
    this.end("unplugged");
  }

  /** Ends the connection once the client has read what was written. */
  finish(): void {
    if (!this.#isEnded) this.#socket.end();
  }

  /** Breaks the connection; the client sees it reset. */
  end(reason: WireEnd): void {
    if (this.#isEnded) return;
    this.#end = reason;
    this.#socket.resetAndDestroy();
    this.#closed();
  }

  #createComPort(): ComPortServer {
    return createComPortServer({
      send: (bytes) => {
        if (!this.#socket.writable) return;
        this.#socket.write(bytes);
        this.#limitUnread();
      },
      onData: (bytes) => this.#take(bytes),
      onControlLines: (lines) => {
        this.#listener.lines(lines);
        for (const listener of [...this.#onLines]) listener(lines);
      },
      onSettings: (settings) => this.#listener.settings(settings),
      onBreak: (isOn) => this.#listener.break(isOn),
    });
  }

  #receive(chunk: Uint8Array): void {
    if (this.#isEnded) return;
    this.#lastByteAtMs = performance.now();
    // Before anything is done with it: a request line ends no sooner than it is known as one.
    if (this.#strangers.isStranger(chunk)) this.end("not-at-commands");
    else if (this.#comPort === undefined) this.#take(chunk);
    else this.#comPort.receive(chunk);
  }

  #take(bytes: Uint8Array): void {
    if (this.#isEnded) return;
    this.#hasSpoken = true;
    if (this.#onData.size === 0) this.#held.push(bytes);
    else this.#deliver(bytes);
    if (this.#unreadByModule() > maxWaitingBytes) this.#holdBack();
  }

  #deliver(bytes: Uint8Array): void {
    for (const listener of [...this.#onData]) listener(bytes);
  }

  #unreadByModule(): number {
    return this.#held.reduce((sum, { length }) => sum + length, 0) + this.#waitingBytes();
  }

  /** Reads no more until the module has caught up, so that the client's own system holds it back. */
  #holdBack(): void {
    this.#socket.pause();
    clearTimeout(this.#check);
    this.#check = setTimeout(() => this.#letGo(), waitingCheckMs);
  }

  #letGo(): void {
    if (this.#isEnded) return;
    if (this.#unreadByModule() > maxWaitingBytes / 2) this.#holdBack();
    else this.#socket.resume();
  }

  #limitUnread(): void {
    const waiting = this.#socket.writableLength + (this.#comPort?.heldBytes ?? 0);
    if (waiting > maxUnreadBytes) this.end("not-read");
  }

  #closed(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    clearTimeout(this.#check);
    this.#held = [];
    if (this.lines?.dtr === true) {
      for (const listener of [...this.#onLines]) listener({ dtr: false, rts: false });
    }
    this.#listener.ended(this.#end);
  }
}
