import type { Evidence } from "../families/evidence.ts";
import { sourceTitles } from "../generated/descriptions.gen.ts";
import type { Confidence } from "../words.gen.ts";

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
  const sections = new Map<string, Set<string>>();
  for (const { id, section, confidence } of evidence) {
    const key = JSON.stringify([sourceTitles[id] ?? id, confidence ?? "stated"]);
    const known = sections.get(key) ?? new Set();
    sections.set(key, section === undefined ? known : known.add(section));
  }
  const citations = [...sections].map(([key, places]) => {
    const [title, mark] = JSON.parse(key) as [string, Confidence];
    const place = places.size === 0 ? title : `${title}, ${[...places].join(" and ")}`;
    return mark === "stated" ? place : `${place} (${mark})`;
  });
  return citations.join("; ");
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
