import { parseFinalResult } from "@qsmtp/protocol";
import { escapeSequence } from "@qsmtp/protocol/facts";
import type { CommandReader } from "../modem/command-reader.ts";
import { blockBytes, DataPhaseReading, longestEnd, phaseOf } from "./data-phase-reading.ts";

/** One line or one block, cut out of what passed. */
export interface CutRecord {
  readonly atMs: number;
  readonly direction: "sent" | "received";
  /** A character is a byte. */
  readonly text: string;
  /** A line, a block of a data phase, or the module's acknowledgement of one. */
  readonly kind: "line" | "data" | "ack";
}

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

interface Lane {
  readonly direction: CutRecord["direction"];
  text: string;
  /** When the last of these bytes came. */
  atMs: number;
  lastByteMs: number;
  /** A line that has ended with a CR, to which an LF may still belong. */
  open: Writable<CutRecord> | undefined;
}

/** Ends of what a host types behind a prompt: Ctrl-Z sends it, Escape gives it up. */
const promptEnds = "\u001a\u001b";
const prompt = /^[\r\n]*> $/;
const repeat = /^a\/$/i;
/** Silence around the escape sequence, a little less than modules want. */
const escapeSilenceMs = 900;

/**
 * Cuts the bytes of both directions into lines and blocks of data. What a record holds depends on the
 * bytes and on who spoke first, not on how a driver or network has cut them into chunks.
 */
export class RecordCutter {
  readonly #reader: CommandReader;
  readonly #onRecord: (record: CutRecord) => void;
  readonly #sent: Lane = laneOf("sent");
  readonly #received: Lane = laneOf("received");
  #phase: DataPhaseReading | undefined;
  /** The character that acknowledges blocks, until the result: that of the last one comes late. */
  #ack: string | undefined;
  /** What opens a data phase, if the module says `CONNECT`. */
  #lastLine = "";
  #lastMs = 0;
  /** What waits for an LF before it, or for its own. */
  #queue: (CutRecord | (() => void))[] = [];

  constructor(reader: CommandReader, onRecord: (record: CutRecord) => void) {
    this.#reader = reader;
    this.#onRecord = onRecord;
  }

  /** Bytes from the host. */
  sent(text: string, atMs: number): void {
    if (this.#isEscape(text, atMs)) {
      this.#flush(this.#sent);
      this.#phase?.leave();
      this.#emit("sent", text, atMs, "line");
      this.#sent.lastByteMs = atMs;
      return;
    }
    this.#take(this.#sent, text, atMs);
  }

  /** Bytes from the module. */
  received(text: string, atMs: number): void {
    this.#settle(this.#sent);
    this.#take(this.#received, text, atMs);
  }

  /** Something that is no traffic: `note` is called when it is its turn. */
  event(note: () => void): void {
    this.#queue.push(note);
    this.#give();
  }

  /** The host has set DTR, by which it may leave data mode. */
  dtr(asserted: boolean): void {
    this.#settle(this.#sent);
    if (this.#phase?.direction === "sent") this.#flush(this.#sent);
    if (!asserted) this.#phase?.leave();
  }

  /** Gives what has begun, as it stands: the recording ends. */
  flush(): void {
    for (const lane of [this.#sent, this.#received]) {
      lane.open = undefined;
      this.#flush(lane);
    }
    this.#give();
  }

  /** Forgets data mode: the connection has ended. */
  reset(): void {
    this.flush();
    this.#phase = undefined;
    this.#lastLine = "";
  }

  #take(lane: Lane, text: string, atMs: number): void {
    for (let at = 0; at < text.length; ) at += this.#takeSome(lane, text, at, atMs);
    lane.lastByteMs = atMs;
  }

  /** @returns how many bytes were taken */
  #takeSome(lane: Lane, text: string, at: number, atMs: number): number {
    if (lane.open !== undefined) {
      const isRest = text[at] === "\n";
      if (isRest) lane.open.text += "\n";
      lane.open = undefined;
      this.#give();
      if (isRest) return 1;
    }
    lane.atMs = atMs;
    const phase = this.#phase;
    if (phase?.direction === lane.direction) return this.#takeData(lane, phase, text, at);
    if (lane.direction === "received" && lane.text === "" && text[at] === this.#ack) {
      this.#emit("received", this.#ack ?? "", atMs, "ack");
      return 1;
    }
    const character = text[at] ?? "";
    lane.text += character;
    const isBlank = lane.direction === "received" && /^[\r\n]*$/.test(lane.text);
    if (isBlank) return 1;
    if (character === "\n" || (lane.direction === "sent" && promptEnds.includes(character))) {
      this.#endLine(lane);
    } else if (character === "\r") {
      this.#endLine(lane, !this.#isWhole(lane));
    } else if (lane.direction === "sent" ? repeat.test(lane.text) : prompt.test(lane.text)) {
      this.#endLine(lane);
    }
    return 1;
  }

  #takeData(lane: Lane, phase: DataPhaseReading, text: string, at: number): number {
    const ended = lane.text.length;
    const room = phase.endsByLine
      ? text.length
      : Math.min(blockBytes, phase.remainingBytes) - ended;
    const part = text.slice(at, at + room);
    lane.text += part;
    const restBytes = phase.bytesBehindEnd(part);
    if (restBytes !== undefined) {
      // These bytes are the line that tells of the end of the data.
      const rest = lane.text.slice(lane.text.length - restBytes);
      lane.text = lane.text.slice(0, lane.text.length - restBytes);
      this.#endBlocks(lane, phase, 0);
      this.#phase = undefined;
      this.#take(lane, rest, lane.atMs);
    } else if (phase.endsByLine) {
      this.#endBlocks(lane, phase, longestEnd);
    } else if (lane.text.length >= Math.min(blockBytes, phase.remainingBytes)) {
      this.#endBlocks(lane, phase, 0);
      if (phase.remainingBytes === 0) this.#phase = undefined;
    }
    return part.length;
  }

  /** Gives whole blocks, and what is left if nothing is to be kept back. */
  #endBlocks(lane: Lane, phase: DataPhaseReading, keptBytes: number): void {
    while (lane.text.length >= blockBytes + keptBytes) {
      this.#endBlock(lane, phase, blockBytes);
    }
    if (keptBytes === 0) this.#endBlock(lane, phase, lane.text.length);
  }

  #endBlock(lane: Lane, phase: DataPhaseReading, bytes: number): void {
    const block = lane.text.slice(0, bytes);
    lane.text = lane.text.slice(bytes);
    if (block === "") return;
    phase.taken(block.length);
    this.#emit(lane.direction, block, lane.atMs, "data");
  }

  /** Echoes and results in digits have a CR and no LF. */
  #isWhole({ direction, text }: Lane): boolean {
    const content = text.slice(0, -1);
    return direction === "received" && (content === this.#lastLine || /^\d$/.test(content));
  }

  /** Ends a line of the host whose LF will not come, because the module speaks. */
  #settle(lane: Lane): void {
    lane.open = undefined;
    this.#give();
    if (lane.text === escapeSequence) this.#flush(lane);
  }

  #endLine(lane: Lane, mayGrow = false): void {
    const { text, direction } = lane;
    lane.text = "";
    if (text === "") return;
    const content = text.replace(/[\r\n]+/g, "");
    const result =
      direction === "received"
        ? parseFinalResult(content, {
            numeric: phaseOf(this.#reader, this.#lastLine) !== undefined,
          })
        : undefined;
    if (result !== undefined && this.#phase !== undefined) {
      // The module has left data mode before the end of the data.
      this.#flush(this.#sent);
      this.#phase = undefined;
    }
    const record = this.#emit(direction, text, lane.atMs, "line", mayGrow);
    if (mayGrow) lane.open = record;
    if (direction === "received") this.#ack = undefined;
    if (direction === "sent") {
      if (content !== "") this.#lastLine = content;
    } else if (result?.kind === "connect") {
      this.#openPhase(result.lengthBytes);
    }
  }

  #openPhase(announcedBytes: number | undefined): void {
    const phase = phaseOf(this.#reader, this.#lastLine);
    if (phase === undefined) return;
    const opened = new DataPhaseReading(phase, announcedBytes);
    this.#ack = opened.ack;
    if (opened.remainingBytes > 0) this.#phase = opened;
  }

  #flush(lane: Lane): void {
    if (this.#phase?.direction === lane.direction) this.#endBlocks(lane, this.#phase, 0);
    else this.#endLine(lane);
  }

  /** Whether the host leaves data mode: three characters alone, behind silence. */
  #isEscape(text: string, atMs: number): boolean {
    const { lastByteMs } = this.#sent;
    return (
      this.#phase !== undefined && text === escapeSequence && atMs - lastByteMs >= escapeSilenceMs
    );
  }

  #emit(
    direction: CutRecord["direction"],
    text: string,
    atMs: number,
    kind: CutRecord["kind"],
    mayGrow = false,
  ): CutRecord {
    this.#lastMs = Math.max(this.#lastMs, atMs);
    const record = { atMs: this.#lastMs, direction, text, kind };
    this.#queue.push(record);
    if (!mayGrow) this.#give();
    return record;
  }

  /** Gives what is whole, in order. */
  #give(): void {
    for (let item = this.#queue[0]; item !== undefined; item = this.#queue[0]) {
      if (item === this.#sent.open || item === this.#received.open) return;
      this.#queue.shift();
      if (typeof item === "function") item();
      else this.#onRecord(item);
    }
  }
}

function laneOf(direction: Lane["direction"]): Lane {
  return { direction, text: "", atMs: 0, lastByteMs: 0, open: undefined };
}
