/** A field of a syntax, whether it comes from a drafting object or from a file of the schema. */
export interface Field {
  readonly const?: string | number;
  readonly quoted?: boolean;
  readonly param?: string;
  readonly optional?: readonly Field[];
  readonly list?: string;
}

/** Fields as the manual prints them: `<a>,"key"[,<b>[,<c>]]`. */
export function printFields(
  fields: readonly Field[],
  wireOf: (name: string) => string = (name) => name,
): string {
  return fields
    .map((field, index) => {
      const comma = index === 0 ? "" : ",";
      if (field.optional === undefined) return comma + printField(field, wireOf);
      return `[${comma}${printFields(field.optional, wireOf)}]`;
    })
    .join("");
}

function printField(field: Field, wireOf: (name: string) => string): string {
  if (field.param !== undefined) return `<${wireOf(field.param)}>`;
  if (field.list !== undefined) return `<${wireOf(field.list)}>...`;
  if (typeof field.const === "number" || field.quoted === false) return String(field.const);
  return `"${field.const ?? ""}"`;
}

/** Without blanks and with plain quotes, so that two spellings of one syntax are equal. */
export function canonical(text: string): string {
  return text
    .replace(/[“”„]/g, '"')
    .replace(/…/g, "...")
    .replace(/\s+/g, "")
    .replace(/\.\.\.\]*$/, "");
}
