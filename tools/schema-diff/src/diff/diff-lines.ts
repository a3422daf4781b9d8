import type { SchemaCommand, SchemaLine, SchemaUrc } from "@qsmtp/codegen/schema-types";
import { syntaxOfFields } from "@qsmtp/codegen/syntax";
import { code } from "../sentence.ts";
import { diffFields, replySide } from "./diff-fields.ts";
import type { CommandPair } from "./diff-params.ts";
import { type CommandReport, got, names } from "./report.ts";
import { diffProperties, same } from "./texts.ts";

/** Where the lines of one operation stand. */
export interface LinesPair {
  readonly path: string;
  readonly owner: string;
  readonly before: readonly SchemaLine[];
  readonly after: readonly SchemaLine[];
  readonly renamed: ReadonlyMap<string, string>;
}

/** Compares the information lines of a reply. */
export function diffLines(report: CommandReport, commands: CommandPair, pair: LinesPair): void {
  const matches = matchLines(pair.before, pair.after);
  const kept: number[] = [];
  for (const [old, young] of matches) {
    const line = young ?? old;
    if (line === undefined) continue;
    const place = {
      path: `${pair.path}/${keyOf(line)}`,
      subject: `${code(keyOf(line))} of ${pair.owner}`,
    };
    if (old !== undefined && young !== undefined) {
      kept.push(pair.before.indexOf(old));
      diffLine(report, commands, {
        ...place,
        owner: pair.owner,
        old,
        young,
        renamed: pair.renamed,
      });
    } else if (young !== undefined) {
      const rule = isAlwaysThere(young) ? "line-required-added" : "line-added";
      const now = syntaxOf(commands.after, young);
      report(rule, got, { ...place, now, shown: [undefined, code(now)] });
    } else {
      const was = syntaxOf(commands.before, line);
      report("line-removed", got, { ...place, was, shown: [code(was), undefined] });
    }
  }
  if (kept.some((position, index) => index > 0 && position < (kept[index - 1] ?? 0))) {
    const [was, now] = [pair.before.map(keyOf), pair.after.map(keyOf)];
    const shown = [was.map(code), now.map(code)] as const;
    report("line-reordered", got, { path: pair.path, subject: pair.owner, was, now, shown });
  }
}

type Match = readonly [SchemaLine | undefined, SchemaLine | undefined];

/** By name in the output and prefix, then by either of them, then by place; in the later order. */
function matchLines(before: readonly SchemaLine[], after: readonly SchemaLine[]): Match[] {
  const rest = new Set(before);
  const partners = new Map<SchemaLine, SchemaLine>();
  const pairUp = (alike: (old: SchemaLine, young: SchemaLine) => boolean): void => {
    for (const young of after) {
      if (partners.has(young)) continue;
      const old = [...rest].find((candidate) => alike(candidate, young));
      if (old === undefined) continue;
      partners.set(young, old);
      rest.delete(old);
    }
  };
  pairUp(
    (old, young) =>
      old.prefix === young.prefix && old.as === young.as && same(old.fields, young.fields),
  );
  pairUp((old, young) => old.prefix === young.prefix && old.as === young.as);
  pairUp((old, young) => old.as !== undefined && old.as === young.as);
  pairUp((old, young) => old.prefix === young.prefix);
  if (before.length === after.length)
    pairUp((old, young) => before.indexOf(old) === after.indexOf(young));
  return [
    ...after.map((young): Match => [partners.get(young), young]),
    ...[...rest].map((old): Match => [old, undefined]),
  ];
}

function keyOf(line: SchemaLine): string {
  if (line.as !== undefined) return line.as;
  return line.prefix === "" ? "line" : line.prefix;
}

function isAlwaysThere({ repeat = "one" }: SchemaLine): boolean {
  return repeat === "one" || repeat === "oneOrMore";
}

function syntaxOf(command: SchemaCommand, line: SchemaLine): string {
  const fields = syntaxOfFields(command, line.fields);
  return line.prefix === "" ? fields : `${line.prefix}: ${fields}`;
}

interface LinePair {
  readonly path: string;
  readonly subject: string;
  readonly owner: string;
  readonly old: SchemaLine;
  readonly young: SchemaLine;
  readonly renamed: ReadonlyMap<string, string>;
}

function diffLine(report: CommandReport, commands: CommandPair, pair: LinePair): void {
  const { path, subject, old, young } = pair;
  const tell = (rule: Parameters<CommandReport>[0], was: string, now: string): void =>
    report(rule, got, { path, subject, ...names(was, now) });
  if (old.prefix !== young.prefix) tell("line-prefix-changed", old.prefix, young.prefix);
  const repeat = old.repeat ?? "one";
  const newRepeat = young.repeat ?? "one";
  const shapeChanged = isArray(repeat) !== isArray(newRepeat);
  if (repeat !== newRepeat) tell(ruleForRepeat(repeat, newRepeat), repeat, newRepeat);
  // A line that becomes an array must get a name: that is part of the same edit.
  if (old.as !== young.as && !shapeChanged)
    tell("line-key-renamed", old.as ?? "(in the output)", young.as ?? "(in the output)");
  diffFields(report, replySide, {
    path,
    owner: pair.owner,
    before: old.fields,
    after: young.fields,
    syntax: [syntaxOf(commands.before, old), syntaxOf(commands.after, young)],
    renamed: pair.renamed,
  });
}

function isArray(repeat: string): boolean {
  return repeat === "zeroOrMore" || repeat === "oneOrMore";
}

function ruleForRepeat(before: string, after: string) {
  if (!isArray(before) || !isArray(after)) return "repeat-changed";
  return after === "zeroOrMore" ? "repeat-loosened" : "repeat-tightened";
}

/** Compares the unsolicited lines of a command. */
export function diffUrcs(
  report: CommandReport,
  commands: CommandPair,
  renamed: ReadonlyMap<string, string>,
): void {
  const { before, after } = commands;
  const gone = (before.urcs ?? []).filter(
    (old) => !(after.urcs ?? []).some(({ name }) => name === old.name),
  );
  for (const young of after.urcs ?? []) {
    const old =
      before.urcs?.find(({ name }) => name === young.name) ??
      gone.find((candidate) => same(candidate.line, young.line));
    const place = { path: `urcs/${young.name}`, subject: code(young.name) };
    if (old === undefined) {
      const now = syntaxOfUrc(after, young);
      report("urc-added", got, { ...place, now, shown: [undefined, code(now)] });
      continue;
    }
    if (gone.includes(old)) gone.splice(gone.indexOf(old), 1);
    if (old.name !== young.name)
      report("urc-renamed", got, {
        ...place,
        subject: code(old.name),
        ...names(old.name, young.name),
      });
    if (old.line.prefix !== young.line.prefix) {
      report("line-prefix-changed", got, {
        ...place,
        ...names(old.line.prefix, young.line.prefix),
      });
    }
    diffFields(report, replySide, {
      path: place.path,
      owner: place.subject,
      before: old.line.fields,
      after: young.line.fields,
      syntax: [syntaxOfUrc(before, old), syntaxOfUrc(after, young)],
      renamed,
    });
    if (!same(old.tail, young.tail)) {
      const path = `${place.path}/tail`;
      report("urc-tail-changed", got, { ...place, path, was: old.tail, now: young.tail });
    }
    diffProperties(report, "description-changed", place, old, young, ["summary"]);
    diffProperties(report, "example-changed", place, old, young, ["examples"]);
    diffProperties(report, "source-changed", place, old, young, ["source"]);
  }
  for (const old of gone) {
    const was = syntaxOfUrc(before, old);
    const place = { path: `urcs/${old.name}`, subject: code(old.name) };
    report("urc-removed", got, { ...place, was, shown: [code(was), undefined] });
  }
}

function syntaxOfUrc(command: SchemaCommand, urc: SchemaUrc): string {
  const fields = syntaxOfFields(command, urc.line.fields);
  return fields === "" ? urc.line.prefix : `${urc.line.prefix}: ${fields}`;
}
