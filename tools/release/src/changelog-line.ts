import { type Finding, listed, type Statement, sentenceOf } from "@qsmtp/schema-diff";

/** The longest line of a changelog, in characters. */
export const longestLineCharacters = 300;

/** What `changeset version` puts in front of a line: a commit before the first, blanks before others. */
const prefixCharacters = { first: "- 1234567: ".length, later: "  ".length } as const;

/** Lines of a changeset's text that are too long in the changelog. */
export function longLines(body: string): string[] {
  return body.split("\n").filter((line, index) => {
    const prefix = index === 0 ? prefixCharacters.first : prefixCharacters.later;
    return prefix + line.length > longestLineCharacters;
  });
}

/** A finding with what a reader of the changelog must know besides. */
export interface ChangelogItem {
  readonly finding: Finding;
  /** `AT+QIACT`, or empty where the message says it. */
  readonly label: string;
  /** `smtp-manual 2.4`, or empty. */
  readonly source: string;
}

/** How much of an item a line tells. */
interface Extent {
  /** The most pieces of a list that are named. */
  readonly pieces: number;
  readonly source: boolean;
  readonly families: "named" | "counted";
  readonly advice: boolean;
  readonly note: boolean;
}

const all = { source: true, families: "named", advice: true, note: true } as const;
const withoutSource = { ...all, source: false } as const;
const withoutAdvice = { ...withoutSource, families: "counted", advice: false } as const;

/** From all that there is to say to the least that still says something. */
const extents: readonly Extent[] = [
  ...[12, 6, 3].map((pieces) => ({ ...all, pieces })),
  ...[12, 6, 3, 1, 0].map((pieces) => ({ ...withoutSource, pieces })),
  ...[3, 1, 0].map((pieces) => ({ ...withoutSource, families: "counted" as const, pieces })),
  ...[3, 1, 0].map((pieces) => ({ ...withoutAdvice, pieces })),
  { ...withoutAdvice, note: false, pieces: 0 },
];

/**
 * The line of a changelog for an item: sentences, never longer than a line may be. What does not fit
 * is left out as a whole, or counted; nothing is cut.
 */
export function changelogLine(item: ChangelogItem): string {
  for (const extent of extents) {
    const line = tell(item, extent);
    if (fits(line)) return line;
  }
  const { finding } = item;
  const subject = `Something whose name has ${finding.said.subject.length} characters`;
  return `- ${sentenceOf({ subject, change: finding.said.change }, 0)}.`;
}

function fits(line: string): boolean {
  return prefixCharacters.later + line.length <= longestLineCharacters;
}

function tell({ finding, label, source }: ChangelogItem, extent: Extent): string {
  const { said, families, note, whatToDo } = finding;
  const head = label === "" ? "" : `\`${label}\`: `;
  const parts = [`${head}${markdown(sentence(said, extent.pieces))}${where(families, extent)}.`];
  if (note !== undefined && extent.note)
    parts.push(markdown(/[.!?]$/.test(note) ? note : `${note}.`));
  if (whatToDo !== undefined && extent.advice) parts.push(whatToDo);
  if (source !== "" && extent.source) parts.push(`(${source})`);
  return `- ${parts.join(" ")}`;
}

/** A sentence of its own begins with a capital. */
function sentence(said: Statement, pieces: number): string {
  return sentenceOf(said, pieces).replace(/^[a-z]/, (letter) => letter.toUpperCase());
}

function where(families: readonly string[] | undefined, extent: Extent): string {
  if (families === undefined) return "";
  if (extent.families === "named") return `, on ${listed(families)}`;
  return families.length === 1 ? ", on one family" : `, on ${families.length} families`;
}

/** Outside of code, placeholders in angle brackets would vanish as HTML, and stars would format. */
function markdown(text: string): string {
  return text
    .split(/(`` .*? ``|`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll(/[<*]/g, "\\$&")))
    .join("");
}
