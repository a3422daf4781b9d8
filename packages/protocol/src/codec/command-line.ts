import type { OperationDescriptor } from "./descriptor.ts";
import { DecodeError } from "./errors.ts";
import { formSigns } from "./form-signs.ts";
import { planOf } from "./plan.ts";
import { decodeFields, type FieldsResult } from "./read-fields.ts";
import type { Values } from "./values.ts";

/** A command as a module reads it: the operation that was asked for and its arguments. */
export interface DecodedCommand {
  /** The first of those given that has the name and form and takes the arguments. */
  readonly operation: OperationDescriptor;
  /** The arguments by their names in the API; what was left out is absent. */
  readonly input: Values;
}

/**
 * Reads a command line the way a module does: names in any case, arguments within the schema's
 * domain, nothing behind them.
 * @throws DecodeError `SYNTAX` when the line is no AT command, `UNKNOWN_COMMAND` when no operation
 * has its name and form, `BAD_PARAMETER` when the arguments fit none of them.
 */
export function decodeCommandLine(
  operations: readonly OperationDescriptor[],
  line: string,
): DecodedCommand {
  const text = line.trim();
  if (!/^at/i.test(text)) throw new DecodeError("SYNTAX", "command line", "does not begin with AT");
  let failed = { part: "", position: -1 };
  for (const operation of operations) {
    const from = argumentsAt(operation, text);
    if (from < 0) continue;
    const result = readArguments(operation, text, from);
    if (result.ok) return { operation, input: result.values };
    if (result.position > failed.position) failed = result;
  }
  const { part, position } = failed;
  const command = commandName(text);
  if (position < 0) throw new DecodeError("UNKNOWN_COMMAND", command, "no such command or form");
  throw new DecodeError("BAD_PARAMETER", command, `cannot read ${part}`, part);
}

function readArguments(operation: OperationDescriptor, text: string, from: number): FieldsResult {
  const plan = planOf(operation.args);
  const result = decodeFields(plan, text, from, true);
  if (!result.ok || operation.form !== "write" || from < text.length) return result;
  // A list may be empty, but nothing at all behind the sign is no write command.
  return { ok: false, part: [...plan.names][0] ?? "", position: 0, missing: true };
}

/** Offset of the arguments when the line has the operation's name and form, else -1. */
function argumentsAt({ at, form }: OperationDescriptor, line: string): number {
  const end = 2 + at.length;
  if (line.slice(2, end).toUpperCase() !== at) return -1;
  const rest = line.slice(end);
  if (form === "basic") return /^\d*$/.test(rest) ? end : -1;
  if (form === "write") return rest.startsWith("=") && rest !== "=?" ? end + 1 : -1;
  return rest === formSigns[form] ? line.length : -1;
}

function commandName(line: string): string {
  return `AT${/^at([+&$#^%*]?[a-z0-9]*)/i.exec(line)?.[1]?.toUpperCase() ?? ""}`;
}
