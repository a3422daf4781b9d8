import { paramNames } from "@qsmtp/codegen/model";
import type { SchemaCommand, SchemaField, SchemaParam } from "@qsmtp/codegen/schema-types";
import { printUnit } from "@qsmtp/codegen/unit";
import type { Usage } from "../create-finding.ts";
import type { RuleId } from "../rules.ts";
import { code } from "../sentence.ts";
import { diffDomain } from "./diff-domain.ts";
import { diffType } from "./diff-type.ts";
import { diffValues } from "./diff-values.ts";
import { type Change, type CommandReport, names } from "./report.ts";
import { diffProperties, same } from "./texts.ts";

/** Two states of a command, and the exported type names of each whole schema. */
export interface CommandPair {
  readonly before: SchemaCommand;
  readonly after: SchemaCommand;
  readonly typeNames: ReadonlySet<string>;
}

/** One parameter that both states have, and who uses it. */
export interface ParamPair {
  readonly name: string;
  readonly before: SchemaParam;
  readonly after: SchemaParam;
  /** Exported type names of the later schema. */
  readonly typeNames: ReadonlySet<string>;
  readonly tell: (rule: RuleId, aspect: string, change: Partial<Change>) => void;
}

/**
 * Compares the parameters that both states have. Those that came or went are judged where they
 * stand: as arguments and fields.
 */
export function diffParams(
  report: CommandReport,
  commands: CommandPair,
  renamed: ReadonlyMap<string, string>,
): void {
  const { before, after, typeNames } = commands;
  for (const [oldName, old] of Object.entries(before.params ?? {})) {
    const name = renamed.get(oldName) ?? oldName;
    const young = after.params?.[name];
    if (young === undefined) continue;
    const usage = usageOf(after, name, usageOf(before, oldName));
    const place = { path: `params/${name}`, subject: code(name) };
    const tell: ParamPair["tell"] = (rule, aspect, change) =>
      report(rule, usage, { ...place, ...change, path: `${place.path}/${aspect}` });
    if (oldName !== name)
      report("param-renamed", usage, { ...place, subject: code(oldName), ...names(oldName, name) });
    const pair: ParamPair = { name, before: old, after: young, typeNames, tell };
    // A new type explains all else that differs: one edit, one finding.
    if (!diffType(pair)) {
      diffDomain(pair);
      diffValues(pair);
    }
    diffMeaning(pair);
    diffProperties(report, "description-changed", place, old, young, ["description", "boundedBy"]);
    diffProperties(report, "source-changed", place, old, young, ["source"]);
  }
}

/** Parameters that carry on under another name: same placeholder, same type, in place of each other. */
export function findRenamedParams(
  before: SchemaCommand,
  after: SchemaCommand,
): ReadonlyMap<string, string> {
  const old = Object.entries(before.params ?? {}).filter(
    ([name]) => !(name in (after.params ?? {})),
  );
  const young = Object.entries(after.params ?? {}).filter(
    ([name]) => !(name in (before.params ?? {})),
  );
  const renamed = new Map<string, string>();
  for (const [name, param] of old) {
    const twins = young.filter(([, { wire, type }]) => wire === param.wire && type === param.type);
    const rivals = old.filter(([, { wire, type }]) => wire === param.wire && type === param.type);
    const [twin] = twins;
    if (twin !== undefined && twins.length === 1 && rivals.length === 1) renamed.set(name, twin[0]);
  }
  return renamed;
}

function usageOf(
  command: SchemaCommand,
  name: string,
  known: Usage = { encode: false, decode: false },
): Usage {
  const mentions = (fields: readonly SchemaField[] = []): boolean =>
    paramNames(fields).includes(name);
  const { operations, urcs = [] } = command;
  return {
    encode: known.encode || operations.some(({ args }) => mentions(args)),
    decode:
      known.decode ||
      operations.some(({ reply = [] }) => reply.some(({ fields }) => mentions(fields))) ||
      urcs.some(({ line }) => mentions(line.fields)),
  };
}

/** Placeholder, unit, default and secrecy: what a value is about. */
function diffMeaning({ before, after, tell }: ParamPair): void {
  if (before.wire !== after.wire)
    tell("vendor-name-changed", "wire", names(before.wire, after.wire));
  if (!same(before.unit, after.unit)) {
    const rule =
      before.unit === undefined
        ? "unit-documented"
        : after.unit === undefined
          ? "unit-undocumented"
          : "unit-changed";
    tell(rule, "unit", {
      was: before.unit && printUnit(before.unit),
      now: after.unit && printUnit(after.unit),
    });
  }
  if (!same(before.default, after.default)) {
    const rule =
      before.default === undefined
        ? "default-added"
        : after.default === undefined
          ? "default-removed"
          : "default-changed";
    tell(rule, "default", { was: before.default, now: after.default });
  }
  const secret = before.sensitive ?? false;
  const isSecret = after.sensitive ?? false;
  if (secret !== isSecret)
    tell(isSecret ? "sensitive-set" : "sensitive-unset", "sensitive", {
      was: secret,
      now: isSecret,
    });
}
