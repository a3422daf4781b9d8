/** Characters that change what a terminal or a log shows, beyond the text itself. */
const unseen = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** A text of others as it may be shown: control and bidirectional characters as `\u009b`. */
export function printable(text: string): string {
  return text.replaceAll(unseen, escaped);
}

/** The same with ASCII only. */
export function asciiOf(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
