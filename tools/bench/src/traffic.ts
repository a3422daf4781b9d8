import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type OperationDescriptor, parseFinalResult } from "@qsmtp/protocol";
import { allOperations } from "@qsmtp/protocol/catalog";

/** What a module sent in command mode, and the commands that it answered. */
export interface Traffic {
  readonly bytes: Uint8Array;
  readonly commands: readonly AskedCommand[];
  readonly lines: number;
}

export interface AskedCommand {
  readonly operation: OperationDescriptor;
  /** The command line, which the module may repeat. */
  readonly line: string;
  /** A data phase that is broken off ends in OK without the lines of the reply. */
  readonly mayBreakOff: boolean;
}

type Step =
  | { readonly host: string; readonly asks: "escape" | { readonly operation?: string } }
  | { readonly module: readonly string[] }
  | { readonly pauseMs: number };

const folder = path.resolve(import.meta.dirname, "../../../transcripts");
const leastBytes = 40_000;

/** What the module sends in the golden transcripts of whole mail jobs: with and without echo. */
export function mailTraffic(): Traffic {
  return transcriptTraffic((file) => file.startsWith("smtp/mail-"));
}

/**
 * What the module sends in the golden transcripts, but for those with data towards the host,
 * numeric results or a restart: no peer could follow, and each command must have its result.
 */
export function transcriptTraffic(chosen: (file: string) => boolean = () => true): Traffic {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".json") && path.dirname(file) !== "." && chosen(file))
    .sort();
  let text = "";
  const commands: AskedCommand[] = [];
  for (const file of files) {
    const json = readFileSync(path.join(folder, file), "utf8");
    if (/"(refused|setVerbose|moduleData|acknowledgements)"/.test(json)) continue;
    const { steps } = JSON.parse(json) as { steps: Step[] };
    const sent = steps.flatMap((step) => ("module" in step ? step.module : [])).join("");
    const asked = steps.flatMap(commandOf);
    if (countResults(sent) !== asked.length) continue;
    text += sent;
    commands.push(...asked);
  }
  return repeat(text, commands);
}

function commandOf(step: Step): AskedCommand[] {
  if (!("host" in step) || step.asks === "escape") return [];
  const { operation: wanted } = step.asks;
  const operation = allOperations.find(({ name }) => name === wanted);
  if (operation === undefined) return [];
  const mayBreakOff = operation.data?.earlyExit === "aborted";
  return [{ operation, line: step.host.trimEnd(), mayBreakOff }];
}

function countResults(text: string): number {
  const results = text.split(/[\r\n]+/).map((line) => parseFinalResult(line)?.kind);
  return results.filter((kind) => kind !== undefined && kind !== "connect").length;
}

/** Unsolicited lines only: each must be found among all that the schema knows. */
export function unsolicitedTraffic(): Traffic {
  const lines = [
    "+QSMTPPUT: 0,0",
    '+QIURC: "pdpdeact",1',
    '+CREG: 1,"1A2B","01234567",7',
    '+QIND: "csq",19,99',
    "+QSMTPPUT: 677,535",
    "RDY",
    "+CPIN: READY",
    "+QUSIM: 1",
  ];
  return repeat(lines.map((line) => `\r\n${line}\r\n`).join(""), []);
}

function repeat(text: string, commands: readonly AskedCommand[]): Traffic {
  const repetitions = Math.ceil(leastBytes / text.length);
  const whole = text.repeat(repetitions);
  const lines = whole.split(/[\r\n]+/).filter((line) => line !== "").length;
  return {
    bytes: new TextEncoder().encode(whole),
    commands: Array.from({ length: repetitions }, () => commands).flat(),
    lines,
  };
}

/** Cuts bytes into chunks as they would arrive. */
export function inChunks(bytes: Uint8Array, size: number): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    chunks.push(Buffer.from(bytes.subarray(at, at + size)));
  }
  return chunks;
}
