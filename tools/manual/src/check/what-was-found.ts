import type { ReadManual } from "../reader/manual-model.ts";

const longestQuote = 60;
const mostLines = 3;

/** For a text in which no command was found: which step failed, and on which lines it might have. */
export function whatWasFound({ sections, residue }: ReadManual): string {
  const headings = sections.filter(({ id }) => id !== "");
  if (headings.length === 0) {
    const near = nearest(residue, /^(?:\d{1,2}(?:\.\d{1,2})*\.?|Chapter \d+)(?:\s|$)|^AT[+&]/);
    return `no chapter or section was recognised (looked for "1" with its title below, "1 Title" and "1.1. Title")${near}`;
  }
  const ids = headings.map(({ id }) => id).join(", ");
  const near = nearest(residue, /\b(?:Command|Response|Parameter)s?\b|^AT[+&]/i);
  return `sections ${ids} were recognised, and in none "Write Command" (or Test, Read, Execution), "Response" and "Parameter"${near}`;
}

/** The lines that may have been meant; the first ones of the text where none looks like it. */
function nearest(residue: ReadManual["residue"], pattern: RegExp): string {
  const alike = residue.filter(({ text }) => pattern.test(text));
  const lines = (alike.length > 0 ? alike : residue).slice(0, mostLines);
  if (lines.length === 0) return "";
  const quoted = lines.map(({ line, text }) => `line ${line} "${text.slice(0, longestQuote)}"`);
  return `; nearest ${lines.length === 1 ? "is" : "are"} ${quoted.join(", ")}`;
}
