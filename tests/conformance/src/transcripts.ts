import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Editions } from "@qsmtp/protocol/families";

/** Raw bytes of a data phase as a transcript writes them. */
export type TranscriptData =
  | { readonly text: string; readonly times?: number }
  | { readonly hex: string }
  | { readonly ramp: { readonly start: number; readonly step: number; readonly bytes: number } };

/** What a host step means. */
export type Asks =
  | {
      readonly operation: string;
      readonly input?: Readonly<Record<string, unknown>>;
      readonly written?: string;
    }
  | { readonly refused: "SYNTAX" | "UNKNOWN_COMMAND" | "BAD_PARAMETER" }
  | "escape";

export type TranscriptResult =
  | "ok"
  | "error"
  | "connect"
  | "noCarrier"
  | { readonly cme: number | string }
  | { readonly connect: number };

/** What a run of the module's bytes means. */
export type Meaning =
  | { readonly echo: string }
  | { readonly output: Readonly<Record<string, unknown>> }
  | { readonly result: TranscriptResult }
  | { readonly urc: string; readonly value: Readonly<Record<string, unknown>> }
  | { readonly acknowledgements: number };

export interface HostStep {
  readonly host: string;
  readonly asks: Asks;
}

export interface ModuleStep {
  readonly module: readonly string[];
  readonly written?: readonly string[];
  readonly means: readonly Meaning[];
}

/** What the module lives through without anybody sending. */
export type ModuleEvent =
  | "restart"
  | { readonly contextDropped: number }
  | { readonly prints: string };

export type Step =
  | HostStep
  | ModuleStep
  | { readonly hostData: TranscriptData }
  | { readonly moduleData: TranscriptData }
  | { readonly pauseMs: number }
  | { readonly event: ModuleEvent }
  | { readonly dtr: "on" | "off" };

/** The module's situation before the first step. */
export interface Given {
  readonly echo?: boolean;
  readonly errorReporting?: 0 | 1 | 2;
  readonly sim?: "ready" | "missing";
  readonly activeContexts?: readonly number[];
  readonly signal?: number;
  readonly network?: "accepts" | "refuses";
  readonly files?: readonly { readonly name: string; readonly content: TranscriptData }[];
  readonly storage?: { readonly freeBytes: number; readonly totalBytes: number };
  readonly takesMs?: { readonly command?: number; readonly send?: number; readonly boot?: number };
  readonly sendResults?: readonly { readonly error: number; readonly protocolError: number }[];
}

export interface Transcript {
  /** Path below `transcripts/` without suffix, e.g. `smtp/recipients`. */
  readonly name: string;
  readonly title: string;
  readonly source: readonly { readonly id: string; readonly section: string }[];
  /** The edition of each source that the conversation keeps to. */
  readonly editions: Editions;
  readonly given: Given;
  readonly steps: readonly Step[];
}

/** Root of the repository. */
export const repositoryRoot: string = path.resolve(import.meta.dirname, "../../..");

/** Folder of the transcripts and of their JSON Schema. */
export const transcriptsFolder: string = path.join(repositoryRoot, "transcripts");

/** Reads every transcript, in code point order of their names. */
export function loadTranscripts(): Transcript[] {
  return transcriptFiles().map((file) => {
    const json = JSON.parse(readFileSync(path.join(transcriptsFolder, file), "utf8")) as Transcript;
    return { ...json, given: json.given ?? {}, name: file.replace(/\.json$/, "") };
  });
}

/** Paths of the transcript files below their folder, with `/`. */
export function transcriptFiles(): string[] {
  return readdirSync(transcriptsFolder, { recursive: true, encoding: "utf8" })
    .map((file) => file.split(path.sep).join("/"))
    .filter((file) => file.includes("/") && file.endsWith(".json"))
    .sort();
}

/** The bytes that a data step stands for. */
export function dataBytes(data: TranscriptData): Uint8Array {
  if ("text" in data) return utf8(data.text.repeat(data.times ?? 1));
  if ("hex" in data) return Uint8Array.from(Buffer.from(data.hex, "hex"));
  const { start, step, bytes } = data.ramp;
  return Uint8Array.from({ length: bytes }, (_, i) => (start + step * i) % 256);
}

/** The bytes of a step that the module sends; `undefined` for every other step. */
export function moduleBytes(step: Step): Uint8Array | undefined {
  if ("module" in step) return utf8(step.module.join(""));
  return "moduleData" in step ? dataBytes(step.moduleData) : undefined;
}

/** The bytes of a step that the host sends; `undefined` for every other step. */
export function hostBytes(step: Step): Uint8Array | undefined {
  if ("host" in step) return utf8(step.host);
  return "hostData" in step ? dataBytes(step.hostData) : undefined;
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

/** Steps that follow each other without the host or the clock in between. */
export interface ModuleTurn {
  readonly kind: "module";
  readonly bytes: Uint8Array;
  readonly steps: readonly Step[];
}

/** A transcript cut into what each side does before the other must act. */
export type Turn = ModuleTurn | { readonly kind: "other"; readonly step: Step };

export function turnsOf(transcript: Transcript): Turn[] {
  const turns: Turn[] = [];
  for (const step of transcript.steps) {
    const bytes = moduleBytes(step);
    const last = turns.at(-1);
    if (bytes === undefined) turns.push({ kind: "other", step });
    else if (last?.kind === "module") {
      const joined = concatBytes([last.bytes, bytes]);
      turns[turns.length - 1] = { kind: "module", bytes: joined, steps: [...last.steps, step] };
    } else turns.push({ kind: "module", bytes, steps: [step] });
  }
  return turns;
}
