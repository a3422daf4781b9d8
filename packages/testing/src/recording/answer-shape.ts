const resultCodes: readonly string[] = ["OK", "ERROR", "CONNECT", "NO CARRIER"];
/** Commands whose first field is the name of what the line is about. */
const keyed = /^\+Q\w*CFG$/;

/**
 * The shape of a module's answer: of each line its prefix and the kinds of its fields (`number`, `text`,
 * `values`, `name`, `word`), without blank lines and the values themselves. Square brackets around what
 * may be left out do not count.
 *
 * @param commands lines that are the echo of what was sent
 */
export function answerShape(text: string, commands: readonly string[] = []): string[] {
  return text
    .split(/[\r\n]+/)
    .filter((line) => line !== "")
    .map((line) => (commands.includes(line) ? "echo" : shapeOfLine(line)));
}

function shapeOfLine(line: string): string {
  if (resultCodes.includes(line)) return line;
  const [, prefix, rest = ""] = /^([+%][A-Z ]+): ?(.*)$/.exec(line) ?? [];
  if (prefix === undefined) return "word";
  const fields = fieldsOf(rest.trim());
  const kinds = fields.map((field, at) => (at === 0 && keyed.test(prefix) ? field : kindOf(field)));
  return `${prefix}: ${kinds.join(",")}`;
}

/** Splits at commas that stand in no quotes and no round brackets. */
function fieldsOf(text: string): string[] {
  return text.replaceAll(/[[\]]/g, "").match(/(?:"[^"]*"|\([^)]*\)|[^,("])+/g) ?? [];
}

function kindOf(field: string): "number" | "text" | "values" | "name" | "word" {
  if (/^-?[\da-f]+$/i.test(field)) return "number";
  if (field.startsWith("(")) return "values";
  if (field.startsWith("<")) return "name";
  return field.startsWith('"') ? "text" : "word";
}
