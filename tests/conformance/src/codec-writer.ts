import { encodeReply, encodeUrc, type OperationDescriptor } from "@qsmtp/protocol";
import { allUrcs } from "@qsmtp/protocol/catalog";
import { operationNamed } from "./as-of.ts";
import {
  type Asks,
  type Meaning,
  type Transcript,
  type TranscriptResult,
  utf8,
} from "./transcripts.ts";

/** What the codec writes for one module step, and what it should. */
export interface WrittenStep {
  readonly expected: Uint8Array;
  readonly actual: Uint8Array;
}

/**
 * Writes a transcript's module side from its meaning: lines by the codec, line ends by the rule of
 * the base commands (verbose: CR LF around a line, numeric: behind it; a repeated command line has
 * its CR alone).
 */
export function writeWithCodec(transcript: Transcript): WrittenStep[] {
  let operation: OperationDescriptor | undefined;
  let numeric = false;
  const steps: WrittenStep[] = [];
  for (const step of transcript.steps) {
    if ("host" in step) {
      if (step.asks !== "escape") operation = operationOf(transcript, step.asks);
      if (operation?.name === "setVerbose") numeric = step.host.startsWith("ATV0");
    } else if ("means" in step) {
      const text = step.means.map((meaning) => write(meaning, operation, numeric)).join("");
      steps.push({ expected: utf8((step.written ?? step.module).join("")), actual: utf8(text) });
    }
  }
  return steps;
}

function operationOf(
  { editions }: Transcript,
  asks: Exclude<Asks, "escape">,
): OperationDescriptor | undefined {
  return "operation" in asks ? operationNamed(editions, asks.operation) : undefined;
}

function write(
  meaning: Meaning,
  operation: OperationDescriptor | undefined,
  numeric: boolean,
): string {
  if ("echo" in meaning) return `${meaning.echo}\r`;
  if ("acknowledgements" in meaning) return "A".repeat(meaning.acknowledgements);
  if ("urc" in meaning) return `\r\n${encodeUrc(urcNamed(meaning.urc), meaning.value)}\r\n`;
  if ("result" in meaning) return writeResult(meaning.result, numeric);
  const lines = informationLines(operation, meaning.output);
  const text = lines.map((line) => `${line}\r\n`).join("");
  return numeric || lines.length === 0 ? text : `\r\n${text}`;
}

function informationLines(operation: OperationDescriptor | undefined, output: unknown): string[] {
  if (operation === undefined) throw new Error("an output without a command");
  if (operation.form !== "test") return encodeReply(operation, output);
  const { supports } = output as { supports: string[] };
  return encodeReply(operation, { lines: supports.map((text) => ({ text, fields: [] })) });
}

const words = { ok: "OK", error: "ERROR", connect: "CONNECT", noCarrier: "NO CARRIER" };
const digits = { ok: "0", error: "4", connect: "1", noCarrier: "3" };

function writeResult(result: TranscriptResult, numeric: boolean): string {
  if (typeof result === "object") {
    const text = "cme" in result ? `+CME ERROR: ${result.cme}` : `CONNECT ${result.connect}`;
    return `\r\n${text}\r\n`;
  }
  return numeric ? `${digits[result]}\r` : `\r\n${words[result]}\r\n`;
}

function urcNamed(name: string): (typeof allUrcs)[number] {
  const found = allUrcs.find((urc) => urc.name === name);
  if (found === undefined) throw new Error(`the catalog has no URC "${name}"`);
  return found;
}
