import { type DataPhase, type OperationDescriptor, resolveDataPhase } from "@qsmtp/protocol";
import type { CommandReader } from "../modem/command-reader.ts";
import { splitCommands } from "../modem/split-commands.ts";

/** Bytes of a record of data; the module acknowledges as many. */
export const blockBytes = 1024;

/** The data phase that the last command of a line opens, if the schema knows one. */
export function phaseOf(
  reader: CommandReader,
  line: string,
): { readonly operation: OperationDescriptor; readonly phase: DataPhase } | undefined {
  const last = splitCommands(line).at(-1);
  if (last === undefined) return undefined;
  const read = reader.read(last);
  if (!("command" in read)) return undefined;
  const { operation, input } = read.command;
  const { data } = operation;
  return data && { operation, phase: resolveDataPhase(data, { ...input }) };
}

/** More than the line has that tells of the end of the data, up to the number in it. */
export const longestEnd = 64;

/** What a module prints when it has left data mode because the host wanted it to. */
const leftEarly = /\r\n(?:OK|ERROR|NO CARRIER|\+CME ERROR: [^\r]*)\r\n$/;

/** A data phase of which the bytes are counted. */
export class DataPhaseReading {
  readonly direction: "sent" | "received";
  /** The character that acknowledges a block, where the module sends one. */
  readonly ack: string | undefined;
  /** Bytes still to come; infinite where only the module knows. */
  remainingBytes: number;
  /** What stands before the number of bytes, where the module tells it afterwards. */
  readonly #announcement: string | undefined;
  #isLeaving = false;
  #seenBytes = 0;
  #tail = "";

  constructor(
    { operation, phase }: NonNullable<ReturnType<typeof phaseOf>>,
    announcedBytes: number | undefined,
  ) {
    this.direction = phase.direction === "toModule" ? "sent" : "received";
    this.ack = phase.ack && String.fromCharCode(phase.ack.byte);
    const length = phase.lengthFollowsConnect ? announcedBytes : phase.lengthBytes;
    this.remainingBytes = length ?? Number.POSITIVE_INFINITY;
    const isOpen = length === undefined && this.direction === "received";
    this.#announcement = isOpen ? `\r\n${operation.at}: ` : undefined;
  }

  /** Whether a line, and no number of bytes, ends the data from the module. */
  get endsByLine(): boolean {
    return this.#announcement !== undefined || (this.#isLeaving && this.direction === "received");
  }

  taken(bytes: number): void {
    this.remainingBytes -= bytes;
  }

  /** The host wants to leave data mode. */
  leave(): void {
    this.#isLeaving = true;
  }

  /** How many of the last bytes that came stand behind the end of the data; `undefined` before it. */
  bytesBehindEnd(part: string): number | undefined {
    if (!this.endsByLine) {
      this.#seenBytes += part.length;
      return undefined;
    }
    const text = this.#tail + part;
    const textAt = this.#seenBytes - this.#tail.length;
    this.#seenBytes += part.length;
    this.#tail = text.slice(-longestEnd);
    const end =
      this.#announcedEnd(text, textAt) ?? (this.#isLeaving ? leftEarlyAt(text) : undefined);
    return end === undefined ? undefined : text.length - end;
  }

  /** A line with just the number of bytes before it ends them. */
  #announcedEnd(text: string, textAt: number): number | undefined {
    if (this.#announcement === undefined) return undefined;
    for (let at = text.indexOf(this.#announcement); at >= 0; ) {
      const [, number] = /^(\d+)[,\r]/.exec(text.slice(at + this.#announcement.length)) ?? [];
      if (number !== undefined && Number(number) === textAt + at) return at;
      at = text.indexOf(this.#announcement, at + 1);
    }
    return undefined;
  }
}

function leftEarlyAt(text: string): number | undefined {
  const found = leftEarly.exec(text);
  return found === null ? undefined : found.index;
}
