import type { ErrorTable, UnlistedOutcome } from "@qsmtp/protocol";
import { findError, findUnlisted } from "@qsmtp/protocol";
import { allErrorTables } from "@qsmtp/protocol/catalog";
import { getPinStatus, PinStatus } from "@qsmtp/protocol/commands";
import { commandGroups } from "@qsmtp/protocol/facts";
import { nameErrors } from "./error-text.ts";
import { QsmtpError } from "./qsmtp-error.ts";

/** What is known of a number that the module or the server answered. */
export interface NumberedError {
  /** The number itself; -1 where only words came. */
  readonly code: number;
  /** Stable name in the error table; `undefined` for a number that no table lists. */
  readonly name: string | undefined;
  /** What it stands for, in a few words. */
  readonly meaning: string;
  /** What a person can do; `undefined` where nothing is known to help. */
  readonly remedy: string | undefined;
  /** Whether the same may succeed later without a change. */
  readonly retryable: boolean;
}

/** The module answered `ERROR`, `+CME ERROR` or the like. */
export class CommandError extends QsmtpError {
  static {
    nameErrors(CommandError, "CommandError");
  }
  /** The command as sent, secrets masked. */
  readonly command: string;
  /** The final result line, e.g. `+CME ERROR: 652`. */
  readonly result: string;
  /** The number with its meaning; `undefined` when the module gave none. */
  readonly moduleError: NumberedError | undefined;

  constructor(
    command: string,
    result: string,
    moduleError: NumberedError | undefined,
    hint: string | undefined = moduleError?.remedy,
  ) {
    // Words that the module gave itself are not said twice.
    const isSaid = moduleError === undefined || result.includes(moduleError.meaning);
    const meaning = isSaid ? "" : ` (${moduleError.meaning})`;
    super("COMMAND_FAILED", `${command} was answered ${result}${meaning}`, {
      fault: "module",
      retryable: moduleError?.retryable,
      hint,
    });
    this.command = command;
    this.result = result;
    this.moduleError = moduleError;
  }
}

/** What can be done about a plain `ERROR`, which gives no number (manual, 4.1). */
export function plainErrorHint(at: string): string | undefined {
  return commandGroups[at] === "smtp"
    ? `The SIM card may be missing or not ready: AT${getPinStatus.at}? must answer ${PinStatus.ready}.`
    : undefined;
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
  const words = entry ?? (typeof error === "number" ? unlistedIn(tables, error) : undefined);
  return {
    code: entry?.code ?? (typeof error === "number" ? error : -1),
    name: entry?.name,
    meaning: words?.meaning ?? (typeof error === "string" ? error : "a number that no table lists"),
    remedy: words?.remedy,
    retryable: words?.retryable ?? false,
  };
}

function unlistedIn(tables: readonly ErrorTable[], error: number): UnlistedOutcome | undefined {
  const found = tables.map((table) => findUnlisted(table, error));
  return found.find((unlisted) => unlisted !== undefined);
}
