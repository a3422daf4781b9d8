import type { Draft, DraftCommand, Place } from "../draft/draft.ts";
import { exchangesOf } from "../draft/evidence.ts";
import { printLine } from "../grammar/fields.ts";
import { idOf, pathOfForm, step } from "../grammar/paths.ts";
import type { ReadManual } from "../reader/manual-model.ts";
import { operationsIn, printLines, replyPlaces } from "./align-answers.ts";
import { printPhase } from "./align-data.ts";
import { printAmount, statedFacts } from "./align-facts.ts";
import { pathOf } from "./align-modules.ts";
import { answerKey } from "./align-test-answers.ts";
import { pathOfUrc } from "./align-urcs.ts";
import { printValue } from "./align-values.ts";
import { aspects } from "./aspects.ts";
import { printSyntax, statedFields } from "./forms.ts";
import { pathOfParam } from "./param-pair.ts";

/** One thing that a draft states, under the path of a finding about it. */
export interface Statement extends Place {
  readonly command: string;
  readonly path: string;
  readonly value: string;
  /** No row says it: examples show it. */
  readonly isInferred?: boolean;
}

type Say = (
  path: string,
  value: string | undefined,
  place: (Place & { readonly isInferred?: boolean }) | undefined,
) => void;

/** Everything that a draft states, flat: what patches refer to, and what must not be lost unseen. */
export function statementsOf(draft: Draft, tables: ReadonlyMap<string, string>): Statement[] {
  const statements: Statement[] = [];
  const sayFor =
    (command: string): Say =>
    (path, value, place) => {
      if (value === undefined || place === undefined) return;
      const { line, section, isInferred = false } = place;
      statements.push({ command, path, value, line, section, isInferred });
    };
  for (const command of draft.commands) {
    const say = sayFor(command.at);
    say("section", command.section, command);
    sayForms(command, say);
    sayParams(command, say);
  }
  for (const { at, path, fact } of statedFacts(draft)) sayFor(at)(path, printAmount(fact), fact);
  for (const line of draft.urcs.flatMap(({ lines }) => lines)) {
    sayFor(line.prefix)(pathOfUrc(line), printLine(line), line);
  }
  for (const { family, models, ...place } of draft.modules) {
    sayFor("")(pathOf(family), family, place);
    for (const model of models) sayFor("")(`${pathOf(family)}/models/${step(model)}`, model, place);
  }
  for (const table of draft.errorTables) {
    const say = sayFor(tables.get(`<${table.parameter}>`) ?? `<${table.parameter}>`);
    say("section", table.section, table);
    for (const code of table.codes) say(`codes/${code.code}`, `${code.code}`, code);
  }
  return statements;
}

function sayForms({ at, operations }: DraftCommand, say: Say): void {
  for (const [path, drafted] of Map.groupBy(operations, pathOfForm)) {
    const [first] = drafted;
    if (first === undefined) continue;
    say(path, printSyntax(at, first.form, statedFields({ drafted })), first);
    drafted
      .flatMap(({ supports }) => supports)
      .forEach((line, index) => {
        if (!line.inWords) say(`test/answer:${answerKey(line.value, index)}`, line.value, line);
      });
    for (const place of replyPlaces) {
      for (const { reply } of operationsIn(drafted, place))
        if (reply.length > 0) say(`${path}/${place}`, printLines(reply), reply[0]);
    }
    for (const { completion, data, errors } of drafted) {
      say(`${path}/result`, completion && printLine(completion), completion);
      say(`${path}/errors`, errors?.value, errors);
      for (const [key, value] of printPhase(data?.value, (name) => name))
        say(`${path}/data${key}`, value, data);
    }
  }
  const time = operations.find(({ maxResponseMs }) => maxResponseMs !== undefined)?.maxResponseMs;
  say("time", time && `${time.value}`, time);
}

function sayParams({ params }: DraftCommand, say: Say): void {
  for (const param of params) {
    say(pathOfParam(param.wire, ""), param.wire, param);
    for (const { key, stated } of aspects) {
      const value = stated(param);
      say(pathOfParam(param.wire, key), value?.value, value);
    }
    for (const value of param.values) {
      const printed = printValue(value.value);
      say(pathOfParam(param.wire, `values/${step(printed)}`), printed, value);
    }
  }
}

/** Commands and answers of all examples of a manual, each once, under the command it belongs to. */
export function exampleStatements(read: ReadManual): Statement[] {
  const lines = [...exchangesOf(read).values()]
    .flat()
    .flatMap(({ sent, received }) => [
      sent,
      ...received.filter(({ value }) => value.startsWith("+")),
    ]);
  const found = new Map<string, Statement>();
  for (const { value, line, section } of lines.toSorted((a, b) => a.line - b.line)) {
    const command = /^(?:AT)?([+&$#^%*]?[A-Z][A-Z0-9]*)?/.exec(value)?.[1] ?? "";
    const statement = { command, path: `examples/${step(value)}`, value, line, section };
    const id = idOf(statement);
    if (!found.has(id)) found.set(id, statement);
  }
  return [...found.values()];
}
