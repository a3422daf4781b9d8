import { linePattern, showsTranslations } from "./line-pattern.ts";
import { ram } from "./names.ts";

/** Stands behind each name; no name of a file can hold it. */
const separator = "*";

/** Beyond this nothing would be gained: each character changes every sum that can be equal. */
const longestPadding = 16;

/**
 * What the ledger file on the module holds: a pattern that shows whether the line is transparent,
 * and behind it the names of all files that we put there. A restart of the module erases ledger and
 * files together.
 */
export function encodeLedger(names: readonly string[]): Uint8Array {
  const list = names.map((name) => `${name}${separator}`).join("");
  // The names too are changed by a line that translates; the sums must not happen to be equal.
  // Small letters and capitals, so that each translation of either is reached.
  let padding = "";
  for (; padding.length < longestPadding; padding += padding.length % 3 === 0 ? "x" : "X") {
    const content = withPattern(list + padding);
    if (showsTranslations(content)) return content;
  }
  return withPattern(list);
}

function withPattern(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  const content = new Uint8Array(linePattern.length + bytes.length);
  content.set(linePattern);
  content.set(bytes, linePattern.length);
  return content;
}

/** The names in a ledger; none when it is no whole one, so that nothing of others is taken for ours. */
export function decodeLedger(content: Uint8Array): readonly string[] {
  const isOurs = linePattern.every((byte, at) => content[at] === byte);
  if (!isOurs) return [];
  const parts = new TextDecoder().decode(content.subarray(linePattern.length)).split(separator);
  // The last part is padding, or was cut off while it was written.
  return parts.slice(0, -1).filter((name) => name.startsWith(ram));
}
