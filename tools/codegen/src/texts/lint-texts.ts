import type { Model } from "../model.ts";
import type { Problem } from "../problem.ts";
import type { SchemaCommand, SchemaErrorTable } from "../schema-types.gen.ts";
import { numberWords, ownNumbers, ownWords } from "./own-numbers.ts";
import { parseText } from "./parse-text.ts";
import { referenceForms, resolve, type TextPlace } from "./resolve.ts";
import { visitTexts } from "./visit-texts.ts";

/**
 * Finds references that refer to nothing, and texts that repeat a number or name which a manual may
 * change: they would go on saying the old one.
 */
export function lintTexts(model: Model): Problem[] {
  return [
    ...model.commands.flatMap(({ file, command }) => {
      const named = new Set(command.operations.flatMap(({ errors = [] }) => errors));
      const numbers = repeatable([command], true);
      for (const { table } of model.errorTables) {
        if (named.has(table.id)) addCodes(numbers, table, `${table.id}.`);
      }
      return judge(file, command, { command }, numbers, model);
    }),
    ...model.errorTables.flatMap(({ file, table }) => {
      const users = model.commands
        .map(({ command }) => command)
        .filter(({ operations }) => operations.some(({ errors }) => errors?.includes(table.id)));
      const numbers = repeatable(users, false);
      addCodes(numbers, table, "");
      return judge(file, table, { table }, numbers, model);
    }),
    ...model.quirks.flatMap(({ file, quirk }) => {
      const command = model.commands.find((one) => one.command.at === quirk.command)?.command;
      return judge(file, quirk, { command }, new Map(), model);
    }),
    ...model.factFiles.flatMap(({ file, subject }) => {
      return judge(file, subject, {}, ownNumbers({ facts: subject.facts }), model);
    }),
    ...judge("manuals.json", { sources: [...model.manuals.values()] }, {}, new Map(), model),
    ...judge("families.json", { families: model.families }, {}, new Map(), model),
  ];
}

/** Two digits stand in too many sentences that have nothing to do with an error. */
const shortestCode = 100;

function addCodes(
  numbers: Map<string, string>,
  { codes }: SchemaErrorTable,
  qualifier: string,
): void {
  for (const { code, name } of codes) {
    if (code >= shortestCode) numbers.set(String(code), `{code:${qualifier}${name}}`);
  }
}

function repeatable(commands: readonly SchemaCommand[], isOwn: boolean): Map<string, string> {
  const found = new Map<string, string>();
  for (const command of commands) {
    for (const [number, reference] of ownNumbers(command, isOwn)) found.set(number, reference);
    for (const [word, reference] of ownWords(command, isOwn)) found.set(word, reference);
  }
  return found;
}

/** A number that stands alone: no part of a version, a command line or a name. */
const standing = /(?<![\w.,=+/"'&-])\d+(?:-\d+)?(?!\w|[.,-]\d)/g;

function judge(
  file: string,
  json: unknown,
  place: TextPlace,
  repeats: ReadonlyMap<string, string>,
  model: Model,
): Problem[] {
  const problems: Problem[] = [];
  const words = [...repeats.keys()].filter((key) => !/^\d/.test(key) && !numberWords.includes(key));
  visitTexts(json, (text, pointer) => {
    for (const part of parseText(text)) {
      if ("brace" in part) {
        const message = `has a brace that belongs to no reference: ${part.brace}`;
        problems.push({ file, pointer, message, remedy: referenceForms });
      } else if ("kind" in part) {
        const resolved = resolve(part, place, model);
        if ("words" in resolved) continue;
        const message = `${part.written} ${resolved.problem}`;
        problems.push({ file, pointer, message, remedy: referenceForms });
      } else {
        const named = pointer.includes("/values/") ? [] : listIn(part.words, words);
        const found = [...numbersIn(part.words), ...named].filter((item) => repeats.has(item));
        for (const item of new Set(found)) {
          const message = `repeats ${item}, which the schema states elsewhere and a manual may change`;
          const remedy = `Write ${repeats.get(item)} instead, or {number:${item}} if it is equal by chance.`;
          problems.push({ file, pointer, message, remedy });
        }
      }
    }
  });
  return problems;
}

/** Numbers, and of a range both ends too; small ones as they stand in sentences. */
function numbersIn(text: string): string[] {
  const words = text.toLowerCase().match(/[a-z]+/g) ?? [];
  const spelt = words.filter((word) => numberWords.includes(word));
  const digits = [...text.matchAll(standing)].flatMap(([found]) => [found, ...found.split("-")]);
  return [...digits, ...spelt];
}

/** One word alone may be what the sentence is about; several are a list that can grow. */
function listIn(text: string, words: readonly string[]): string[] {
  const lower = ` ${text.toLowerCase().replaceAll(/[^a-z0-9-]+/g, " ")} `;
  const found = words.filter((word) => lower.includes(` ${word} `));
  return found.length > 1 ? found : [];
}
