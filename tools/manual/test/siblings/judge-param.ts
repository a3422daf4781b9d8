import { equal, type Item, judge, show, type Verdict, worst } from "./judge.ts";
import type { SeenParam } from "./seen.ts";
import { isOpen, type TruthParam } from "./truth.ts";
import { unitWords } from "./unit-words.ts";

export const paramAttributes = [
  "type",
  "ranges",
  "minBytes",
  "maxBytes",
  "unit",
  "default",
  "values",
] as const;

export type ParamAttribute = (typeof paramAttributes)[number];

export interface JudgedParam {
  readonly verdict: Verdict;
  readonly attributes: ReadonlyMap<ParamAttribute, Verdict>;
  readonly items: readonly Item[];
  /** Of a default that the text cannot show: whether the draft says so. */
  readonly unreadable: "reported" | "silent" | undefined;
}

/** Types of a draft that say the same as a word of the text, given the values. */
const readings: Readonly<Record<string, readonly string[]>> = {
  integer: ["integer", "enum", "flag"],
  string: ["string", "keyword", "text"],
};

/** A parameter of the draft beside what the text says of it. */
export function judgeParam(path: string, truth: TruthParam, seen: SeenParam): JudgedParam {
  const items: Item[] = [];
  const attributes = new Map<ParamAttribute, Verdict>();
  for (const attribute of paramAttributes) {
    const verdict = judgeAttribute(attribute, truth, seen);
    attributes.set(attribute, verdict);
    if (verdict === "right") continue;
    const expected = attribute === "type" ? typeWords(truth) : show(truth[attribute]);
    const got = isUndecided(seen, attribute) ? "undecided" : show(seenValue(attribute, seen));
    items.push({ path: `${path}/${attribute}`, verdict, expected, got, line: seen.line });
  }
  const silent = silentFootnotes(truth, seen);
  for (const words of silent) {
    items.push({
      path: `${path}/values`,
      verdict: "wrong",
      expected: words,
      got: "the value without it",
      line: seen.line,
    });
  }
  const verdict = silent.length > 0 ? "wrong" : worst([...attributes.values()]);
  return { verdict, attributes, items, unreadable: unreadableDefault(truth, seen) };
}

function judgeAttribute(attribute: ParamAttribute, truth: TruthParam, seen: SeenParam): Verdict {
  const isLeftOpen = isUndecided(seen, attribute);
  if (attribute === "type") return judgeType(truth, seen, isLeftOpen);
  if (attribute === "values") return judgeValues(truth, seen, isLeftOpen);
  if (attribute === "default" && truth.default === "unreadable") {
    return isLeftOpen || seen.default === undefined ? "right" : "wrong";
  }
  const isMute = isLeftOpen && truth[attribute] === undefined;
  if (isMute) return "right";
  return judge<unknown>(truth[attribute], seenValue(attribute, seen), isLeftOpen, (left, right) =>
    attribute === "unit" ? unitWords(left) === right || left === right : equal(left, right),
  );
}

function judgeType(truth: TruthParam, seen: SeenParam, isLeftOpen: boolean): Verdict {
  if (truth.type === "unknown" && (isLeftOpen || seen.type === undefined)) return "right";
  const named = isOpen<string>(truth.type) ? truth.type.accepts : [truth.type];
  const names = [...named, ...(truth.fits ?? [])].flatMap((name) =>
    name === null ? [] : (readings[name] ?? [name]),
  );
  if (isLeftOpen) return isOpen(truth.type) ? "right" : "undecided";
  return seen.type !== undefined && names.includes(seen.type) ? "right" : "wrong";
}

function judgeValues(truth: TruthParam, seen: SeenParam, isLeftOpen: boolean): Verdict {
  const expected = truth.values ?? [];
  const isSame = equal(sorted(expected), sorted(seenValues(seen)));
  if (isLeftOpen) return isSame || expected.length === 0 || truth.others ? "right" : "undecided";
  if (!isSame) return "wrong";
  const isClosed = seen.type === "enum" || seen.type === "keyword" || seen.type === "flag";
  return truth.others === true && isClosed ? "wrong" : "right";
}

/** A flag is a 0 or a 1 without a list that says so. */
function seenValues(seen: SeenParam): readonly (number | string)[] {
  return seen.type === "flag" && seen.values.length === 0 ? [0, 1] : seen.values;
}

function sorted(values: readonly (number | string)[]): string[] {
  return values.map((value) => JSON.stringify(value)).sort();
}

function seenValue(attribute: ParamAttribute, seen: SeenParam): unknown {
  if (attribute === "values") return seenValues(seen);
  if (attribute === "default" && typeof seen.default === "boolean") return Number(seen.default);
  return seen[attribute];
}

function isUndecided({ open }: SeenParam, attribute: ParamAttribute): boolean {
  if (open.has("all") || open.has(attribute)) return true;
  return open.has("size") && (attribute === "minBytes" || attribute === "maxBytes");
}

function silentFootnotes(truth: TruthParam, seen: SeenParam): string[] {
  const isSaid = isUndecided(seen, "values") || seen.open.has("meaning");
  if (isSaid) return [];
  return Object.entries(truth.footnotes ?? {}).flatMap(([value, words]) =>
    seen.meanings.includes(words) ? [] : [`${value}: ${words}`],
  );
}

function unreadableDefault(truth: TruthParam, seen: SeenParam): JudgedParam["unreadable"] {
  if (truth.default !== "unreadable") return undefined;
  return isUndecided(seen, "default") ? "reported" : "silent";
}

function typeWords({ type, fits = [] }: TruthParam): string {
  return [show(type), ...fits].join(" or ");
}
