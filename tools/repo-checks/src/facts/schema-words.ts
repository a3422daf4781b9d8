import type { Model } from "@qsmtp/codegen/model";
import { factsOf, paramNames } from "@qsmtp/codegen/model";
import type { SchemaCommand, SchemaParam } from "@qsmtp/codegen/schema-types";
import { wordsOf } from "./words.ts";

/** One number of the schema: what it is called there, and where. */
export interface KnownNumber {
  readonly value: number;
  /** `fact maxRecipients`, `lengthBytes of writeBody`, `error busy (smtp)`. */
  readonly title: string;
  /** Words of its names, by which code that means it is recognised. */
  readonly words: ReadonlySet<string>;
  readonly isError: boolean;
  /** Whether it is known without its name. */
  readonly isDistinctive: boolean;
}

/** What of the schema must not be typed by hand. */
export interface SchemaWords {
  readonly numbers: readonly KnownNumber[];
  /** Named numbers of enumerations: `truncate` is 1. */
  readonly enumMembers: ReadonlyMap<string, ReadonlySet<number>>;
  /** Numbers that a parameter of that name can have as an enumeration. Everything has a version. */
  readonly enumParams: ReadonlyMap<string, ReadonlySet<number>>;
  /** `+QSMTPPUT`, `&D`: what follows AT, and what stands in front of unsolicited lines. */
  readonly commands: ReadonlySet<string>;
  /** Names of settings, storages and the like, as they stand on the wire. */
  readonly keys: ReadonlySet<string>;
}

/** Collects the numbers and names of the schema. */
export function schemaWords(model: Model): SchemaWords {
  const numbers: KnownNumber[] = [];
  const enumMembers = new Map<string, Set<number>>();
  const enumParams = new Map<string, Set<number>>();
  const keys = new Set<string>();
  const add = (value: unknown, title: string, names: readonly string[], isError = false): void => {
    if (typeof value !== "number" || value < 2) return;
    const isDistinctive = isError ? value > 400 && value !== 500 : isOdd(value);
    numbers.push({ value, title, words: new Set(names.flatMap(wordsOf)), isError, isDistinctive });
  };
  for (const { name, fact } of factsOf(model)) {
    const { atMost, atLeast, is, unit, errorsOf } = fact;
    if (errorsOf !== undefined) continue;
    for (const value of [atMost, atLeast, is].flat()) {
      add(value, `fact ${name}`, [name]);
      if (typeof value === "number" && unit !== undefined) {
        for (const factor of factors[unit] ?? []) add(value * factor, `fact ${name}`, [name]);
      }
      if (typeof value === "string") keys.add(value);
    }
  }
  for (const { command } of model.commands) {
    for (const [name, param] of Object.entries(command.params ?? {})) {
      const users = usersOf(command, name);
      const title = `${name} of ${users[0] ?? command.at}`;
      for (const value of numbersOf(param)) {
        add(value, title, [name, ...users]);
        if (param.unit === "second") add(value * 1000, title, [name, ...users]);
      }
      for (const { value, name: member, encoding = "" } of param.values ?? []) {
        // Programs name the others for reasons of their own.
        if (/\d\d/.test(encoding)) keys.add(encoding);
        if (typeof value === "string") {
          if (isTelling(value)) keys.add(value);
          continue;
        }
        if (value < 1) continue;
        enumMembers.set(member, (enumMembers.get(member) ?? new Set()).add(value));
        if (name !== "version") {
          enumParams.set(name, (enumParams.get(name) ?? new Set()).add(value));
        }
      }
    }
    for (const operation of command.operations) {
      const time = { value: operation.maxResponseMs, title: `time of ${operation.name}` };
      if (time.value !== null) {
        const names = new Set(wordsOf(operation.name));
        numbers.push({
          ...time,
          value: time.value,
          words: names,
          isError: false,
          isDistinctive: false,
        });
      }
      add(operation.data?.ack?.everyBytes, `acknowledged bytes of ${operation.name}`, [
        operation.name,
        "acked",
      ]);
      const [first] = operation.args ?? [];
      if (first !== undefined && "const" in first && typeof first.const === "string") {
        if (!ordinaryKeys.has(first.const)) keys.add(first.const);
      }
    }
  }
  for (const { table } of model.errorTables) {
    for (const { code, name } of table.codes) {
      add(code, `error ${name} (${table.id})`, [name, table.id], true);
    }
  }
  return { numbers, enumMembers, enumParams, commands: commandsOf(model), keys };
}

/** Four digits or more, of which nobody thinks by chance: no thousands, no power of two. */
function isOdd(value: number): boolean {
  return (
    value >= 1000 && !/^[1-9]\d?0+$/.test(String(value)) && !Number.isInteger(Math.log2(value))
  );
}

/** Other units in which code may count the same. */
const factors: Readonly<Record<string, readonly number[]>> = {
  second: [1000],
  minute: [60, 60_000],
};

function numbersOf({ ranges = [], minBytes, maxBytes, default: usual }: SchemaParam): number[] {
  return [...ranges.flat(), minBytes, maxBytes, usual].filter((value) => typeof value === "number");
}

function usersOf({ operations }: SchemaCommand, param: string): string[] {
  const users = operations.filter(({ args = [] }) => paramNames(args).includes(param));
  return users.map(({ name }) => name);
}

/** Words such as `off` stand in any program; `IPV4V6` and `UFS` only where the module is meant. */
function isTelling(value: string): boolean {
  return value.length > 1 && /[A-Z/+]/.test(value);
}

/** Names of settings that are words of any program. */
const ordinaryKeys: ReadonlySet<string> = new Set(["account", "sender", "all", "ring"]);

function commandsOf({ commands }: Model): Set<string> {
  const found = new Set<string>();
  for (const { command } of commands) {
    if (command.at.length > 1) found.add(command.at);
    for (const { line } of command.urcs ?? []) {
      if (/^[+^]/.test(line.prefix)) found.add(line.prefix);
    }
  }
  return found;
}
