import { type Clock, inRealTime, systemClock } from "../time/clock.ts";
import { CharsetCodes, type CharsetTable } from "./charset-table.ts";

/**
 * The sets that are written by a table of their own: no platform encodes them, and not every one
 * decodes them. A table is loaded when a text needs it.
 */
const loaders: Readonly<Record<string, () => Promise<CharsetTable>>> = {
  gb2312: async () => (await import("./gb2312.gen.ts")).gb2312,
  big5: async () => (await import("./big5.gen.ts")).big5,
};

const loaded = new Map<string, CharsetCodes>();

/** Whether there is a table for the set. */
export function hasTable(charset: string): boolean {
  return Object.hasOwn(loaders, charset);
}

/**
 * Loads the tables that {@link encodeText} needs for these sets. Those that are there, and sets that
 * need none, cost nothing.
 */
export async function loadTables(
  charsets: readonly string[],
  clock: Clock = systemClock,
): Promise<void> {
  const missing = charsets.filter((charset) => hasTable(charset) && !loaded.has(charset));
  if (missing.length === 0) return;
  const loading = missing.map(async (charset) => {
    const table = await loaders[charset]?.();
    if (table !== undefined && !loaded.has(charset)) loaded.set(charset, new CharsetCodes(table));
  });
  await inRealTime(clock, Promise.all(loading));
}

/** The codes of a set whose table was loaded. */
export function codesOf(charset: string): CharsetCodes {
  const codes = loaded.get(charset);
  if (codes === undefined) throw new Error(`the table of ${charset} is not loaded`);
  return codes;
}
