import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import { releaseSocket } from "../tcp/connect-socket.ts";
import { TelnetDecoder, type TelnetEvent } from "./telnet-decoder.ts";
import { escapeData } from "./telnet-encoder.ts";

/** After so many bytes at most the server's wish to hold back is looked at. */
const SEGMENT_BYTES = 4096;

/** What a telnet stream tells beside its data. */
export interface TelnetStreamOwner {
  received(event: Exclude<TelnetEvent, { readonly type: "data" }>): void;
  /** Bytes of data were handed to the operating system. */
  sent(byteCount: number): void;
  /** Nothing more will come. Told at once, also while nobody reads the data before it. */
  ended(): void;
}

/** The data of a telnet connection, free of commands: a stream over a socket that is connected. */
export class TelnetStream extends Duplex {
  readonly #socket: Socket;
  readonly #owner: TelnetStreamOwner;
  readonly #decoder = new TelnetDecoder();
  #isHeld = false;
  #sendHeld: (() => void) | undefined;
  #mustRead = false;

  constructor(socket: Socket, owner: TelnetStreamOwner) {
    super({ autoDestroy: false });
    this.#socket = socket;
    this.#owner = owner;
    socket.on("data", (chunk: Uint8Array) => this.#receive(chunk));
    socket.on("end", () => {
      owner.ended();
      this.push(null);
    });
    socket.on("error", (error) => {
      owner.ended();
      this.destroy(error);
    });
    socket.on("close", () => {
      owner.ended();
      this.destroy();
    });
  }

  /**
   * `true` goes on reading although nobody takes the data, because the answer to a command is
   * behind it.
   */
  set mustRead(mustRead: boolean) {
    this.#mustRead = mustRead;
    if (mustRead) this.#socket.resume();
  }

  /** Sends bytes that are telnet commands already, ahead of data that is held back. */
  sendCommand(bytes: Uint8Array): void {
    if (this.#socket.writable) this.#socket.write(bytes);
  }

  /** Sends no data until {@link releaseData}. */
  holdData(): void {
    this.#isHeld = true;
  }

  releaseData(): void {
    this.#isHeld = false;
    const send = this.#sendHeld;
    this.#sendHeld = undefined;
    send?.();
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(
    chunk: Uint8Array,
    _encoding: BufferEncoding,
    done: (error?: Error | null) => void,
  ): void {
    this.#send(chunk, done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    void releaseSocket(this.#socket).then(() => done(error));
  }

  #receive(chunk: Uint8Array): void {
    for (const event of this.#decoder.decode(chunk)) {
      if (event.type !== "data") this.#owner.received(event);
      else if (!this.push(event.bytes) && !this.#mustRead) this.#socket.pause();
    }
  }

  /** Sends the rest of a write, piece by piece. */
  #send(rest: Uint8Array, done: (error?: Error | null) => void): void {
    if (rest.length === 0) {
      done();
      return;
    }
    if (this.#isHeld) {
      this.#sendHeld = () => this.#send(rest, done);
      return;
    }
    const segment = rest.subarray(0, SEGMENT_BYTES);
    this.#socket.write(escapeData(segment), (error) => {
      if (error) {
        done(error);
        return;
      }
      this.#owner.sent(segment.length);
      this.#send(rest.subarray(SEGMENT_BYTES), done);
    });
  }
}
