import { type ErrorTable, findError, type OperationDescriptor } from "@qsmtp/protocol";
import { allErrorTables } from "@qsmtp/protocol/catalog";
import { ErrorReporting } from "@qsmtp/protocol/commands";
import type { FinalResult } from "./answer.ts";
import type { ModemSettings } from "./modem-profile.ts";

/**
 * Information lines of one command: under `ATV1` each line ends with CR LF and one more CR LF
 * stands in front of the first, under `ATV0` none does. CR is what S3 says, LF what S4 says.
 */
export function formatLines(lines: readonly string[], settings: ModemSettings): string {
  if (lines.length === 0) return "";
  const end = lineEndOf(settings);
  const text = lines.map((line) => `${line}${end}`).join("");
  return settings.verbose ? `${end}${text}` : text;
}

/**
 * A result: words between CR LF, or a digit and CR under `ATV0`, where `+CME ERROR` keeps its
 * words. Nothing under `ATQ1`.
 */
export function formatResult(
  result: FinalResult,
  settings: ModemSettings,
  operation?: OperationDescriptor,
): string {
  switch (result.kind) {
    case "ok":
      return formatCode("OK", "0", settings);
    case "noCarrier":
      return formatCode("NO CARRIER", "3", settings);
    case "error":
      return result.error === undefined || settings.errorForm === ErrorReporting.plain
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
  if (!settings.verbose) return `${digit}${String.fromCharCode(settings.lineEnd)}`;
  const end = lineEndOf(settings);
  return `${end}${words}${end}`;
}

/** What ends a line: CR and LF, unless S3 or S4 say otherwise. */
export function lineEndOf({ lineEnd, formatting }: ModemSettings): string {
  return String.fromCharCode(lineEnd, formatting);
}

function formatExtendedError(
  error: number,
  settings: ModemSettings,
  operation: OperationDescriptor | undefined,
): string {
  if (settings.quiet) return "";
  const words =
    settings.errorForm === ErrorReporting.verbose ? errorWords(error, operation) : undefined;
  return formatLines([`+CME ERROR: ${words ?? error}`], settings);
}

/** Words for an error; numbers whose words nobody has recorded stay numbers. */
function errorWords(error: number, operation: OperationDescriptor | undefined): string | undefined {
  return findError(errorTables(operation), error)?.entry.text;
}

function errorTables(operation: OperationDescriptor | undefined): ErrorTable[] {
  const ids = [...(operation?.errors ?? []), "general"];
  return ids.flatMap((id) => allErrorTables.filter((table) => table.id === id));
}
