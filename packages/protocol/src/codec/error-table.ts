import type { ErrorEntry, ErrorTable } from "./descriptor.ts";

/** An error number with its table. */
export interface FoundError {
  /** The first of those given that lists the error. */
  readonly table: ErrorTable;
  /** What that table says of it. */
  readonly entry: ErrorEntry;
}

/**
 * Looks a `+CME ERROR` number, or its words under `AT+CMEE=2`, up in the tables in their order.
 * @returns `undefined` for what no table lists; the number itself is then all that is known
 */
export function findError(
  tables: readonly ErrorTable[],
  error: number | string,
): FoundError | undefined {
  const wanted = typeof error === "string" ? normalize(error) : error;
  for (const table of tables) {
    const entry = table.entries.find(({ code, text }) =>
      typeof wanted === "number"
        ? code === wanted
        : text !== undefined && normalize(text) === wanted,
    );
    if (entry !== undefined) return { table, entry };
  }
  return undefined;
}

/** Firmware differs in capitals and writes "(U)SIM" for "SIM". */
function normalize(text: string): string {
  return text.toLowerCase().replaceAll("(u)", "").trim();
}
