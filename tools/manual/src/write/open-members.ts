import type { DraftCommand, DraftOperation, DraftParam, Place, Undecided } from "../draft/draft.ts";
import { printSpans } from "../grammar/spans.ts";
import { subKeyOf } from "../grammar/syntax.ts";
import { NotAutomaticError } from "./not-automatic.ts";

/**
 * What a written member says besides its facts: where it stands and what is open of it. The first
 * place is the member's own.
 * @param left what is known of an open member and has no place of its own
 */
export type Remarks = (
  place: Place,
  undecided: readonly Undecided[],
  left?: { readonly note?: string; readonly members?: Readonly<Record<string, unknown>> },
) => object;

/**
 * Of a member of the schema, which shares the source of its command and holds nothing open.
 * @throws NotAutomaticError when something is
 */
export const allDecided: Remarks = (_, undecided) => {
  const open = openIn(undecided);
  if (open !== undefined) throw new NotAutomaticError(open);
  return {};
};

/** Of a member that is compared and written nowhere. */
export const unremarked: Remarks = () => ({});

/** Members that say in a draft what is open: `undecidedRanges`, or `undecided` for a whole row. */
export function openMembers(undecided: readonly Undecided[]): Readonly<Record<string, unknown[]>> {
  const members: Record<string, unknown[]> = {};
  // The vendor's sentence stays in the report.
  for (const { about, line, section, reason } of undecided) {
    const isWhole = about === "name";
    const member = isWhole
      ? "undecided"
      : `undecided${about.charAt(0).toUpperCase()}${about.slice(1)}`;
    const entry = { ...(isWhole && { about }), line, section, reason };
    members[member] = [...(members[member] ?? []), entry];
  }
  return members;
}

/** What is open, in one line; nothing when all is understood. */
function openIn(undecided: readonly Undecided[]): string | undefined {
  const [first, ...others] = undecided.map(
    ({ line, text, reason }) => `line ${line} says "${text}": ${reason}`,
  );
  if (first === undefined) return undefined;
  const more = others.length === 0 ? "" : `, and ${others.length} more`;
  return `part of it is open (${first}${more}); pnpm manual:draft writes all of it with what is open marked`;
}

/** What is open of a row, and what it says that the schema has no place for. */
export function openOfParam(param: DraftParam): Undecided[] {
  const { line, section, type, values, cases, wire, undecided } = param;
  const found = cases.map(
    (item): Undecided => ({
      line: item.line,
      section: item.section,
      about: item.minBytes !== undefined || item.maxBytes !== undefined ? "size" : "ranges",
      text: `<${wire}> ${item.when}: ${describeCase(item)}`,
      reason: "it holds in one case only",
    }),
  );
  const isListed = type === undefined || type.value === "enum" || type.value === "keyword";
  if (values.length > 0 && !isListed) {
    const text = `<${wire}> ${values.map(({ value }) => value).join(", ")}`;
    const reason = `some values are named and others are possible, which no ${type.value} of the schema says`;
    found.push({ line: values[0]?.line ?? line, section, about: "values", text, reason });
  }
  return [...undecided, ...found];
}

function describeCase({
  ranges,
  minBytes,
  maxBytes,
  default: standard,
}: DraftParam["cases"][number]): string {
  return [
    ranges && `range ${printSpans(ranges)}`,
    (minBytes !== undefined || maxBytes !== undefined) &&
      `${minBytes ?? 0}-${maxBytes ?? ""} bytes`,
    standard !== undefined && `default ${standard}`,
  ]
    .filter((part) => typeof part === "string")
    .join(", ");
}

/**
 * What is open of a form: also what no sentence says of its data phase.
 * @param canChoose whether a person is asked for that what is one of two words
 */
export function openOfOperation(
  { undecided, data, supports }: DraftOperation,
  canChoose = false,
): Undecided[] {
  const { endsOn, earlyExit, resumable } = data?.value ?? {};
  const missing = [
    endsOn === undefined && "what ends data mode",
    !canChoose && earlyExit === undefined && "whether the result still comes when it is left early",
    !canChoose && resumable === undefined && "whether ATO goes back to it",
  ].filter((part) => typeof part === "string");
  const silent = missing.flatMap((part): Undecided[] => {
    if (data === undefined) return [];
    const { line, section } = data;
    return [{ line, section, about: "data", text: "CONNECT", reason: `no sentence says ${part}` }];
  });
  return [...undecided, ...silent, ...toldInWords(supports)];
}

/** A test answer in words: what the module prints is not known. Its lines are one question. */
function toldInWords(supports: DraftOperation["supports"]): Undecided[] {
  const [first, ...others] = supports.filter(({ inWords }) => inWords);
  if (first === undefined) return [];
  const { line, section, value } = first;
  const more = others.length === 0 ? "" : `, ${others.length + 1} lines of it`;
  const reason = `the test answer is told in words${more}`;
  return [{ line, section, about: "supports", text: value, reason }];
}

/** Everything that is open of a command, by what it is about: `+X`, `+X <size>`, `+X write "key"`. */
export function openOfCommand({ at, undecided, params, operations }: DraftCommand): {
  readonly element: string;
  readonly undecided: readonly Undecided[];
}[] {
  return [
    { element: at, undecided },
    ...params.map((param) => {
      return { element: `${at} <${param.wire}>`, undecided: openOfParam(param) };
    }),
    ...operations.map((operation) => {
      const key = subKeyOf(operation.args);
      const name = key === undefined ? operation.form : `${operation.form} "${key}"`;
      return { element: `${at} ${name}`, undecided: openOfOperation(operation) };
    }),
  ];
}
