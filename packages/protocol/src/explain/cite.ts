import type { Confidence, Evidence } from "../families/evidence.ts";
import { sourceTitles } from "../generated/descriptions.gen.ts";

const marks: readonly Confidence[] = [
  "stated",
  "device",
  "sibling",
  "third-party",
  "recalled",
  "inferred",
];

/** Sources for people: `SMTP AT Commands Manual, 2.2`, the mark behind what no manual states. */
export function cite(evidence: readonly Evidence[]): string {
  const citations = evidence.map(({ id, section, confidence }) => {
    const title = sourceTitles[id] ?? id;
    const place = section === undefined ? title : `${title}, ${section}`;
    return confidence === undefined ? place : `${place} (${confidence})`;
  });
  return [...new Set(citations)].join("; ");
}

/** The firmest mark among the sources. */
export function firmest(evidence: readonly Evidence[]): Confidence {
  const found = evidence.map(({ confidence }) => confidence ?? "stated");
  return marks.find((mark) => found.includes(mark)) ?? "inferred";
}

/** Both, as an explanation carries them. */
export function sourced(evidence: readonly Evidence[]): {
  readonly source: string;
  readonly confidence: Confidence;
} {
  return { source: cite(evidence), confidence: firmest(evidence) };
}
