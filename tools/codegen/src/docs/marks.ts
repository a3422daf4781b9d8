import type { Confidence, Source } from "../schema-types.gen.ts";

/** The marks of confidence, the firmest first, with what each one says. */
export const marks: readonly (readonly [Confidence, string])[] = [
  ["stated", "A manual of the family says so."],
  ["device", "Seen on a module of the family."],
  ["sibling", "A manual of a sibling family says so."],
  ["third-party", "Somebody's code, log or report says so."],
  ["recalled", "Remembered, not read again."],
  ["inferred", "Concluded from other facts."],
];

/** The marks of the sources, the firmest first. */
export function marksOf(sources: readonly Source[]): string {
  const found = new Set(sources.map((source) => source.confidence ?? "stated"));
  return marks
    .map(([mark]) => mark)
    .filter((mark) => found.has(mark))
    .join(", ");
}
