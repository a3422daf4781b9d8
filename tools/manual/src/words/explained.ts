import { wordsFingerprint } from "./fingerprint.ts";
import type { WordsElement } from "./words-record.ts";

/** What a finding says that a text has changed: the printed value before and now. */
export interface ToldChange {
  readonly was: string;
  readonly now: string;
}

/** The sentences of an element that were not there when it was recorded. */
export function newSentences(
  { sentences, fingerprints }: WordsElement,
  recorded: readonly string[],
): readonly (WordsElement["sentences"][number] & { readonly fingerprint: string })[] {
  const known = new Set(recorded.length > 1 ? recorded.slice(1) : recorded);
  const parts = fingerprints.length > 1 ? fingerprints.slice(1) : fingerprints;
  return sentences.flatMap((sentence, index) => {
    const fingerprint = parts[index] ?? "";
    return known.has(fingerprint) ? [] : [{ ...sentence, fingerprint }];
  });
}

/** What findings about the same command tell, by which changed words may be explained. */
export interface Told {
  readonly changes: readonly ToldChange[];
  /** Placeholders that are new: a sentence about one of them is told with it. */
  readonly names: readonly string[];
}

/**
 * Whether changed words say nothing more than findings tell anyway: with the old values put back,
 * every new sentence is one that was recorded, or it speaks of something that is told to be new.
 */
export function isExplained(
  element: WordsElement,
  recorded: readonly string[],
  told: Told,
): boolean {
  const parts = (fingerprints: readonly string[]): readonly string[] =>
    fingerprints.length > 1 ? fingerprints.slice(1) : fingerprints;
  const kept = new Set(parts(element.fingerprints));
  const lost = parts(recorded).filter((fingerprint) => !kept.has(fingerprint));
  for (const { text } of newSentences(element, recorded)) {
    const before = readings(text, told.changes).map(wordsFingerprint);
    const place = lost.findIndex((fingerprint) => before.includes(fingerprint));
    if (place >= 0) lost.splice(place, 1);
    else if (!told.names.some((name) => text.includes(`<${name}>`))) return false;
  }
  return lost.length === 0;
}

const mostReadings = 64;

/** A sentence as it may have read before the changes that are told. */
function readings(text: string, told: readonly ToldChange[]): string[] {
  let found = [text];
  for (const change of told) {
    for (const [now, was] of replacements(change)) {
      const more = found.flatMap((one) => replaceEach(one, now, was));
      found = [...new Set([...found, ...more])].slice(0, mostReadings);
    }
  }
  return found;
}

/** Tokens that differ, and the values as a whole; kilobytes stand in sentences as such. */
function replacements({ was, now }: ToldChange): (readonly [now: string, was: string])[] {
  const tokens = (text: string): string[] => text.match(/[A-Za-z0-9_]+/g) ?? [];
  const [old, young] = [tokens(was), tokens(now)];
  const pairs =
    old.length === young.length
      ? young.map((token, index) => [token, old[index] ?? ""] as const)
      : [];
  const different = pairs.filter(([token, other]) => token !== other);
  const kilo = different.flatMap(([token, other]) => {
    const [more, less] = [Number(token) / 1024, Number(other) / 1024];
    return Number.isInteger(more) && Number.isInteger(less)
      ? [[`${more}`, `${less}`] as const]
      : [];
  });
  return [[now, was], ...different, ...kilo];
}

/** The text with every one, and with each single one, of some words replaced. */
function replaceEach(text: string, now: string, was: string): string[] {
  const escaped = now.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const pattern = new RegExp(`(?<![A-Za-z0-9])${escaped}(?![A-Za-z0-9])`, "gi");
  const all = text.replace(pattern, () => was);
  const single = [...text.matchAll(pattern)].map(
    ({ index, 0: found }) => text.slice(0, index) + was + text.slice(index + found.length),
  );
  return [all, ...single];
}
