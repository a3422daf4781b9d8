import type { MailProgress } from "@qsmtp/client";
import type { CliOutput } from "./cli-context.ts";

const barWidth = 20;
/** Width of the longest name of a stage that is shown. */
const stageWidth = "attachments".length;
const clearLine = "\r\u001b[K";

/** One line at the foot of a terminal that shows how far a mail has come. */
export class ProgressLine {
  readonly #output: CliOutput;
  #shown = "";

  constructor(output: CliOutput) {
    this.#output = output;
  }

  show(progress: MailProgress): void {
    const line = formatProgress(progress, this.#output.columns ?? 80);
    if (line === this.#shown) return;
    this.#shown = line;
    this.#output.write(`${clearLine}${line}`);
  }

  /** Takes the line away, so that other text can stand in its place. */
  clear(): void {
    if (this.#shown === "") return;
    this.#shown = "";
    this.#output.write(clearLine);
  }
}

/** The line for one state, cut to the width of the terminal. */
export function formatProgress(progress: MailProgress, columns: number): string {
  const { stage, sentBytes, totalBytes, filename } = progress;
  const share = totalBytes === 0 ? 0 : sentBytes / totalBytes;
  const filled = Math.round(share * barWidth);
  const bar = "#".repeat(filled) + "-".repeat(barWidth - filled);
  const percent = `${Math.floor(share * 100)}%`.padStart(4);
  const sizes = `${kilobytes(sentBytes)} of ${kilobytes(totalBytes)} kB`;
  const file = filename === undefined ? "" : `  ${filename}`;
  return `${nameOf(stage).padEnd(stageWidth)} [${bar}] ${percent}  ${sizes}${file}`.slice(
    0,
    columns - 1,
  );
}

/** A longer name would push the bar aside for the moment that the stage takes. */
function nameOf(stage: MailProgress["stage"]): string {
  return stage === "verification" ? "verifying" : stage;
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(1);
}
