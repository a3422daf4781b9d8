import { Command } from "../codec/command.ts";
import { decodeCommandLine } from "../codec/command-line.ts";
import type { OperationDescriptor } from "../codec/descriptor.ts";
import { isDecodeError } from "../codec/errors.ts";
import { planOf } from "../codec/plan.ts";
import { allOperations } from "../generated/catalog.gen.ts";
import { sourced } from "./cite.ts";
import type { Context } from "./context.ts";
import { describeFields } from "./describe-fields.ts";
import { domainOf } from "./domain.ts";
import { errorReader } from "./error-words.ts";
import type { Explanation, ExplanationKind, Findings } from "./explanation.ts";
import { maskUnread } from "./mask-line.ts";
import { withText } from "./render-text.ts";
import { syntaxOf } from "./syntax.ts";
import { wordsOfOperation } from "./words.ts";

/** Explains a line that begins with AT: asked by the host, or repeated by the module. */
export function explainCommand(line: string, context: Context | undefined): Findings {
  const kind = context?.line === line ? "echo" : "command";
  const [first = line, ...rest] = split(line);
  if (rest.length === 0) return explainOne(line, kind);
  const parts: Explanation[] = [];
  for (const part of [first, ...rest.map((text) => `AT${text}`)]) {
    const found = explainOne(part, kind);
    // What cannot be read may hold the rest of a secret that a semicolon cut in two.
    if (found.operation === undefined) {
      const meaning = "Several commands on one line, one of which cannot be read.";
      return { ...unread(line, kind), meaning, remedy: "Explain them one by one." };
    }
    parts.push(withText(found));
  }
  return {
    line: parts.map((part, index) => (index === 0 ? part.line : part.line.slice(2))).join(";"),
    kind,
    fields: [],
    parts,
    meaning: `${parts.length} commands on one line; when one fails, those behind it are skipped.`,
    ...sourced([{ id: "base-sheet", section: "3.1" }]),
  };
}

/** Commands of one line stand apart by semicolons outside of quotes. */
function split(line: string): string[] {
  const parts: string[] = [];
  let quoted = false;
  let start = 0;
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at);
    if (char === '"') quoted = !quoted;
    if (char !== ";" || quoted) continue;
    parts.push(line.slice(start, at));
    start = at + 1;
  }
  return [...parts, line.slice(start)].filter((part, index) => index === 0 || part.trim() !== "");
}

function explainOne(line: string, kind: ExplanationKind): Findings {
  try {
    const { operation, input } = decodeCommandLine(allOperations, line);
    const words = wordsOfOperation(operation);
    const args = operation.args ?? [];
    return {
      line: planOf(args).sensitive ? new Command(operation, input).text : line,
      kind,
      command: `AT${operation.at}`,
      operation: operation.name,
      form: operation.form,
      fields: describeFields(args, input, words, errorReader(operation.name)),
      meaning: kind === "echo" ? `The module repeats the command: ${words.summary}` : words.summary,
      ...sourced(words.source),
    };
  } catch (error) {
    return { ...unread(line, kind), ...explainFailure(line, error) };
  }
}

function unread(line: string, kind: ExplanationKind): Findings {
  return {
    line: maskUnread(line, operationsNamed(line).length > 0),
    kind,
    fields: [],
    meaning: "",
    source: "",
    confidence: "inferred",
  };
}

function explainFailure(line: string, error: unknown): Partial<Findings> & { meaning: string } {
  if (!isDecodeError(error)) return { meaning: "A command that cannot be read." };
  const named = operationsNamed(line);
  const [operation] = named;
  if (operation === undefined) return { meaning: `${error.what} is no command of the schema.` };
  const words = wordsOfOperation(operation);
  const command = `AT${operation.at}`;
  const known = {
    command,
    remedy: `Write one of: ${[...new Set(named.map(syntaxOf))].join(", ")}.`,
    ...sourced(words.command.source),
  };
  if (error.code === "BAD_PARAMETER") {
    const meaning = `${words.command.title}: no operation takes these values`;
    return { ...known, meaning: `${meaning}${misfit(named, error.part)}.` };
  }
  return { ...known, meaning: `${words.command.title}: the command has no such form.` };
}

/** The first value that does not fit, and what it would have to be. */
function misfit(named: readonly OperationDescriptor[], part: string | undefined): string {
  if (part === undefined) return "";
  const domain = domainOf(named, part);
  return `; ${part} is the first that does not fit${domain === undefined ? "" : `: it must be ${domain}`}`;
}

/** The operations of the command with the longest name that the line begins with. */
export function operationsNamed(line: string): OperationDescriptor[] {
  const text = line.trim().slice(2).toUpperCase();
  const fitting = allOperations.filter(({ at }) => /^$|^[=?\s\d]/.test(rest(text, at)));
  const longest = Math.max(0, ...fitting.map(({ at }) => at.length));
  return longest === 0 ? [] : fitting.filter(({ at }) => at.length === longest);
}

/** What stands behind a command's name; a letter when the line is another command. */
function rest(text: string, at: string): string {
  return text.startsWith(at) ? text.slice(at.length) : "X";
}
