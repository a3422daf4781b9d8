import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Editions } from "@qsmtp/protocol/families";
import { repositoryRoot } from "./transcripts.ts";

/** A line that the captor's reader expects beside the answer. */
export interface CapturedLine {
  readonly name: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** An answer to an earlier command that came in the same capture. */
export interface EarlierAnswer {
  readonly tail_of?: string;
  readonly name?: string;
  readonly test?: string;
  readonly final: string;
  readonly echo?: boolean;
}

export interface Capture {
  readonly id: string;
  readonly module: string;
  /** Bytes that the host sent; `null` when nobody asked. */
  readonly command: string | null;
  /** Bytes that the module sent. */
  readonly rx: string;
  readonly expect: CapturedLine & {
    readonly kind: "response" | "error" | "urc" | "unknown";
    readonly final?: string | null;
    readonly echo?: boolean;
    readonly prompts?: readonly string[];
    readonly urcs?: readonly CapturedLine[];
    readonly before?: readonly EarlierAnswer[];
  };
}

/**
 * Captures of real modules. They are other people's and lie beside the checkout, not in it; most
 * checkouts have none.
 */
export const capturesFile: string = path.resolve(
  repositoryRoot,
  "../shared/transcripts/real-modules.jsonl",
);

/** What the captured modules keep to: editions that were there when they were captured. */
export const capturedEditions: Editions = {
  "smtp-manual": "read-1",
  "file-sheet": "1",
  "pdp-sheet": "1",
  "ssl-sheet": "1",
  "base-sheet": "1",
};

/** The captures, none when the file is not there. */
export function loadCaptures(): Capture[] {
  if (!existsSync(capturesFile)) return [];
  const lines = readFileSync(capturesFile, "utf8").split("\n");
  return lines.filter((line) => line.trim() !== "").map((line) => JSON.parse(line) as Capture);
}
