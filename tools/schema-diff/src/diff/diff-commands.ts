import type { Model } from "@qsmtp/codegen/model";
import type { SchemaCommand, SchemaField } from "@qsmtp/codegen/schema-types";
import { code } from "../sentence.ts";
import { diffUrcs } from "./diff-lines.ts";
import { diffOperations, diffPromises } from "./diff-operations.ts";
import { diffParams, findRenamedParams } from "./diff-params.ts";
import { renamedFrom } from "./renamed-command.ts";
import { bothWays, type Report } from "./report.ts";
import { diffProperties } from "./texts.ts";

/** Compares all commands of two schemas. */
export function diffCommands(report: Report, before: Model, after: Model): void {
  const old = before.commands.map(({ command }) => command);
  const young = after.commands.map(({ command }) => command);
  const typeNames = new Set(
    young.flatMap(({ params = {} }) => Object.values(params).map((param) => param.typeName ?? "")),
  );
  const arrived = young.filter(({ at }) => !old.some((command) => command.at === at));
  const gone = new Set(old.filter(({ at }) => !young.some((command) => command.at === at)));
  for (const command of young) {
    const earlier =
      old.find(({ at }) => at === command.at) ??
      [...gone].find((candidate) => sharesNames(candidate, command)) ??
      renamedFrom(command, [...gone], arrived);
    const place = { path: "", subject: code(`AT${command.at}`) };
    if (earlier === undefined) {
      const now = namesOf(command);
      const shown = [undefined, now.map(code)] as const;
      report.add(command.at, "command-added", bothWays, { ...place, now, shown });
      continue;
    }
    gone.delete(earlier);
    const tell = report.for(command.at);
    if (earlier.at !== command.at) {
      const [was, now] = [earlier.at, command.at];
      const shown = [code(`AT${was}`), place.subject] as const;
      tell("command-wire-name-changed", bothWays, {
        path: "at",
        subject: code(`AT${was}`),
        was,
        now,
        shown,
      });
    }
    diffCommand(tell, earlier, prefixesKept(earlier, command), typeNames);
  }
  for (const command of gone) {
    const was = namesOf(command);
    const shown = [was.map(code), undefined] as const;
    const place = { path: "", subject: code(`AT${command.at}`) };
    report.add(command.at, "command-removed", bothWays, { ...place, was, shown });
  }
}

function diffCommand(
  tell: ReturnType<Report["for"]>,
  before: SchemaCommand,
  after: SchemaCommand,
  typeNames: ReadonlySet<string>,
): void {
  const commands = { before, after, typeNames };
  const renamed = findRenamedParams(before, after);
  const place = { path: "", subject: code(`AT${after.at}`) };
  if (before.group !== after.group)
    tell("group-changed", bothWays, {
      ...place,
      path: "group",
      was: before.group,
      now: after.group,
    });
  diffPromises(tell, { ...place, old: before, young: after });
  diffParams(tell, commands, renamed);
  diffOperations(tell, commands, renamed);
  diffUrcs(tell, commands, renamed);
  diffProperties(tell, "description-changed", place, before, after, [
    "title",
    "description",
    "notes",
  ]);
  diffProperties(tell, "source-changed", place, before, after, ["source"]);
}

function namesOf({ operations, urcs = [] }: SchemaCommand): string[] {
  return [...operations, ...urcs].map(({ name }) => name);
}

/** The same names under another AT command: it was renamed on the wire. */
function sharesNames(before: SchemaCommand, after: SchemaCommand): boolean {
  const names = namesOf(after);
  return namesOf(before).some((name) => names.includes(name));
}

/** Answers begin with the command's name: when that changes, their prefix is part of the same edit. */
function prefixesKept(before: SchemaCommand, after: SchemaCommand): SchemaCommand {
  if (before.at === after.at) return after;
  const line = <Line extends { prefix: string; fields: readonly SchemaField[] }>(
    value: Line,
  ): Line => (value.prefix === after.at ? { ...value, prefix: before.at } : value);
  return {
    ...after,
    at: before.at,
    operations: after.operations.map((operation) =>
      operation.reply === undefined
        ? operation
        : { ...operation, reply: operation.reply.map(line) },
    ),
    ...(after.urcs === undefined
      ? {}
      : { urcs: after.urcs.map((urc) => ({ ...urc, line: line(urc.line) })) }),
  };
}
