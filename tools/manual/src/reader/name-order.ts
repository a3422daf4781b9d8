import type { ParameterRow } from "./manual-model.ts";
import type { RowName, TextLine } from "./pair-rows.ts";

interface Named extends RowName {
  readonly name: string;
}

/**
 * On a page that prints names behind their texts, the names come in no order that tells anything:
 * there they are put in the order of the syntax. The same list when nothing has to move.
 * @param order names in the order of the syntaxes and answers
 */
export function orderNames<Name extends Named>(
  names: readonly Name[],
  lines: readonly TextLine[],
  order: readonly string[],
): readonly Name[] {
  const pages = new Set(names.filter((name) => isBehind(name, lines)).map(({ page }) => page));
  const moved = names.filter(({ page }) => pages.has(page));
  if (moved.length === 0 || moved.some(({ name }) => !order.includes(name))) return names;
  const sorted = moved.toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  return names.map((name) => {
    const next = pages.has(name.page) ? sorted.shift() : undefined;
    return next === undefined ? name : { ...next, place: 0 };
  });
}

/** No text of its page stands behind the name, though some stands before it. */
function isBehind({ place, page }: Named, lines: readonly TextLine[]): boolean {
  const own = lines.filter((line) => line.page === page);
  return own.length > 0 && own.every((line) => line.place < place);
}

/** Names put in order are believed when most texts speak of what their names say. */
export function confirmOrder(rows: readonly ParameterRow[]): ParameterRow[] {
  const speaking = rows.filter(({ name, text }) => speaksOf(text.text, name)).length;
  if (speaking >= rows.length * 0.7) return [...rows];
  const unproven = "its name stands behind the texts of its page";
  return rows.map((row) => ({ ...row, pairing: { unproven } }));
}

/** Whether a word of the name stands in the text, be it in another form. */
function speaksOf(text: string, name: string): boolean {
  const words = name.split(/[_ ]|(?<=[a-z])(?=[A-Z])/).map((word) => word.toLowerCase());
  const said = text.toLowerCase();
  return words.some((word) => said.includes(word.length > 4 ? word.slice(0, 4) : word));
}
