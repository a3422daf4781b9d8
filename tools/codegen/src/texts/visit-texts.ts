/** Members of schema files that hold sentences for people. Everything else is data. */
const textKeys: ReadonlySet<string> = new Set([
  "boundedBy",
  "description",
  "mailOutcomeReason",
  "meaning",
  "note",
  "reason",
  "remedy",
  "summary",
  "text",
  "title",
]);

/** Members that hold what a module prints or a caller gives, whatever their members are called. */
const dataKeys: ReadonlySet<string> = new Set(["examples", "change"]);

/** The value with every sentence replaced; `pointer` is the JSON pointer of one. */
export function mapTexts<Value>(
  value: Value,
  change: (text: string, pointer: string) => string,
  pointer = "",
): Value {
  if (Array.isArray(value)) {
    return value.map((item, index) => mapTexts(item, change, `${pointer}/${index}`)) as Value;
  }
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(([key, member]) => {
    const below = `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    if (dataKeys.has(key)) return [key, member];
    const isText = typeof member === "string" && isSentence(key, pointer);
    return [key, isText ? change(member, below) : mapTexts(member, change, below)];
  });
  return Object.fromEntries(members) as Value;
}

/** The `text` of an error code is what a module prints, that of a note is a sentence. */
function isSentence(key: string, pointer: string): boolean {
  return textKeys.has(key) && (key !== "text" || /\/notes\/\d+$/.test(pointer));
}

/** Calls `see` with every sentence of a value. */
export function visitTexts(value: unknown, see: (text: string, pointer: string) => void): void {
  mapTexts(value, (text, pointer) => {
    see(text, pointer);
    return text;
  });
}
