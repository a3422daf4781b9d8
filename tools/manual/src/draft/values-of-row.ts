import type { ParameterValue } from "../reader/manual-model.ts";
import type { DraftValue, Undecided } from "./draft.ts";

/** What the list of values below a row says. */
export interface RowValues {
  readonly values: readonly DraftValue[];
  /** Whether other values are possible: `Others`, `"<filename>"`. */
  readonly isOpen: boolean;
  /** How the values are written; nothing without values. */
  readonly kind: "integer" | "quoted" | "mixed" | undefined;
  readonly isHex: boolean;
  /** Value that a meaning calls the default. */
  readonly default: DraftValue | undefined;
  readonly undecided: readonly Undecided[];
}

/** Values, defaults marked in their meanings, and marks of footnotes. */
export function valuesOf(printed: readonly ParameterValue[], section: string): RowValues {
  const rows = joinNames(printed);
  const values: DraftValue[] = [];
  const kinds = new Set<"integer" | "quoted">();
  const undecided: Undecided[] = [];
  let isOpen = false;
  let isHex = false;
  for (const { value: text, meaning, line } of rows) {
    const place = { line, section };
    const open = (reason: string): void => {
      undecided.push({ ...place, about: "values", text: `${text} ${meaning}`.trim(), reason });
    };
    const quoted = /^"(.*)"$/s.exec(text)?.[1];
    if (quoted !== undefined) {
      kinds.add("quoted");
      if (/[<>]/.test(quoted)) isOpen = true;
      else values.push({ ...place, value: quoted, meaning });
    } else if (/^-?\d+$/.test(text) || /^0[xX][0-9A-Fa-f]+$/.test(text)) {
      kinds.add("integer");
      if (/x/i.test(text)) isHex = true;
      values.push({ ...place, value: Number(text), meaning });
    } else if (/^(?:Others?|Any other)/i.test(text)) {
      isOpen = true;
    } else {
      open("it is no single value");
    }
    if (footnote(meaning)) open("a mark refers to a note");
  }
  if (kinds.size > 1) {
    const { line = 0, value = "", meaning = "" } = rows[0] ?? {};
    const text = `${value} ${meaning}`.trim();
    undecided.push({ line, section, about: "values", text, reason: "numbers and words are mixed" });
  }
  const repeated = values.find(({ value }, index) =>
    values.some((other, at) => at < index && other.value === value),
  );
  if (repeated !== undefined) {
    const { line, value, meaning } = repeated;
    const reason = "the value is listed twice";
    undecided.push({ line, section, about: "values", text: `${value} ${meaning}`, reason });
  }
  const [kind] = kinds;
  const marked = values.filter(({ meaning }) => isDefault(meaning));
  return {
    values,
    isOpen,
    kind: kinds.size > 1 ? "mixed" : kind,
    isHex,
    default: marked.length === 1 ? marked[0] : undefined,
    undecided: marked.length < 2 ? undecided : [...undecided, twoDefaults(marked, section)],
  };
}

/** `0` and below it `"Initial": nothing was done`: a value whose meaning begins with a name. */
function joinNames(rows: readonly ParameterValue[]): ParameterValue[] {
  const joined: ParameterValue[] = [];
  for (const row of rows) {
    const last = joined.at(-1);
    const isName = row.value.startsWith('"') && last?.meaning === "" && /^\d+$/.test(last.value);
    if (isName) joined[joined.length - 1] = { ...last, meaning: `${row.value}: ${row.meaning}` };
    else joined.push(row);
  }
  return joined;
}

function isDefault(meaning: string): boolean {
  return /\((?:the )?default(?: value| setting)?\)|\bby default\b/i.test(meaning);
}

/** `IPv6*`, `TLS 1.3 1)`, `(see note 2)`. */
function footnote(meaning: string): boolean {
  return /[*†‡¹²³]|\s\d\)$|\[\d\]$|\(see notes?\b/i.test(meaning);
}

function twoDefaults(marked: readonly DraftValue[], section: string): Undecided {
  const [first] = marked;
  const text = marked.map(({ value }) => value).join(", ");
  return {
    line: first?.line ?? 0,
    section,
    about: "default",
    text,
    reason: "more than one value is called the default",
  };
}
