import type { SchemaField } from "@qsmtp/codegen/schema-types";
import { parseSyntax, placeholdersOf, subKeyOf } from "../grammar/syntax.ts";
import type { FormBlock } from "../reader/manual-model.ts";
import { type AnswerGroups, groupAnswers } from "./answers-of.ts";
import type { DraftLine, DraftOperation, Place, Undecided } from "./draft.ts";

/** What a command's section says for all of its forms. */
export interface SectionContext {
  readonly at: string;
  readonly section: string;
  /** The time that holds for all of its forms, or why none can be told. */
  readonly time: Pick<DraftOperation, "maxResponseMs" | "undecided">;
  /** Chapter or table that explains the error number, by the placeholder that stands in answers. */
  readonly errorsOf: (placeholder: string) => string | undefined;
  readonly dataOf: (block: FormBlock) => Pick<DraftOperation, "data" | "undecided">;
}

/** The operations of one block of a command table. */
export function operationsOf(block: FormBlock, context: SectionContext): DraftOperation[] {
  return syntaxesOf(block).flatMap((syntax) => readSyntax(block, syntax, context));
}

/** `AT+X? or AT+X`: the command lines of a block; of two forms in one cell those of its own. */
function syntaxesOf({ form, syntax, title }: FormBlock): string[] {
  const isTitle = syntax === "" && title?.text.startsWith("AT") === true;
  const alternatives = (isTitle ? title.text : syntax).split(/\s+or\s+(?=AT)/);
  const own = alternatives.filter((text) => parseSyntax(text)?.form === form);
  return (isTitle && own.length > 0 ? own : alternatives).map((text) => text.trim());
}

function readSyntax(block: FormBlock, printed: string, context: SectionContext): DraftOperation[] {
  const { section } = context;
  const syntax = parseSyntax(printed);
  const place: Place = { line: block.syntaxLine, section };
  const undecided: Undecided[] = [];
  const open = (
    about: Undecided["about"],
    text: string,
    reason: string,
    line = place.line,
  ): void => {
    undecided.push({ line, section, about, text, reason });
  };
  if (syntax === undefined) {
    const text = printed === "" ? (block.title?.text ?? "") : printed;
    open("syntax", text, "it is no command line");
    open("reply", text, "without the command line its answers may not be whole");
  } else if (syntax.at !== context.at) {
    open("syntax", printed, `the section describes AT${context.at}`);
  }
  if (syntax !== undefined && syntax.slips.length > 0) {
    open("syntax", printed, syntax.slips.join("; "));
  }
  const args = syntax?.fields ?? [];
  const form = syntax?.form ?? block.form;
  const errors = errorsOf(block, context);
  const common = {
    ...place,
    form,
    ...(block.title !== undefined && { title: block.title.text }),
    syntax: printed.replaceAll(/\s/g, ""),
    ...(errors !== undefined && { errors }),
    ...(context.time.maxResponseMs !== undefined && { maxResponseMs: context.time.maxResponseMs }),
  };
  if (form === "test") {
    return [{ ...common, args: [], reply: [], supports: supportsOf(block, context), undecided }];
  }
  const groups = groupAnswers(block.answers, section, open);
  const data = context.dataOf(block);
  const isSound = undecided.every(({ about }) => about !== "syntax");
  const split = isSound ? splitQuery(args, groups) : unsplit(args, groups);
  const main: DraftOperation = {
    ...common,
    args: split.set,
    reply: split.setReply,
    supports: [],
    ...(data.data !== undefined && { data: data.data }),
    ...(groups.result[0] !== undefined && { completion: groups.result[0] }),
    undecided: [...undecided, ...data.undecided, ...context.time.undecided],
  };
  if (split.query === undefined) return [main];
  return [
    main,
    { ...common, args: split.query, reply: split.queryReply, supports: [], undecided: [] },
  ];
}

interface SetAndQuery {
  readonly set: readonly SchemaField[];
  readonly setReply: readonly DraftLine[];
  readonly query: readonly SchemaField[] | undefined;
  readonly queryReply: readonly DraftLine[];
}

function unsplit(args: readonly SchemaField[], { reply, query }: AnswerGroups): SetAndQuery {
  return { set: args, setReply: [...reply, ...query], query: undefined, queryReply: [] };
}

/** A write form that answers with the settings when its parameters are left out is two operations. */
function splitQuery(args: readonly SchemaField[], { reply, query }: AnswerGroups): SetAndQuery {
  const whole = unsplit(args, { reply, query, result: [] });
  const kept = args.filter((field) => !("optional" in field));
  if (kept.length === args.length) return whole;
  const queried = query.length > 0 ? query : echoOf(args, reply);
  if (queried === undefined) return whole;
  return {
    set: withoutFirstBrackets(args),
    setReply: query.length > 0 ? reply : [],
    query: kept,
    queryReply: queried.map((line) =>
      line.repeat === "zeroOrOne" ? { ...line, repeat: "one" } : line,
    ),
  };
}

/** `AT+X="key"[,<a>]` answered by `[+X: "key",<a>]`: the line that only the query gets. */
function echoOf(
  args: readonly SchemaField[],
  reply: readonly DraftLine[],
): readonly DraftLine[] | undefined {
  const [line, ...others] = reply;
  if (line === undefined || others.length > 0 || line.repeat !== "zeroOrOne") return undefined;
  const key = subKeyOf(args);
  const isSame =
    key !== undefined &&
    key === subKeyOf(line.fields) &&
    placeholdersOf(args).join() === placeholdersOf(line.fields).join();
  return isSame ? reply : undefined;
}

function withoutFirstBrackets(fields: readonly SchemaField[]): SchemaField[] {
  const [first, ...rest] = fields;
  if (first === undefined) return [];
  if ("optional" in first) return [...first.optional, ...rest];
  return [first, ...withoutFirstBrackets(rest)];
}

/** Where one line is told in words, its neighbours name placeholders that no module prints either. */
function supportsOf(block: FormBlock, { at, section }: SectionContext): DraftOperation["supports"] {
  const lines = block.answers.filter(({ role }) => role === "information");
  const isSpoken = lines.some(({ inWords, text }) => inWords || isInWords(text));
  return lines.map(({ text, line }) => {
    const value = text.startsWith(`${at}:`) ? text.slice(at.length + 1).trim() : text;
    return { value, line, section, inWords: isSpoken };
  });
}

/** `(range of supported <lamp>s)`: no module prints such a thing. */
function isInWords(text: string): boolean {
  return /\((?:the )?(?:range|list)s? of\b|\bsupported\b/i.test(text);
}

/** Placeholder and explanation of the number in `+CME ERROR: <err>`. */
function errorsOf(block: FormBlock, context: SectionContext): DraftOperation["errors"] {
  for (const { role, text, line } of block.answers) {
    const placeholder = role === "error" ? /<\s*([^<>]+?)\s*>/.exec(text)?.[1] : undefined;
    const value = placeholder === undefined ? undefined : context.errorsOf(placeholder);
    if (value !== undefined) return { value, line, section: context.section };
  }
  return undefined;
}
