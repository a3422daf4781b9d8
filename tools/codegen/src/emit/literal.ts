const width = 100;

/** The name of another constant in a literal. Only this stands without quotes, never a string. */
export class Reference {
  readonly name: string;

  constructor(name: string) {
    if (!isIdentifier(name)) throw new Error(`${JSON.stringify(name)} is no name of a constant`);
    this.name = name;
  }
}

/**
 * Prints a value as a TypeScript literal the way a person would: on one line while it fits, one
 * member a line otherwise. It holds what JSON can, and references; all else is a fault of ours.
 */
export function printLiteral(value: unknown, indent: number, used: number): string {
  const flat = printFlat(value);
  if (used + flat.length <= width || typeof value !== "object" || value === null) return flat;
  if (value instanceof Reference) return flat;
  const inner = " ".repeat(indent + 2);
  const outer = " ".repeat(indent);
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item === "number")) return printWrapped(value, inner, outer);
    const items = value.map((item) => `${inner}${printLiteral(item, indent + 2, indent + 3)},\n`);
    return `[\n${items.join("")}${outer}]`;
  }
  const members = Object.entries(value).map(([key, member]) => {
    const name = `${inner}${printKey(key)}: `;
    return `${name}${printLiteral(member, indent + 2, name.length + 1)},\n`;
  });
  return `{\n${members.join("")}${outer}}`;
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

/** The same on one line. */
export function printFlat(value: unknown): string {
  if (value instanceof Reference) return value.name;
  if (Array.isArray(value)) return `[${value.map(printFlat).join(", ")}]`;
  if (typeof value !== "object" || value === null) return printSimple(value);
  const members = Object.entries(value).map(
    ([key, member]) => `${printKey(key)}: ${printFlat(member)}`,
  );
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

function printSimple(value: unknown): string {
  const text = JSON.stringify(value);
  if (text === undefined) throw new Error(`no literal can hold ${typeof value}`);
  return text;
}

function printKey(key: string): string {
  // Written in any other way it would be the object's prototype.
  if (key === "__proto__") return '["__proto__"]';
  return isIdentifier(key) ? key : JSON.stringify(key);
}

function isIdentifier(text: string): boolean {
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(text);
}
