import {
  Command,
  decodeUrc,
  type FrameEvent,
  Framer,
  type OperationDescriptor,
  parseFinalResult,
  ReplyDecoder,
  type SupportedValues,
  type Taken,
} from "@qsmtp/protocol";
import { allUrcs } from "@qsmtp/protocol/catalog";
import { hex, type Observation } from "./expectation.ts";

/**
 * The least that a host must do with the codec to read a module: one command at a time, echo
 * expected but not required, data phases counted. Reports what it reads.
 */
export class CodecReader {
  readonly #framer = new Framer();
  #numeric = false;
  #echo: string | undefined;
  #current: { command: Command; decoder: ReplyDecoder<unknown>; answered: boolean } | undefined;
  /** Length of the next download, which no line announces. */
  #downloadBytes: number;
  #data: Uint8Array[] = [];

  constructor(downloadBytes: number) {
    this.#downloadBytes = downloadBytes;
  }

  /** The host has written a command line. */
  asked(line: string, operation: OperationDescriptor | undefined, input: object): void {
    this.#echo = line;
    const known = operation ?? unknownOperation;
    const command = new Command(known, operation === undefined ? {} : input);
    this.#current = { command, decoder: new ReplyDecoder(known), answered: false };
    // ATV0 and ATV1 are answered in the new way at once.
    if (operation?.name === "setVerbose") this.#numeric = !(input as { enabled: boolean }).enabled;
  }

  /** Reads one chunk. */
  read(chunk: Uint8Array): Observation[] {
    const seen: Observation[] = [];
    this.#framer.push(chunk);
    for (let event = this.#framer.next(); event !== undefined; event = this.#framer.next()) {
      this.#take(event, seen);
    }
    return seen;
  }

  #take(event: FrameEvent, seen: Observation[]): void {
    switch (event.type) {
      case "line":
        this.#takeLine(event.text, seen);
        return;
      case "data":
        this.#data.push(event.bytes);
        if (event.remaining === 0) {
          seen.push({ data: this.#data.map(hex).join("") });
          this.#data = [];
        }
        return;
      case "ack":
        seen.push({ acknowledgement: true });
        return;
      case "overflow":
        seen.push({ unclaimed: `overflow: ${event.head}` });
    }
  }

  #takeLine(text: string, seen: Observation[]): void {
    if (text === this.#echo) {
      this.#echo = undefined;
      seen.push({ echo: text });
      return;
    }
    const result = parseFinalResult(text, { numeric: this.#numeric });
    if (result !== undefined && this.#current !== undefined) {
      this.#echo = undefined;
      if (result.kind === "connect") this.#enterData(result.lengthBytes);
      else this.#finish(seen, result.kind === "ok");
      seen.push({ result });
      return;
    }
    const decoder = this.#current?.decoder;
    // A line without prefix could be anything; only then a known URC goes first.
    const urcFirst = decoder?.expectsBareLine ? decodeUrc(allUrcs, text) : undefined;
    const { taken, displaced } = (urcFirst === undefined && decoder?.take(text)) || nothing;
    for (const line of taken ? displaced : [text]) this.#leave(line, seen);
    if (this.#current === undefined || !taken) return;
    this.#current.answered = true;
    this.#framer.stopAcks();
  }

  #leave(text: string, seen: Observation[]): void {
    const urc = decodeUrc(allUrcs, text);
    if (urc === undefined) this.#current?.decoder.reject(text);
    seen.push(urc === undefined ? { unclaimed: text } : { urc: urc.name, value: urc.value });
  }

  #enterData(lengthBytes: number | undefined): void {
    const data = this.#current?.command.data;
    if (data?.direction === "fromModule") {
      this.#framer.expectData(data.lengthFollowsConnect ? (lengthBytes ?? 0) : this.#downloadBytes);
    } else if (data?.ack !== undefined) {
      this.#framer.expectAcks(data.ack.byte);
    }
  }

  #finish(seen: Observation[], ok: boolean): void {
    const current = this.#current;
    this.#current = undefined;
    this.#framer.stopAcks();
    if (current === undefined || !(ok || current.answered)) return;
    const { operation, data } = current.command;
    // A data phase that was broken off ends in OK without the lines that belong to it.
    if (!current.answered && data?.earlyExit === "aborted") return;
    const output = current.decoder.finish();
    if (output !== undefined) seen.push({ output: asWritten(operation, output) });
  }
}

const nothing: Taken = { taken: false, displaced: [] };

/** Of a test form a transcript shows the lines, not their parse. */
function asWritten(operation: OperationDescriptor, output: unknown): unknown {
  if (operation.form !== "test") return output;
  return { supports: (output as SupportedValues).lines.map((line) => line.text) };
}

const unknownOperation: OperationDescriptor = {
  name: "unknown",
  at: "+UNKNOWN",
  form: "execute",
  maxResponseMs: null,
};
