import { piecesOf } from "./hidden-bytes.ts";
import type { HiddenBytes, TranscriptBytes, TranscriptRecord } from "./transcript-format.ts";

/** How a record is shown to people. */
export interface DescribeOptions {
  /** Whether its time stands in front. Default `true`. */
  readonly withTimes?: boolean | undefined;
}

/**
 * A record as a line for people: `>` from the host, `<` from the module, `-` something that happened. What
 * is no printable character is shown as an escape, a line end at the end as nothing.
 */
export function describeRecord(record: TranscriptRecord, options: DescribeOptions = {}): string {
  const time = `${(record.atMs / 1000).toFixed(3).padStart(9)} `;
  return `${options.withTimes === false ? "" : time}${withoutTime(record)}`;
}

function withoutTime(record: TranscriptRecord): string {
  if ("dtr" in record) return `- DTR ${record.dtr ? "on" : "off"}`;
  if ("connection" in record) return `- connection ${record.connection}`;
  const [sign, bytes] = "sent" in record ? [">", record.sent] : ["<", record.received];
  return `${sign} ${record.data === true ? describeData(bytes) : describeLine(bytes)}`;
}

function describeData(bytes: TranscriptBytes): string {
  const pieces = piecesOf(bytes).map((piece) =>
    typeof piece === "string" ? JSON.stringify(piece).slice(1, -1) : describeHidden(piece),
  );
  return `data: ${pieces.join("")}`;
}

/** Blank lines around a line, and its end, are left out. */
export function describeLine(bytes: TranscriptBytes): string {
  const pieces = piecesOf(bytes).map((piece) =>
    typeof piece === "string" ? printable(piece) : describeHidden(piece),
  );
  return pieces.join("").replace(/^(?:\\r|\\n)+|(?:\\r|\\n)+$/g, "");
}

function describeHidden({ hidden, bytes }: HiddenBytes): string {
  return bytes === undefined ? `<${hidden}>` : `<${hidden}, ${bytes} bytes>`;
}

function printable(text: string): string {
  return text.replace(/[^ -~]/g, (character) => {
    if (character === "\r") return "\\r";
    if (character === "\n") return "\\n";
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
  });
}
