const width = 100;

/**
 * Prints a value as a TypeScript literal the way a person would: on one line while it fits, one
 * member a line otherwise. Strings that begin with `@` are references and stand without quotes.
 */
export function printLiteral(value: unknown, indent: number, used: number): string {
  const flat = printFlat(value);
  if (used + flat.length <= width) return flat;
  const inner = " ".repeat(indent + 2);
  const outer = " ".repeat(indent);
  if (Array.isArray(value)) {
    const items = value.map((item) => `${inner}${printLiteral(item, indent + 2, indent + 3)},\n`);
    return value.every((item) => typeof item === "number")
      ? printWrapped(value as number[], inner, outer)
      : `[\n${items.join("")}${outer}]`;
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(([key, member]) => {
      const name = `${inner}${printKey(key)}: `;
      return `${name}${printLiteral(member, indent + 2, name.length + 1)},\n`;
    });
    return `{\n${members.join("")}${outer}}`;
  }
  return flat;
}

/** Long rows of numbers read better filled than one a line. */
function printWrapped(items: readonly number[], inner: string, outer: string): string {
  const rows: string[] = [];
  let row = inner;
  for (const item of items) {
    const next = `${item},`;
    if (row.length > inner.length && row.length + 1 + next.length > width) {
      rows.push(row);
      row = inner;
    }
    row += row.length > inner.length ? ` ${next}` : next;
  }
  rows.push(row);
  return `[\n${rows.join("\n")}\n${outer}]`;
}

export function printFlat(value: unknown): string {
  if (typeof value === "string")
    return value.startsWith("@") ? value.slice(1) : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(printFlat).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(
      ([key, member]) => `${printKey(key)}: ${printFlat(member)}`,
    );
    return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
  }
  return String(value);
}

function printKey(key: string): string {
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(key) ? key : JSON.stringify(key);
}
