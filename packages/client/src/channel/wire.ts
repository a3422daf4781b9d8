import { type FrameEvent, Framer } from "@qsmtp/protocol";
import type { Connection } from "@qsmtp/transport";
import { escapeBytes } from "../data-mode/escape-bytes.ts";
import type { ChannelState } from "./state.ts";

/** What can be put on the wire depends on what the module takes bytes for. */
export type WireMode = CommandMode | DataMode | EscapingMode | QuarantinedMode | LostMode;

export interface CommandMode {
  readonly kind: "command";
  writeCommand(line: Uint8Array): void;
}

export interface DataMode {
  readonly kind: "data";
  writeBlock(bytes: Uint8Array): void;
}

export interface EscapingMode {
  readonly kind: "escaping";
  writeEscape(): void;
  setDtr(asserted: boolean): void;
}

export interface QuarantinedMode {
  readonly kind: "quarantined";
  /** Writes a question; `fresh` ends half a line that the module may have. */
  ask(line: Uint8Array, fresh: boolean): void;
  setDtr(asserted: boolean): void;
}

export interface LostMode {
  readonly kind: "lost";
}

/** What a wire tells. */
export interface WireEvents {
  /** What came, and how many bytes it was with its line ends. */
  readonly received: (event: FrameEvent, lengthBytes: number) => void;
  /** Bytes that came before it was stopped, and of which nothing was told: no line end followed. */
  readonly leftOver: (lengthBytes: number) => void;
  readonly writing: (lengthBytes: number) => void;
  /** A write has ended; they end in the order in which they began. */
  readonly written: () => void;
  readonly writeFailed: (error: unknown) => void;
}

const carriageReturn = 0x0d;

/** The bytes under a channel: connection, framer and mode. */
export class Wire {
  readonly connection: Connection;
  readonly #framer = new Framer();
  readonly #events: WireEvents;
  readonly #modes: { readonly [Kind in WireMode["kind"]]: Extract<WireMode, { kind: Kind }> };
  readonly #stop: () => void;
  #mode: WireMode;
  /** Chunks that came and are not read yet; they are read one after the other. */
  #chunks: Uint8Array[] = [];
  #reading = false;
  #stopped = false;
  #receivedBytes = 0;
  #toldBytes = 0;
  /** Bytes of the chunks that have been read. */
  #readBytes = 0;

  constructor(connection: Connection, events: WireEvents) {
    this.connection = connection;
    this.#events = events;
    const setDtr = (asserted: boolean): void => {
      // A port that refuses has another way out of data mode, and one that is gone tells it.
      connection.setDtr(asserted).catch(() => undefined);
    };
    this.#modes = {
      command: { kind: "command", writeCommand: (line) => this.#write(line) },
      data: { kind: "data", writeBlock: (bytes) => this.#write(bytes) },
      escaping: { kind: "escaping", writeEscape: () => this.#write(escapeBytes), setDtr },
      quarantined: {
        kind: "quarantined",
        ask: (line, fresh) => this.#write(fresh ? Uint8Array.of(carriageReturn, ...line) : line),
        setDtr,
      },
      lost: { kind: "lost" },
    };
    this.#mode = this.#modes.quarantined;
    this.#stop = connection.onData((chunk) => this.#receive(chunk));
  }

  get mode(): WireMode {
    return this.#mode;
  }

  /** Takes the mode that goes with what the channel has decided. */
  follow(state: ChannelState): void {
    this.#mode = this.#modes[modeOf(state)];
  }

  /** Takes the next `lengthBytes` bytes raw; 0 for lines again. */
  expectData(lengthBytes: number): void {
    this.#framer.expectData(lengthBytes);
  }

  /** Reads `byte` at the start of a line as an acknowledgement; `undefined` for none. */
  expectAcks(byte: number | undefined): void {
    if (byte === undefined) this.#framer.stopAcks();
    else this.#framer.expectAcks(byte);
  }

  /** Hears nothing more. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#stop();
    this.#events.leftOver(this.#receivedBytes - this.#toldBytes);
  }

  #receive(chunk: Uint8Array): void {
    this.#receivedBytes += chunk.length;
    this.#chunks.push(chunk);
    // A far end may answer from within a write to it: that is read behind what came before.
    if (this.#reading) return;
    this.#reading = true;
    try {
      for (let next = this.#chunks.shift(); next !== undefined; next = this.#chunks.shift()) {
        this.#read(next);
        if (this.#stopped) return;
      }
    } finally {
      this.#reading = false;
    }
  }

  #read(chunk: Uint8Array): void {
    const framer = this.#framer;
    framer.push(chunk);
    for (let event = framer.next(); event !== undefined; event = framer.next()) {
      // Chunks are read whole, so all that came but the rest of this one has been taken.
      const takenBytes = this.#readBytes + chunk.length - framer.restBytes;
      const lengthBytes = takenBytes - this.#toldBytes;
      this.#toldBytes = takenBytes;
      this.#events.received(event, lengthBytes);
      if (this.#stopped) return;
    }
    this.#readBytes += chunk.length;
  }

  #write(bytes: Uint8Array): void {
    this.#events.writing(bytes.length);
    this.connection.write(bytes).then(this.#events.written, this.#events.writeFailed);
  }
}

function modeOf({ wire }: ChannelState): WireMode["kind"] {
  switch (wire.kind) {
    case "idle":
      return "command";
    case "running":
      return wire.phase.name === "reply" ? "command" : "data";
    case "quarantined":
    case "escaping":
    case "lost":
      return wire.kind;
    case "detached":
      return "lost";
  }
}
