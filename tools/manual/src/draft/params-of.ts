import { placeholdersOf } from "../grammar/syntax.ts";
import { nameIn } from "../grammar/tokens.ts";
import { JoinedText } from "../reader/joined-text.ts";
import type { ParameterRow, ReadSection } from "../reader/manual-model.ts";
import type { DraftOperation, DraftParam, Undecided } from "./draft.ts";
import type { Shown } from "./evidence.ts";
import { PlaceholderNames } from "./placeholder-names.ts";
import { paramOf } from "./row-param.ts";
import { nothingShows } from "./type-of-row.ts";

/** What the rest of a manual says that concerns its parameters. */
export interface ManualNotes {
  /** True when it underlines defaults, which no text shows. */
  readonly isUnderlined: boolean;
  /**
   * Whether a test answer is more than a help: where a row says otherwise its range is undecided,
   * and where it says nothing the test answer stands in for it.
   */
  readonly isProof: boolean;
  /** Names that are a number, or a text, wherever the manual shows it. */
  readonly kinds: ReadonlyMap<string, "number" | "text">;
}

/** The parameters of a command: those with a row, and those that only syntax and answers name. */
export function paramsOf(
  section: ReadSection,
  operations: readonly DraftOperation[],
  shown: Shown,
  manual: ManualNotes,
): DraftParam[] {
  const used = usedIn(operations);
  const names = new PlaceholderNames(section);
  const rows = rowsOf(section)
    .map((row) => ({ ...row, name: names.of(row.name) }))
    .filter(({ name }) => !isErrorNumber(name, section))
    .map((row) =>
      paramOf(row, {
        section: section.id,
        ...manual,
        elsewhere: manual.kinds.get(row.name),
        evidence: shown.types.get(row.name) ?? [],
        tested: shown.ranges.get(row.name),
      }),
    );
  const params = new Map(joinRows(rows).map((param) => [param.wire, param]));
  for (const [wire, line] of used) {
    if (params.has(wire) || isErrorNumber(wire, section)) continue;
    params.set(wire, unexplained(wire, line, section.id, shown, manual));
  }
  return [...params.values()];
}

function rowsOf({ parameters, commandTable }: ReadSection): ParameterRow[] {
  return [...parameters, ...(commandTable?.forms ?? []).flatMap((form) => form.parameters)];
}

/** Placeholders of syntax and answers, with the line that names each first. */
function usedIn(operations: readonly DraftOperation[]): Map<string, number> {
  const used = new Map<string, number>();
  const use = (names: readonly string[], line: number): void => {
    for (const name of names) if (!used.has(name)) used.set(name, line);
  };
  for (const { args, line, reply, completion } of operations) {
    use(placeholdersOf(args), line);
    for (const answer of completion === undefined ? reply : [...reply, completion]) {
      use(placeholdersOf(answer.fields), answer.line);
    }
  }
  return used;
}

/** A number that stands in `+CME ERROR: <err>` only belongs to the error tables. */
export function isErrorNumber(name: string, section: ReadSection): boolean {
  const forms = section.commandTable?.forms ?? [];
  const holds = (text: string): boolean =>
    (text.match(/<[^<>]+>/g) ?? []).some((found) => nameIn(found) === name);
  const mentions = forms.flatMap(({ answers }) =>
    answers.filter(({ role, text }) => role !== "condition" && role !== "sentence" && holds(text)),
  );
  const isTyped = forms.some(({ syntax }) => holds(syntax));
  return !isTyped && mentions.length > 0 && mentions.every(({ role }) => role === "error");
}

/** Why a placeholder is open that stands in lines of the module alone. */
const noRow = "no row explains it";

function unexplained(
  wire: string,
  line: number,
  section: string,
  shown: Shown,
  manual: ManualNotes,
): DraftParam {
  const place = { line, section };
  const blank = {
    name: wire,
    line,
    text: new JoinedText([]),
    values: [],
    pairing: "proven" as const,
  };
  const param = paramOf(blank, {
    section,
    elsewhere: manual.kinds.get(wire),
    evidence: shown.types.get(wire) ?? [],
    tested: shown.ranges.get(wire),
    isUnderlined: false,
    isProof: manual.isProof,
  });
  const undecided: Undecided[] = param.undecided.map((item) => ({ ...item, ...place }));
  return {
    ...param,
    ...place,
    undecided: [...undecided, { ...place, about: "name", text: `<${wire}>`, reason: noRow }],
  };
}

/** Rows of one name as one: what only one of them states counts, what they state otherwise is undecided. */
export function joinRows(rows: readonly DraftParam[]): DraftParam[] {
  return [...Map.groupBy(rows, ({ wire }) => wire).values()].flatMap((own) => {
    const explained = own.filter(({ undecided }) =>
      undecided.every(({ reason }) => reason !== noRow),
    );
    const [first, ...others] = explained.length > 0 ? explained : own;
    return first === undefined ? [] : [others.reduce(joined, first)];
  });
}

const members = {
  type: "type",
  ranges: "ranges",
  minBytes: "size",
  maxBytes: "size",
  unit: "unit",
  default: "default",
  notation: "type",
} as const satisfies Partial<Record<keyof DraftParam, Undecided["about"]>>;

function joined(first: DraftParam, second: DraftParam): DraftParam {
  const { line, section, wire, meaning } = second;
  const reason = `another row of the name stands in line ${first.line} and says otherwise`;
  const text = `<${wire}> ${meaning}`;
  const clashes = new Set<Undecided["about"]>();
  for (const [member, about] of Object.entries(members) as [keyof typeof members, never][]) {
    if (differ(first[member]?.value, second[member]?.value)) clashes.add(about);
  }
  const lists = (["values", "cases"] as const).map((key) => {
    const [a, b] = [first[key], second[key]];
    if (a.length > 0 && b.length > 0 && differ(a, b))
      clashes.add(key === "values" ? key : "ranges");
    return [key, a.length > 0 ? a : b] as const;
  });
  const isTyped = (first.type ?? second.type) !== undefined;
  const undecided = [
    ...[...first.undecided, ...second.undecided].filter(
      (one) => !(isTyped && one.reason === nothingShows),
    ),
    ...[...clashes].map((about): Undecided => ({ line, section, about, text, reason })),
  ];
  const isOpen = (about: string): boolean => undecided.some((one) => one.about === about);
  const stated = Object.entries(members).flatMap(([key, about]) => {
    const value = first[key as keyof typeof members] ?? second[key as keyof typeof members];
    return value === undefined || isOpen(about) ? [] : [[key, value] as const];
  });
  return {
    line: first.line,
    section: first.section,
    wire,
    meaning: first.meaning,
    ...Object.fromEntries(stated),
    values: [],
    cases: [],
    ...Object.fromEntries(lists.filter(([key]) => key !== "values" || !isOpen("values"))),
    undecided,
  };
}

/** Whether two rows state a member, and not the same. Where they stand and their words do not count. */
function differ(first: unknown, second: unknown): boolean {
  if (first === undefined || second === undefined) return false;
  const print = (value: unknown): string =>
    JSON.stringify(value, (key, inner: unknown) =>
      ["line", "section", "meaning"].includes(key) ? undefined : inner,
    );
  return print(first) !== print(second);
}
