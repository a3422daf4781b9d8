import { type ErrorTable, findError, type Operation } from "@qsmtp/protocol";
import { allErrorTables } from "@qsmtp/protocol/catalog";
import type { FinalResult } from "./answer.ts";
import type { ModemSettings } from "./modem-profile.ts";

/**
 * Information lines of one command: under `ATV1` each line ends with CR LF and one more CR LF
 * stands in front of the first, under `ATV0` none does.
 */
export function formatLines(lines: readonly string[], settings: ModemSettings): string {
  if (lines.length === 0) return "";
  const text = lines.map((line) => `${line}\r\n`).join("");
  return settings.verbose ? `\r\n${text}` : text;
}

/**
 * A result: words between CR LF, or a digit and CR under `ATV0`, where `+CME ERROR` keeps its
 * words. Nothing under `ATQ1`.
 */
export function formatResult(
  result: FinalResult,
  settings: ModemSettings,
  operation?: Operation,
): string {
  switch (result.kind) {
    case "ok":
      return formatCode("OK", "0", settings);
    case "noCarrier":
      return formatCode("NO CARRIER", "3", settings);
    case "error":
      return result.error === undefined || settings.errorForm === 0
        ? formatCode("ERROR", "4", settings)
        : formatExtendedError(result.error, settings, operation);
  }
}

/** `CONNECT`, with the length of what follows where the command announces it. */
export function formatConnect(lengthBytes: number | undefined, settings: ModemSettings): string {
  const words = lengthBytes === undefined ? "CONNECT" : `CONNECT ${lengthBytes}`;
  return formatCode(words, "1", settings);
}

function formatCode(words: string, digit: string, settings: ModemSettings): string {
  if (settings.quiet) return "";
  return settings.verbose ? `\r\n${words}\r\n` : `${digit}\r`;
}

function formatExtendedError(
  error: number,
  settings: ModemSettings,
  operation: Operation | undefined,
): string {
  if (settings.quiet) return "";
  const words = settings.errorForm === 2 ? errorWords(error, operation) : undefined;
  return formatLines([`+CME ERROR: ${words ?? error}`], settings);
}

/** Words for an error; numbers whose words nobody has recorded stay numbers. */
function errorWords(error: number, operation: Operation | undefined): string | undefined {
  return findError(errorTables(operation), error)?.entry.text;
}

function errorTables(operation: Operation | undefined): ErrorTable[] {
  const ids = [...(operation?.errors ?? []), "general"];
  return ids.flatMap((id) => allErrorTables.filter((table) => table.id === id));
}
