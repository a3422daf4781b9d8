import type { Place, Words } from "../draft/draft.ts";
import { readKept } from "../schema/read-kept.ts";
import { sentencesOf, wordsFingerprint } from "./fingerprint.ts";

/** What `schema/words/<manual>.json` keeps of a text that may not be kept itself. */
export interface WordsRecord {
  readonly $schema: string;
  readonly manual: string;
  /** Every fact that the rules told, by the id of a finding about it. */
  readonly understood: readonly string[];
  /** Fingerprints of the lines that no rule understood. */
  readonly residue: readonly string[];
  /** Fingerprints of words, by the id of a finding about them; see {@link WordsElement}. */
  readonly words: Readonly<Record<string, readonly string[]>>;
}

/** The words about one element of a text. */
export interface WordsElement extends Place {
  readonly sentences: readonly Sentence[];
  /** Of all words; of several sentences then one each. */
  readonly fingerprints: readonly string[];
}

export interface Sentence extends Place {
  readonly text: string;
}

export function wordsFile(manual: string): string {
  return `words/${manual}.json`;
}

/**
 * Reads what is kept of a manual's words; undefined when nothing was recorded yet.
 * @throws KeptFileError when the file does not match `words.schema.json`
 */
export function loadWords(schemaRoot: string, manual: string): Promise<WordsRecord | undefined> {
  return readKept(schemaRoot, wordsFile(manual), "words");
}

/** The words of a text by the id of a finding about them. */
export function wordsElements(
  words: readonly Words[],
  tables: ReadonlyMap<string, string>,
): ReadonlyMap<string, WordsElement> {
  const elements = new Map<string, WordsElement>();
  for (const [id, own] of Map.groupBy(words, ({ path }) => idOfWords(path, tables))) {
    const [first] = own;
    if (first === undefined) continue;
    // The order of comments depends on the columns of the page.
    const isOrdered = !id.endsWith("/comments");
    const passages = isOrdered ? own : own.toSorted((a, b) => (a.text < b.text ? -1 : 1));
    const sentences = passages.flatMap(({ text, line, section }) =>
      sentencesOf(text).map((sentence) => ({ text: sentence, line, section })),
    );
    const whole = wordsFingerprint(passages.map(({ text }) => text).join(" "));
    const parts = sentences.map(({ text }) => wordsFingerprint(text));
    const fingerprints = parts.length > 1 ? [whole, ...parts] : [whole];
    elements.set(id, { line: first.line, section: first.section, sentences, fingerprints });
  }
  return elements;
}

/** Passages of one section are one element; tables go under their ids in the schema. */
function idOfWords(path: string, tables: ReadonlyMap<string, string>): string {
  const [owner = "", ...rest] = path.replace(/~\d+$/, "").split("/");
  const below = rest.join("/").replace(/\bpassages\/\d+$/, "prose");
  const named = below.replace(/(?<=\/values\/)(?!-?\d+$)(.+)$/, '"$1"');
  return `${tables.get(owner) ?? owner}/${named}`;
}

/** What would be kept of a text that was read. */
export function makeWordsRecord(
  manual: string,
  understood: readonly string[],
  residue: readonly { readonly text: string }[],
  elements: ReadonlyMap<string, WordsElement>,
): WordsRecord {
  const words = [...elements].map(([id, { fingerprints }]) => [id, fingerprints]);
  return {
    $schema: "../words.schema.json",
    manual,
    understood: [...new Set(understood)],
    residue: residue.map(({ text }) => wordsFingerprint(text)),
    words: Object.fromEntries(words),
  };
}
