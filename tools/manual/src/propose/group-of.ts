import type { DraftCommand } from "../draft/draft.ts";
import type { ReadManual } from "../reader/manual-model.ts";
import { keyWords } from "../write/words-to-names.ts";

/** The group that a command is filed under. */
export interface Group {
  readonly name: string;
  /** False when the meta-schema knows no such group: a person must choose. */
  readonly isKnown: boolean;
  /** What it was taken from. */
  readonly because: string;
  readonly line: number;
}

/** Words of chapter titles by the groups of the schema. */
const titleWords: readonly (readonly [RegExp, string])[] = [
  [/\bSMTP\b|\bE-?mails?\b/i, "smtp"],
  [/\bSSL\b|\bTLS\b/i, "ssl"],
  [/\bFILE\b/i, "file"],
  [/\bTCP\b|\bUDP\b|\bPDP\b/i, "pdp"],
];

/** What names a group besides chapters. */
export interface GroupSources {
  /** The group that was asked for; nothing when it is to be proposed. */
  readonly asked: string | undefined;
  readonly known: readonly string[];
  /** Group of a command that the schema has already. */
  readonly groupOfCommand: (at: string) => string | undefined;
}

/** Proposes a group: of the command in our schema, of its chapter, or the chapter's own word. */
export function groupOf(
  { at, section }: Pick<DraftCommand, "at" | "section">,
  manual: ReadManual,
  { asked, known, groupOfCommand }: GroupSources,
): Group {
  const number = section.split(".")[0] ?? section;
  const chapter = manual.sections.find(({ id }) => id === number);
  const line = chapter?.line ?? 0;
  const title = chapter?.title ?? "";
  if (asked !== undefined) {
    return { name: asked, isKnown: known.includes(asked), because: "--group", line };
  }
  const own = groupOfCommand(at);
  if (own !== undefined) return { name: own, isKnown: true, because: "our schema", line };
  const spoken = [title, ...manual.sections.map((other) => other.title)];
  for (const text of spoken) {
    const found = titleWords.find(([pattern]) => pattern.test(text))?.[1];
    if (found !== undefined && known.includes(found)) {
      return { name: found, isKnown: true, because: `"${text}"`, line };
    }
  }
  const fillers = ["at", "commands", "command", "description", "description", "summary"];
  const word = keyWords(title, 6).find((candidate) => !fillers.includes(candidate)) ?? "new";
  return { name: word, isKnown: false, because: title === "" ? "no chapter" : `"${title}"`, line };
}
