import { code, prose } from "../markup.ts";
import type { Model } from "../model.ts";
import type { Source } from "../schema-types.gen.ts";
import { page } from "./markdown.ts";
import { sources } from "./operation-section.ts";

/** A source that nobody has checked. */
interface Doubt {
  /** JSON pointer of the element that has the source. */
  readonly pointer: string;
  /** What people call the element. */
  readonly label: string;
  readonly source: Source;
  /** Whether a firmer source stands beside it. */
  readonly beside: boolean;
}

/** The page of everything that is still only recalled or inferred. */
export function unverifiedPage(model: Model): string {
  const files: (readonly [string, unknown])[] = [
    ...model.commands.map(({ file, command }) => [file, command] as const),
    ...model.errorTables.map(({ file, table }) => [file, table] as const),
    ...model.quirks.map(({ file, quirk }) => [file, quirk] as const),
    ...model.factFiles.map(({ file, subject }) => [file, subject] as const),
    ["families.json", { families: model.families }],
  ];
  const found = files
    .map(([file, json]) => ({ file, doubts: doubtsIn(json, "", "the file") }))
    .filter(({ doubts }) => doubts.length > 0);
  const all = found.flatMap(({ doubts }) => doubts);
  const count = (mark: string): number =>
    all.filter(({ source }) => source.confidence === mark).length;
  return page("schema", [
    "# Facts that nobody has checked",
    `${all.length} facts of the schema are only recalled (${count("recalled")}) or inferred (${count("inferred")}). Each line names the element, what of it is in doubt, where that comes from, its place in the file, and what would settle it; *in part* means that a firmer source stands beside it for the rest. A fact leaves the list when a manual or a module's output takes the place of its source.`,
    ...found.flatMap(({ file, doubts }) => [
      `## schema/${file}`,
      doubts.map((doubt) => `- ${describe(doubt)}`).join("\n"),
    ]),
  ]);
}

function describe({ pointer, label, source, beside }: Doubt): string {
  const { note, settledBy = "not known", ...place } = source;
  const what = note === undefined ? "" : ` ${prose(note.replace(/\.$/, ""))};`;
  const part = beside ? ", in part" : "";
  return `${prose(label.replace(/\.$/, ""))}:${what} ${sources([place])}${part}. ${code(pointer === "" ? "/" : pointer)} To be settled by ${prose(settledBy.replace(/\.$/, ""))}.`;
}

function doubtsIn(value: unknown, pointer: string, label: string): Doubt[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]): Doubt[] => {
    const below = `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    if (key !== "source" && key !== "evidence") {
      const named = /\/(params|facts)$/.test(pointer) ? key : nameOf(child);
      return doubtsIn(child, below, named ?? label);
    }
    const list = child as readonly Source[];
    const doubted = list.filter(isDoubt);
    const beside = doubted.length < list.length;
    return doubted.map((source) => ({ pointer, label, source, beside }));
  });
}

/** Its name, its number in an error table, or of a note its text. */
function nameOf(element: unknown): string | undefined {
  if (typeof element !== "object" || element === null) return undefined;
  const { name, code: number, text } = element as Record<string, unknown>;
  if (typeof number === "number") return `${number} ${String(name)}`;
  return [name, text].find((word) => typeof word === "string");
}

function isDoubt({ confidence }: Source): boolean {
  return confidence === "recalled" || confidence === "inferred";
}
