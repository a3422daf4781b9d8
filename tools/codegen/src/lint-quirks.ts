import { type CommandModel, type Model, paramNames } from "./model.ts";
import type { Problem } from "./problem.ts";
import type { SchemaField, SchemaParam, SchemaQuirk, SchemaScope } from "./schema-types.gen.ts";

/** Checks that quirks are about things that exist, and that somebody has seen them. */
export function lintQuirks(model: Model): Problem[] {
  const known = new Set<string>();
  const problems: Problem[] = [];
  model.families.forEach(({ id }, index) => {
    if (known.has(id)) {
      const message = `repeats the family "${id}"`;
      const remedy = "Join the two.";
      problems.push({ file: "families.json", pointer: `/families/${index}/id`, message, remedy });
    }
    known.add(id);
  });
  for (const { file, quirk } of model.quirks) {
    const report = (pointer: string, message: string, remedy: string): void => {
      problems.push({ file, pointer, message, remedy });
    };
    if (file !== `quirks/${quirk.id}.json`) {
      report("/id", `is "${quirk.id}", which is not the name of the file`, "Make them the same.");
    }
    lintScopes(model, quirk, report);
    const target = model.commands.find(({ command }) => command.at === quirk.command);
    if (target === undefined) {
      const message = `names the command "AT${quirk.command}", which has no file`;
      report("/command", message, "Use the 'at' of a command file.");
      continue;
    }
    lintNames(target, quirk, report);
    lintChanges(model, target, quirk, report);
  }
  return problems;
}

type Report = (pointer: string, message: string, remedy: string) => void;

function lintScopes(model: Model, quirk: SchemaQuirk, report: Report): void {
  quirk.variants.forEach(({ applies, evidence }, index) => {
    const pointer = `/variants/${index}`;
    applies.forEach((scope, at) => {
      lintScope(model, scope, `${pointer}/applies/${at}`, report);
    });
    if (evidence.every(({ confidence }) => confidence === "inferred")) {
      const remedy = "Cite where the difference was seen, or leave the variant out.";
      report(`${pointer}/evidence`, "holds inferences only, which are no evidence", remedy);
    }
  });
}

function lintScope(model: Model, scope: SchemaScope, pointer: string, report: Report): void {
  const family = model.families.find(({ id }) => id === scope.family);
  if (family === undefined) {
    const known = model.families.map(({ id }) => id).join(", ");
    report(
      `${pointer}/family`,
      `is "${scope.family}", which families.json does not list`,
      `Use one of: ${known}.`,
    );
    return;
  }
  const models = family.models.map(({ id }) => id);
  for (const name of scope.models ?? []) {
    if (models.includes(name)) continue;
    const message = `names "${name}", which is no model of ${family.id}`;
    report(`${pointer}/models`, message, `Use one of: ${models.join(", ")}.`);
  }
}

function lintNames({ file, command }: CommandModel, quirk: SchemaQuirk, report: Report): void {
  const check = (kind: "operations" | "urcs", known: readonly string[]): void => {
    for (const name of quirk[kind] ?? []) {
      if (known.includes(name)) continue;
      report(
        `/${kind}`,
        `names "${name}", which ${file} does not declare`,
        `Use one of: ${known.join(", ")}.`,
      );
    }
  };
  check(
    "operations",
    command.operations.map(({ name }) => name),
  );
  check(
    "urcs",
    (command.urcs ?? []).map(({ name }) => name),
  );
  if (quirk.param !== undefined && command.params?.[quirk.param] === undefined) {
    const known = Object.keys(command.params ?? {}).join(", ");
    const message = `names "${quirk.param}", which ${file} does not declare`;
    report("/param", message, `Use one of: ${known}.`);
  }
}

function lintChanges(
  model: Model,
  { command }: CommandModel,
  quirk: SchemaQuirk,
  report: Report,
): void {
  const operations = command.operations.filter(
    ({ name }) => quirk.operations?.includes(name) ?? true,
  );
  const each = <Change>(
    variants: readonly { readonly change: Change }[],
    check: (change: Change, pointer: string) => void,
  ): void => {
    variants.forEach(({ change }, index) => {
      check(change, `/variants/${index}/change`);
    });
  };
  switch (quirk.kind) {
    case "parameter": {
      const param = command.params?.[quirk.param ?? ""];
      if (param === undefined) return;
      const fields = operations.flatMap(({ args }) => args ?? []);
      each(quirk.variants, (change, pointer) => {
        lintValues(param, change, pointer, report);
        if (!change.absent || isOptionalIn(fields, quirk.param ?? "")) return;
        report(
          `${pointer}/absent`,
          `drops "${quirk.param}", which is not optional`,
          "Only a parameter that may be left out can be absent.",
        );
      });
      return;
    }
    case "renamedKey":
      each(quirk.variants, ({ from }, pointer) => {
        for (const { name, args = [] } of operations) {
          if (args.some((field) => "const" in field && field.const === from)) continue;
          const remedy = "Name a constant of each operation.";
          report(`${pointer}/from`, `is "${from}", which "${name}" does not have`, remedy);
        }
      });
      return;
    case "testAnswer":
      for (const { name, form } of operations) {
        if (form === "test") continue;
        report("/operations", `names "${name}", which is no test form`, "Name a test form.");
      }
      return;
    case "errorCode":
      each(quirk.variants, ({ table, code }, pointer) => {
        const found = model.errorTables.find((candidate) => candidate.table.id === table);
        if (found?.table.codes.some((entry) => entry.code === code)) return;
        const message = `gives ${code} of the table "${table}", which has no such number`;
        report(`${pointer}/code`, message, "Add the number to the table, or correct it.");
      });
      return;
    case "replyShape": {
      const urcs = (command.urcs ?? []).filter(({ name }) => quirk.urcs?.includes(name));
      const lines = [...operations.flatMap(({ reply }) => reply ?? []), ...urcs.map((u) => u.line)];
      const printed = lines.flatMap(({ fields }) => paramNames(fields));
      each(quirk.variants, (change, pointer) => {
        const { appends, omits, quoted, unquoted, negative, valuePrefix } = change;
        const named = [appends, omits, quoted, unquoted, negative].flatMap((list) => list ?? []);
        if (valuePrefix !== undefined) named.push(valuePrefix.param);
        for (const name of named) {
          if (printed.includes(name)) continue;
          const remedy = `Use one of: ${[...new Set(printed)].join(", ")}.`;
          report(pointer, `names "${name}", which none of the lines prints`, remedy);
        }
      });
      return;
    }
  }
}

function lintValues(
  param: SchemaParam,
  change: {
    readonly ranges?: unknown;
    readonly addsValues?: readonly unknown[];
    readonly removesValues?: readonly unknown[];
  },
  pointer: string,
  report: Report,
): void {
  if (change.ranges !== undefined && param.type !== "integer") {
    report(
      `${pointer}/ranges`,
      `gives ranges to a parameter of type ${param.type}`,
      "Remove them.",
    );
  }
  const settable = (param.values ?? []).filter((value) => !value.decodeOnly);
  for (const value of change.removesValues ?? []) {
    if (settable.some((known) => known.value === value)) continue;
    const message = `removes ${value}, which the parameter does not have`;
    report(`${pointer}/removesValues`, message, "Correct the value.");
  }
  for (const value of change.addsValues ?? []) {
    if (!settable.some((known) => known.value === value)) continue;
    const message = `adds ${value}, which the parameter has already`;
    report(`${pointer}/addsValues`, message, "Remove the value.");
  }
}

/** Whether the parameter stands in optional fields wherever it stands. */
function isOptionalIn(fields: readonly SchemaField[], name: string): boolean {
  return !fields.some((field) => "param" in field && field.param === name);
}
