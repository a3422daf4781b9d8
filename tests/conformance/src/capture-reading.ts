import {
  type DecodeError,
  decodeCommandLine,
  decodeReply,
  decodeUrc,
  type FinalResult,
  Framer,
  isDecodeError,
  type OperationDescriptor,
  parseFinalResult,
  ReplyDecoder,
  type SupportedValues,
} from "@qsmtp/protocol";
import { allUrcs } from "@qsmtp/protocol/catalog";
import { operationsAsOf } from "./as-of.ts";
import type { Chop } from "./codec-run.ts";
import { type Capture, capturedEditions } from "./real-exchanges.ts";
import { utf8 } from "./transcripts.ts";

/** What came for one command, or for none that the capture shows. */
export interface Answer {
  /** The command as it was asked; `undefined` for the end of an earlier answer. */
  readonly command: string | undefined;
  readonly echo: boolean;
  readonly prompts: number;
  readonly output: unknown;
  readonly result: FinalResult | undefined;
}

/** A capture as the codec reads it. */
export interface Reading {
  readonly lines: readonly string[];
  readonly answers: readonly Answer[];
  /** Unsolicited lines that the schema knows. */
  readonly urcs: readonly { readonly name: string; readonly value: unknown }[];
  /** Lines that nobody claims. */
  readonly unknown: readonly string[];
}

/** Cuts a capture into lines; data phases are not among the captures. */
function linesOf(capture: Capture, chop: Chop): string[] {
  const framer = new Framer();
  const lines: string[] = [];
  for (const chunk of chop(utf8(capture.rx))) {
    framer.push(chunk);
    for (let event = framer.next(); event !== undefined; event = framer.next()) {
      if (event.type === "line") lines.push(event.text);
    }
  }
  return lines;
}

export function readCapture(capture: Capture, chop: Chop): Reading {
  const lines = linesOf(capture, chop);
  const commands = (capture.command ?? "").split(/[\r\n]+/).filter((line) => line !== "");
  const echoed = commands.some((command) => lines.includes(command));
  const reader = new AnswerReader(commands, echoed);
  for (const line of lines) reader.take(line);
  return { lines, ...reader.finish() };
}

/** Gives each line to the command that it answers. */
class AnswerReader {
  readonly #commands: string[];
  readonly #answers: Answer[] = [];
  readonly #urcs: Reading["urcs"][number][] = [];
  readonly #unknown: string[] = [];
  #command: string | undefined;
  #echo = false;
  #prompts = 0;
  #lines: string[] = [];
  #open: boolean;

  constructor(commands: readonly string[], echoed: boolean) {
    this.#commands = [...commands];
    this.#command = echoed ? undefined : this.#commands.shift();
    this.#open = commands.length > 0;
  }

  take(line: string): void {
    if (line === this.#commands[0]) {
      this.#command = this.#commands.shift();
      this.#echo = true;
      this.#open = true;
      return;
    }
    const result = this.#open ? parseFinalResult(line) : undefined;
    if (result?.kind === "connect") this.#prompts++;
    else if (result !== undefined) this.#close(result);
    else if (this.#open && (this.#command === undefined || this.#fits(line))) {
      this.#lines.push(line);
    } else {
      this.#leave(line);
    }
  }

  finish(): Omit<Reading, "lines"> {
    if (this.#open && this.#lines.length > 0) this.#close(undefined);
    return { answers: this.#answers, urcs: this.#urcs, unknown: this.#unknown };
  }

  #fits(line: string): boolean {
    return new ReplyDecoder(operationOf(this.#command ?? "")).take(line).taken;
  }

  #close(result: FinalResult | undefined): void {
    const command = this.#command;
    const ended = result === undefined || result.kind === "ok";
    this.#answers.push({
      command,
      echo: this.#echo,
      prompts: this.#prompts,
      output: command !== undefined && ended ? outputOf(command, this.#lines) : undefined,
      result,
    });
    if (command === undefined) this.#unknown.push(...this.#lines);
    this.#command = undefined;
    this.#echo = false;
    this.#prompts = 0;
    this.#lines = [];
    this.#open = this.#commands.length > 0;
  }

  #leave(line: string): void {
    const urc = decodeUrc(allUrcs, line);
    if (urc === undefined) this.#unknown.push(line);
    else this.#urcs.push(urc);
  }
}

/** The operation of a command line; for one that the schema lacks its form alone. */
function operationOf(command: string): OperationDescriptor {
  try {
    return decodeCommandLine(operationsAsOf(capturedEditions), command).operation;
  } catch (error) {
    if (!isDecodeError(error)) throw error;
    return unknownOperation(command, error);
  }
}

function unknownOperation(command: string, error: DecodeError): OperationDescriptor {
  const at = /^at([+&$#^%*]?[a-z0-9]*)/i.exec(command)?.[1]?.toUpperCase();
  if (at === undefined || error.code === "SYNTAX") throw error;
  const form = command.endsWith("=?") ? "test" : "execute";
  return { name: "unknown", at, form, maxResponseMs: null };
}

/** Of a test form the lines behind the prefix; else what the reply decodes to. */
function outputOf(command: string, lines: readonly string[]): unknown {
  const operation = operationOf(command);
  const output = decodeReply(operation, lines);
  return operation.form === "test"
    ? (output as SupportedValues).lines.map((line) => line.text)
    : output;
}
