import type { SchemaCommand } from "../schema-types.gen.ts";

/** Smaller numbers count things in too many sentences that have nothing to do with the manual. */
const smallest = 10;

/** How sentences spell small numbers, by their value; what stands in any sentence is left out. */
export const numberWords: readonly string[] =
  ",,,three,four,five,six,seven,eight,nine,ten,eleven,twelve,,,,,,,,twenty".split(",");

/**
 * What a command states as data and texts must not repeat: the number, or `1-10` of a range, with the
 * reference to write instead. `isOwn`: the text stands in the command's own file.
 */
export function ownNumbers(
  {
    params = {},
    operations = [],
    facts = {},
  }: Partial<Pick<SchemaCommand, "params" | "operations" | "facts">>,
  isOwn = true,
): Map<string, string> {
  const found = new Map<string, string>();
  const add = (value: unknown, reference: string): void => {
    if (typeof value === "number" && value >= smallest) found.set(String(value), reference);
  };
  for (const { name, data } of operations) {
    add(data?.ack?.everyBytes, `{operation:${name}.ackBytes}`);
  }
  const qualified = isOwn ? "" : `${operations[0]?.name}.`;
  for (const [key, param] of Object.entries(params)) {
    const name = qualified + key;
    const { ranges = [], minBytes, maxBytes, default: usual } = param;
    for (const [from, to] of ranges) {
      add(from, `{param:${name}.min}`);
      add(to, `{param:${name}.max}`);
      if (to !== null && to > from) found.set(`${from}-${to}`, `{param:${name}.range}`);
    }
    add(minBytes, `{param:${name}.minBytes}`);
    add(maxBytes, `{param:${name}.maxBytes}`);
    add(usual, `{param:${name}.default}`);
  }
  for (const [name, { atMost, atLeast, is, errorsOf }] of Object.entries(facts)) {
    if (errorsOf !== undefined) continue;
    for (const value of [atMost, atLeast, is].flat()) {
      add(value, `{fact:${name}}`);
      const word = typeof value === "number" ? numberWords[value] : "";
      if (word) found.set(word, `{fact:${name}}`);
    }
  }
  return found;
}

/** The character sets that a command's values stand for: lists of them grow. */
export function ownWords(
  { params = {}, operations }: Pick<SchemaCommand, "params" | "operations">,
  isOwn = true,
): Map<string, string> {
  const found = new Map<string, string>();
  const qualified = isOwn ? "" : `${operations[0]?.name}.`;
  for (const [key, { values = [] }] of Object.entries(params)) {
    for (const { encoding } of values) {
      if (encoding !== undefined) found.set(encoding, `{param:${qualified}${key}.values}`);
    }
  }
  return found;
}
