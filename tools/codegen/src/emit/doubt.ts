import type { Source } from "../schema-types.gen.ts";

/**
 * What of a fact is neither stated by a manual of the family nor seen on one of its modules, and
 * why it is believed: `sibling; default: recalled`. A source without a note counts for the whole,
 * so it is in doubt only where no firm source stands beside it.
 */
export function doubtOf(sources: readonly Source[]): string | undefined {
  const firm = sources.some(({ confidence = "stated" }) => isFirm(confidence));
  const doubts = sources.flatMap(({ confidence = "stated", note }): string[] => {
    if (isFirm(confidence)) return [];
    if (note !== undefined) return [`${lowerFirst(note)}: ${confidence}`];
    return firm ? [] : [confidence];
  });
  return doubts.length === 0 ? undefined : [...new Set(doubts)].join("; ");
}

function isFirm(confidence: string): boolean {
  return confidence === "stated" || confidence === "device";
}

/** A remark behind a sentence, or nothing. */
export function inBrackets(remark: string | undefined): string {
  return remark === undefined || remark === "" ? "" : ` (${remark})`;
}

/** `The default.` to `the default`, names like `EC25` as they are. */
export function lowerFirst(text: string): string {
  const lowered = /^[A-Z][a-z ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
  return lowered.replace(/\.$/, "");
}
