import { type FactModel, factsOf, type Model } from "./model.ts";
import type { Problem } from "./problem.ts";

/** The end that a fact's name has for its unit. */
export const unitEndings: Readonly<Record<string, string>> = {
  byte: "Bytes",
  millisecond: "Ms",
  second: "Seconds",
  minute: "Minutes",
  dBm: "Dbm",
  dB: "Db",
};

/** Checks what the meta-schema cannot say of facts and of values that stand for a character set. */
export function lintFacts(model: Model): Problem[] {
  return [
    ...factsOf(model).flatMap((found) => lintFact(found, model)),
    ...model.factFiles.flatMap(({ file, subject: { id } }): Problem[] => {
      if (file === `facts/${id}.json`) return [];
      const message = `is called "${id}" in the file ${file}`;
      return [{ file, pointer: "/id", message, remedy: "Give file and id the same name." }];
    }),
    ...lintEncodings(model),
  ];
}

function lintFact({ name, fact, file }: FactModel, model: Model): Problem[] {
  const problems: Problem[] = [];
  const pointer = `/facts/${name}`;
  const ending = fact.unit === undefined ? undefined : unitEndings[fact.unit];
  if (ending !== undefined && !name.endsWith(ending)) {
    problems.push({
      file,
      pointer,
      message: `is a number of unit ${fact.unit}, which its name does not tell`,
      remedy: `Let the name end in "${ending}".`,
    });
  }
  if (fact.errorsOf === undefined) return problems;
  const table = model.errorTables.find((candidate) => candidate.table.id === fact.errorsOf)?.table;
  if (table === undefined) {
    const known = model.errorTables.map((candidate) => candidate.table.id).join(", ");
    const message = `names the error table "${fact.errorsOf}", which does not exist`;
    return [...problems, { file, pointer, message, remedy: `Use one of: ${known}.` }];
  }
  for (const error of [fact.is ?? []].flat()) {
    if (table.codes.some((code) => code.name === error)) continue;
    const message = `names the error "${error}", which the table "${table.id}" does not have`;
    problems.push({ file, pointer, message, remedy: "Correct the name, or add the error." });
  }
  return problems;
}

/** All values of a type stand for a character set, or none does: a mail could not use the others. */
function lintEncodings({ commands }: Model): Problem[] {
  return commands.flatMap(({ file, command }) =>
    Object.entries(command.params ?? {}).flatMap(([name, { values = [] }]): Problem[] => {
      const labelled = values.filter(({ encoding }) => encoding !== undefined);
      if (labelled.length === 0) return [];
      return values.flatMap(({ name: value, encoding }, index): Problem[] => {
        if (encoding !== undefined && isKnown(encoding)) return [];
        const pointer = `/params/${name}/values/${index}`;
        const message =
          encoding === undefined
            ? `"${value}" does not say which character set it is, as the other values do`
            : `"${encoding}" is no label of a character set`;
        const remedy =
          'Give "encoding" a label of the WHATWG Encoding Standard, such as "utf-8" or "gb18030".';
        return [{ file, pointer, message, remedy }];
      });
    }),
  );
}

function isKnown(label: string): boolean {
  try {
    new TextDecoder(label);
    return true;
  } catch {
    return false;
  }
}
