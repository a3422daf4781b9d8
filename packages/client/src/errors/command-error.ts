import type { ErrorTable } from "@qsmtp/protocol";
import { findError } from "@qsmtp/protocol";
import { allErrorTables } from "@qsmtp/protocol/catalog";
import { QsmtpError } from "./qsmtp-error.ts";

/** What is known of a number that the module or the server answered. */
export interface NumberedError {
  readonly code: number;
  /** Stable name in the error table; `undefined` for a number that no table lists. */
  readonly name: string | undefined;
  readonly meaning: string;
  readonly remedy: string | undefined;
  readonly retryable: boolean;
}

/** The module answered `ERROR`, `+CME ERROR` or the like. */
export class CommandError extends QsmtpError {
  override readonly name = "CommandError";
  /** The command as sent, secrets masked. */
  readonly command: string;
  /** The final result line, e.g. `+CME ERROR: 652`. */
  readonly result: string;
  /** The number with its meaning; `undefined` when the module gave none. */
  readonly moduleError: NumberedError | undefined;

  constructor(command: string, result: string, moduleError: NumberedError | undefined) {
    // Words that the module gave itself are not said twice.
    const isSaid = moduleError === undefined || result.includes(moduleError.meaning);
    const meaning = isSaid ? "" : ` (${moduleError.meaning})`;
    super("COMMAND_FAILED", `${command} was answered ${result}${meaning}`, {
      fault: "module",
      retryable: moduleError?.retryable,
      hint: moduleError?.remedy,
    });
    this.command = command;
    this.result = result;
    this.moduleError = moduleError;
  }
}

/** Looks a `+CME ERROR` value up in the tables that the command names, then in the general one. */
export function describeCmeError(
  tableIds: readonly string[],
  error: number | string,
): NumberedError {
  // 0 means success in other tables and "phone failure" here.
  const tables = error === 0 ? tablesOf(["general"]) : tablesOf([...tableIds, "general"]);
  return describeNumber(tables, error);
}

/** Looks a number up in one table, e.g. `smtp` for the first number of `+QSMTPPUT`. */
export function describeError(tableId: string, code: number): NumberedError {
  return describeNumber(tablesOf([tableId]), code);
}

function tablesOf(ids: readonly string[]): ErrorTable[] {
  return ids.flatMap((id) => allErrorTables.filter((table) => table.id === id));
}

function describeNumber(tables: readonly ErrorTable[], error: number | string): NumberedError {
  const entry = findError(tables, error)?.entry;
  return {
    code: entry?.code ?? (typeof error === "number" ? error : -1),
    name: entry?.name,
    meaning: entry?.meaning ?? (typeof error === "string" ? error : "a number that no table lists"),
    remedy: entry?.remedy,
    retryable: entry?.retryable ?? false,
  };
}
