import type { SchemaCommand, SchemaOperation } from "@qsmtp/codegen/schema-types";
import { code } from "../sentence.ts";
import type { CommandPair } from "./diff-params.ts";
import { type CommandReport, given, got } from "./report.ts";
import { same } from "./texts.ts";

/**
 * Compares what test forms answer. An argument more or less in a list without brackets is a
 * question: nobody can tell from it whether the argument may be left out. It is answered when the
 * operation that sends the arguments changes in the same step.
 */
export function diffSupports(
  report: CommandReport,
  commands: CommandPair,
  { path, subject }: { readonly path: string; readonly subject: string },
  before: SchemaOperation,
  after: SchemaOperation,
): void {
  const place = { path: `${path}/supports`, subject };
  const old = keyed(before.supports ?? []);
  const young = keyed(after.supports ?? []);
  let explained = same([...old.keys()], [...young.keys()]);
  let other = false;
  for (const [key, line] of young) {
    const was = old.get(key);
    if (was === undefined || was === line) continue;
    const count = splitList(was).length;
    const newCount = splitList(line).length;
    const open = count !== newCount && !/[[\]]/.test(was + line) && asksForDecision(commands, key);
    if (!open) {
      other = true;
      continue;
    }
    const rule = newCount > count ? "test-answer-argument-added" : "test-answer-argument-removed";
    const shown = [code(was), code(line)] as const;
    report(rule, given, { ...place, path: `${place.path}/${key}`, was, now: line, shown });
  }
  explained &&= !other;
  if (!explained)
    report("test-answer-changed", got, {
      ...place,
      was: before.supports ?? [],
      now: after.supports ?? [],
      shown: [(before.supports ?? []).map(code), (after.supports ?? []).map(code)],
    });
}

/** Lines by their first literal, or by their number when there is none. */
function keyed(lines: readonly string[]): Map<string, string> {
  const map = new Map<string, string>();
  lines.forEach((line, index) => {
    const key = /^"([^"]*)"/.exec(line)?.[1];
    map.set(key === undefined || map.has(key) ? `line ${index + 1}` : key, line);
  });
  return map;
}

/** Splits `"a",(0-2),<b>` at the commas outside of quotes and brackets. */
export function splitList(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (sign === "(" || sign === "<") depth++;
    else if (sign === ")" || sign === ">") depth--;
    else if (sign === "," && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}

/** Whether operations send the arguments listed under a key, and none of them has changed its own. */
function asksForDecision({ before, after }: CommandPair, key: string): boolean {
  const senders = sendersOf(before, key);
  const changed = senders.some((sender) => {
    const now = after.operations.find(({ name }) => name === sender.name);
    return now === undefined || !same(sender.args, now.args);
  });
  return senders.length > 0 && !changed && sendersOf(after, key).length === senders.length;
}

function sendersOf(command: SchemaCommand, key: string): SchemaOperation[] {
  const writes = command.operations.filter(({ form }) => form === "write");
  const startsWith = (operation: SchemaOperation): unknown => {
    const [first] = operation.args ?? [];
    return first !== undefined && "const" in first ? first.const : undefined;
  };
  const owners = writes.filter((operation) => startsWith(operation) === key);
  return owners.length > 0
    ? owners
    : writes.filter((operation) => startsWith(operation) === undefined);
}
