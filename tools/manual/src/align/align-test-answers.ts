import { step } from "../grammar/paths.ts";
import { parseFields, subKeyOf } from "../grammar/syntax.ts";
import { restsOnMore } from "../schema/schema-state.ts";
import type { FormPair } from "./forms.ts";
import { editCommand, type Proposal, propose } from "./proposal.ts";

/** By which the line of a test answer is known: its quoted word, or its number. */
export function answerKey(text: string, index: number): string {
  return step(subKeyOf(parseFields(text.split(",")[0] ?? "").fields) ?? `${index + 1}`);
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** Lines of the answer to the test form. Lines in words are no answer of a module. */
export function alignTestAnswers({
  command,
  drafted,
  operations,
  alignment,
}: FormPair): Proposal[] {
  const lines = drafted.flatMap(({ supports }) => supports);
  if (drafted.length === 0 || lines.some(({ inWords }) => inWords)) return [];
  const keys = lines.map(({ value }, index) => answerKey(value, index));
  const stated = new Map(lines.map((line, index) => [keys[index] ?? "", line]));
  const own = operations.flatMap(({ supports = [] }) => supports);
  const known = new Map(
    own.map((text, index) => {
      const key = answerKey(text, index);
      return [keys.find((other) => isSame(other, key)) ?? key, text];
    }),
  );
  const isMore = operations.some(({ source }) => restsOnMore(source, alignment.manual));
  return [...new Set([...stated.keys(), ...known.keys()])].flatMap((key) => {
    const [place, schema] = [stated.get(key), known.get(key)];
    const manual = place?.value;
    if (manual === schema || (manual === undefined && isMore)) return [];
    const edit = editCommand(command, (change) => {
      change.updateOperations((operation) => {
        if (operation.form !== "test") return operation;
        const supports = [...(operation.supports ?? [])];
        const at = supports.findIndex((text, index) => isSame(answerKey(text, index), key));
        if (manual === undefined) supports.splice(at, 1);
        else if (at >= 0) supports.splice(at, 1, manual);
        else supports.splice(Math.max(0, keys.indexOf(key)), 0, manual);
        return { ...operation, supports };
      });
    });
    return [propose(command, `test/answer:${key}`, { manual, schema, place }, edit)];
  });
}
