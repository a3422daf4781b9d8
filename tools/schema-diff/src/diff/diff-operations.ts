import { paramNames } from "@qsmtp/codegen/model";
import type { SchemaCommand, SchemaOperation } from "@qsmtp/codegen/schema-types";
import { syntaxLine } from "@qsmtp/codegen/syntax";
import { code } from "../sentence.ts";
import { diffData } from "./diff-data.ts";
import { argumentSide, diffFields } from "./diff-fields.ts";
import { diffLines } from "./diff-lines.ts";
import type { CommandPair } from "./diff-params.ts";
import { diffSupports } from "./diff-supports.ts";
import { bothWays, type CommandReport, given, got, names } from "./report.ts";
import { diffProperties, same } from "./texts.ts";

/** Compares the operations of a command: by name first, then by what they put on the wire. */
export function diffOperations(
  report: CommandReport,
  commands: CommandPair,
  renamed: ReadonlyMap<string, string>,
): void {
  const { before, after } = commands;
  const gone = before.operations.filter(
    (old) => !after.operations.some(({ name }) => name === old.name),
  );
  for (const young of after.operations) {
    const old =
      before.operations.find(({ name }) => name === young.name) ??
      gone.find((candidate) => wireShape(before, candidate) === wireShape(after, young));
    const place = { path: `operations/${young.name}`, subject: code(young.name) };
    if (old === undefined) {
      const now = syntaxLine(after, young);
      report("operation-added", bothWays, { ...place, now, shown: [undefined, code(now)] });
      continue;
    }
    if (gone.includes(old)) gone.splice(gone.indexOf(old), 1);
    if (old.name !== young.name)
      report("operation-renamed", bothWays, {
        ...place,
        subject: code(old.name),
        ...names(old.name, young.name),
      });
    diffOperation(report, commands, { ...place, old, young, renamed });
  }
  for (const old of gone) {
    const was = syntaxLine(before, old);
    report("operation-removed", bothWays, {
      path: `operations/${old.name}`,
      subject: code(old.name),
      was,
      shown: [code(was), undefined],
    });
  }
}

/** The bytes of an operation with placeholders in the place of names. */
function wireShape(command: SchemaCommand, operation: SchemaOperation): string {
  const types = paramNames(operation.args ?? []).map((name) => command.params?.[name]?.type);
  return `${operation.form} ${syntaxLine(command, operation)} ${types}`;
}

interface OperationPair {
  readonly path: string;
  readonly subject: string;
  readonly old: SchemaOperation;
  readonly young: SchemaOperation;
  readonly renamed: ReadonlyMap<string, string>;
}

function diffOperation(report: CommandReport, commands: CommandPair, pair: OperationPair): void {
  const { path, subject, old, young, renamed } = pair;
  const place = { path, subject };
  if (old.form === young.form) {
    diffFields(report, argumentSide, {
      path: `${path}/args`,
      owner: subject,
      before: old.args ?? [],
      after: young.args ?? [],
      syntax: [syntaxLine(commands.before, old), syntaxLine(commands.after, young)],
      renamed,
    });
  } else {
    // Another form has other arguments by nature: one edit, one finding.
    report("operation-form-changed", given, {
      path: `${path}/form`,
      subject,
      was: old.form,
      now: young.form,
    });
  }
  diffLines(report, commands, {
    path: `${path}/reply`,
    owner: subject,
    before: old.reply ?? [],
    after: young.reply ?? [],
    renamed,
  });
  diffSupports(report, commands, place, old, young);
  diffData(report, place, old, young, (name) => (name && renamed.get(name)) ?? name);
  diffTiming(report, pair);
  diffPromises(report, pair);
  if (!same(old.errors ?? [], young.errors ?? []))
    report("error-tables-changed", got, {
      path: `${path}/errors`,
      subject,
      was: old.errors ?? [],
      now: young.errors ?? [],
    });
  diffProperties(report, "description-changed", place, old, young, ["summary", "description"]);
  diffProperties(report, "example-changed", place, old, young, ["examples"]);
  diffProperties(report, "source-changed", place, old, young, ["source"]);
}

function diffTiming(report: CommandReport, { path, subject, old, young }: OperationPair): void {
  const was = old.maxResponseMs;
  const now = young.maxResponseMs;
  if (was === now) return;
  const rule =
    was === null
      ? "timing-documented"
      : now === null
        ? "timing-undocumented"
        : now > was
          ? "timing-increased"
          : "timing-decreased";
  const words = (ms: number | null) => (ms === null ? "unknown" : `${ms} ms`);
  report(rule, bothWays, {
    path: `${path}/maxResponseMs`,
    subject,
    was: was ?? "unknown",
    now: now ?? "unknown",
    shown: [words(was), words(now)],
  });
}

const stabilities = ["draft", "beta", "stable"];

interface Promises {
  readonly stability?: string;
  readonly optional?: boolean;
}

/** Compares what is promised of a thing: how certain it is, and whether every firmware has it. */
export function diffPromises(
  report: CommandReport,
  pair: {
    path: string;
    subject: string;
    old: Promises & { persistence?: string };
    young: Promises & { persistence?: string };
  },
): void {
  const { subject, old, young } = pair;
  const path = (aspect: string) => (pair.path === "" ? aspect : `${pair.path}/${aspect}`);
  if (old.stability !== young.stability) {
    const raised =
      stabilities.indexOf(young.stability ?? "stable") >
      stabilities.indexOf(old.stability ?? "stable");
    report(raised ? "stability-raised" : "stability-lowered", bothWays, {
      path: path("stability"),
      subject,
      was: old.stability ?? "that of the command",
      now: young.stability ?? "that of the command",
    });
  }
  const everywhere = !old.optional;
  const isEverywhere = !young.optional;
  if (everywhere !== isEverywhere)
    report(isEverywhere ? "availability-widened" : "availability-narrowed", bothWays, {
      path: path("optional"),
      subject,
      was: !everywhere,
      now: !isEverywhere,
      shown: [undefined, undefined],
    });
  if (old.persistence !== young.persistence)
    report("persistence-changed", bothWays, {
      path: path("persistence"),
      subject,
      was: old.persistence ?? "unknown",
      now: young.persistence ?? "unknown",
    });
}
