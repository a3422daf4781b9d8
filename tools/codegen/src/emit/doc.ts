import { code, prose } from "../markup.ts";
import { type Model, paramNames } from "../model.ts";
import type {
  SchemaCommand,
  SchemaField,
  SchemaManual,
  SchemaOperation,
  SchemaParam,
  SchemaTail,
  Source,
} from "../schema-types.gen.ts";
import { printUnit } from "../unit.ts";
import { doubtOf, inBrackets, lowerFirst } from "./doubt.ts";

const width = 96;

/**
 * Lines of a TSDoc comment, wrapped. A paragraph is markup: what of it comes from the schema has
 * passed {@link prose} or {@link code}. One that begins with `@` is a block tag.
 */
export function docComment(paragraphs: readonly string[]): string[] {
  return paragraphs.flatMap((paragraph, index) => {
    const lines = wrap(paragraph.replaceAll("*/", "*\\/"));
    return index === 0 || paragraph.startsWith("@") ? lines : ["", ...lines];
  });
}

/** Code stays on one line, and no line begins like an item of a list. */
function wrap(text: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.match(/(?:\\.|`[^`]*`|[^ `\\])+/g) ?? []) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = /^(?:[-+]|#+|1[.)])$/.test(word) ? prose(word) : word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/**
 * `<timeout>`, 60-65535, seconds, default 90, at most 50 bytes: the facts of a parameter in one
 * line, with what is in doubt. Values that only the module may give are no facts for a caller.
 */
export function paramFacts(
  param: SchemaParam,
  side: "input" | "output",
  sources: readonly Source[],
): string {
  const facts = [code(`<${param.wire}>`)];
  const values = param.values?.filter((value) => side === "output" || !value.decodeOnly);
  if (values !== undefined && values.length <= 8) {
    facts.push(values.map(({ value, name }) => `${prose(String(value))} ${name}`).join(", "));
  }
  if (param.ranges !== undefined) facts.push(param.ranges.map(describeRange).join(" or "));
  if (param.boundedBy !== undefined) facts.push(`bounded by ${prose(lowerFirst(param.boundedBy))}`);
  if (param.unit !== undefined) facts.push(`unit ${printUnit(param.unit)}`);
  if (param.minBytes !== undefined && param.minBytes > 0)
    facts.push(`at least ${count(param.minBytes)}`);
  if (param.maxBytes !== undefined) facts.push(`at most ${count(param.maxBytes)}`);
  if (param.charset === "ascii") facts.push("ASCII");
  if (param.charset === "digits") facts.push("digits only");
  if (param.default !== undefined) {
    const text = typeof param.default === "string" ? `"${param.default}"` : String(param.default);
    facts.push(`default ${prose(text)}`);
  }
  if (param.sensitive) facts.push("secret: masked in logs");
  return facts.join(", ") + doubts(sources);
}

/** What is in doubt, in brackets behind the text that it is about. */
export function doubts(sources: readonly Source[] | undefined): string {
  return prose(inBrackets(doubtOf(sources ?? [])));
}

function count(bytes: number): string {
  return bytes === 1 ? "1 byte" : `${bytes} bytes`;
}

function describeRange([from, to]: readonly [number, number | null]): string {
  if (to === null) return `${from} or more`;
  return from === to ? `${from}` : `${from}-${to}`;
}

/** `SMTP manual, 2.2 (third-party: error 405)` for doc comments. */
export function citation(
  sources: readonly Source[],
  manuals: ReadonlyMap<string, SchemaManual>,
): string {
  const places = sources.map(({ id, section, confidence = "stated", note }) => {
    const title = manuals.get(id)?.title ?? id;
    const place = section === undefined ? title : `${title}, ${section}`;
    const mark = confidence === "stated" ? undefined : confidence;
    const remark = [mark, note && lowerFirst(note)].filter((text) => text !== undefined);
    return place + inBrackets(remark.join(": "));
  });
  return prose(places.join("; "));
}

/** The operation as a manual prints it: `AT+QSMTPDST=1,<type>,<emailaddr>`. */
export function syntaxLine(command: SchemaCommand, operation: SchemaOperation): string {
  const name = `AT${command.at}`;
  switch (operation.form) {
    case "test":
      return `${name}=?`;
    case "read":
      return `${name}?`;
    case "execute":
      return name;
    case "write":
      return `${name}=${syntaxOfFields(command, operation.args ?? [])}`;
    case "basic":
      return `${name}${syntaxOfFields(command, operation.args ?? [])}`;
  }
}

/** Fields in the manuals' notation: `1,<type>[,<emailaddr>]`. */
export function syntaxOfFields(command: SchemaCommand, fields: readonly SchemaField[]): string {
  const wire = (name: string): string => `<${command.params?.[name]?.wire ?? name}>`;
  let text = "";
  for (const field of fields) {
    const comma = text === "" ? "" : ",";
    if ("const" in field) {
      const quoted = typeof field.const === "string" && field.quoted !== false;
      text += comma + (quoted ? `"${field.const}"` : field.const);
    } else if ("param" in field) {
      text += comma + wire(field.param);
    } else if ("optional" in field) {
      text += `[${comma}${syntaxOfFields(command, field.optional)}]`;
    } else {
      text += `${text === "" ? "" : "[,"}${wire(field.list)}...${text === "" ? "" : "]"}`;
    }
  }
  return text;
}

/** What of third parties follows an unsolicited line, as a sentence. */
export function tailSentence(tail: SchemaTail): string {
  if ("bytes" in tail) return `Behind its end follow ${tail.bytes} bytes of a third party.`;
  if ("quoted" in tail) return "The text in quotes is a third party's and may have line breaks.";
  const lines = tail.lines === 1 ? "the next line is" : `the next ${tail.lines} lines are`;
  return `At least ${lines} a third party's text.`;
}

/** The paragraphs that stand over the file of a command. */
export function commandDoc(model: Model, command: SchemaCommand): string[] {
  const notes = (command.notes ?? []).map(({ text, source }) => prose(text) + doubts(source));
  return [
    `${code(`AT${command.at}`)}: ${prose(lowerFirst(command.title))}.`,
    ...(command.description === undefined ? [] : [prose(command.description)]),
    ...notes,
    `@see ${citation(command.source, model.manuals)}`,
  ];
}

/** The paragraphs that stand over an operation's function. */
export function operationDoc(
  model: Model,
  command: SchemaCommand,
  operation: SchemaOperation,
): string[] {
  const paragraphs = [prose(operation.summary)];
  if (operation.description !== undefined) paragraphs.push(prose(operation.description));
  const wire = `Wire: ${code(syntaxLine(command, operation))}.`;
  paragraphs.push([wire, ...timing(operation)].join(" "));
  const about = remarks(command, operation);
  if (about.length > 0) paragraphs.push(about.join(" "));
  const example = operation.examples?.[0];
  if (example !== undefined) paragraphs.push(`@example ${code(example.sent)}`);
  if (paramNames(operation.args ?? []).length > 0) {
    paragraphs.push("@throws EncodeError when a value cannot be carried; nothing is sent then.");
  }
  paragraphs.push(`@see ${citation(operation.source ?? command.source, model.manuals)}`);
  return paragraphs;
}

function timing(operation: SchemaOperation): string[] {
  const facts: string[] = [];
  if (operation.maxResponseMs !== null)
    facts.push(`Answers within ${describeMs(operation.maxResponseMs)}.`);
  if (operation.data !== undefined)
    facts.push(`Enters data mode (${direction(operation.data.direction)}).`);
  if (operation.completion !== undefined) {
    facts.push(`The outcome comes after OK, in the URC \`${operation.completion.urc}\`.`);
  }
  return facts;
}

function direction(value: string): string {
  return value === "toModule" ? "the host sends" : "the module sends";
}

function describeMs(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000} s` : `${ms} ms`;
}

function remarks(command: SchemaCommand, operation: SchemaOperation): string[] {
  const facts: string[] = [];
  if (operation.optional || command.optional) facts.push("Not every firmware has it.");
  const stability = operation.stability ?? command.stability;
  if (stability === "beta") facts.push("Known from sibling families.");
  if (stability === "draft") facts.push("Recalled or inferred, not verified on a module.");
  if (operation.persistence === "saved") facts.push("The module keeps the setting by itself.");
  if (operation.persistence === "profile") facts.push("Kept by `AT&W`.");
  if (operation.persistence === "none") facts.push("Gone after a restart.");
  return facts;
}
