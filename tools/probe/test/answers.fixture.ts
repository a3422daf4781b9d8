import type { ProbeIdentity, ProbeReport } from "@qsmtp/client/probe";
import { allOperations } from "@qsmtp/protocol/catalog";
import { applyQuirks, type Editions, families, resolveFamily } from "@qsmtp/protocol/families";

export const ec25: ProbeIdentity = {
  model: "EC25",
  revision: "EC25EFAR06A17M4G",
  firmware: "EC25EFAR06A17M4G",
  family: "EC2x",
};

/** The editions when the lines and numbers of these tests were written; newer ones leave them true. */
export const editions: Editions = {
  "smtp-manual": "read-1",
  "file-sheet": "1",
  "pdp-sheet": "1",
  "ssl-sheet": "1",
  "base-sheet": "1",
};

const [family] = families;
if (family === undefined) throw new RangeError("the schema has no family");
const view = resolveFamily(family.id, { editions });
const tests = allOperations
  .filter(({ form }) => form === "test")
  .map((test) => ({ ...test, supports: applyQuirks(view, test).supports ?? [] }));

/** The schema's lines of a command. */
export function linesOf(at: string): readonly string[] {
  return tests.find((test) => test.at === at)?.supports ?? [];
}

/** The report of a module that answers as the schema says, but for some commands. */
export function reportOf(
  others: Readonly<Record<string, readonly string[] | string>>,
  identity: ProbeIdentity = ec25,
): Pick<ProbeReport, "identity" | "answers"> {
  const answers = tests.map(({ at, name, supports }) => {
    const answer = others[at] ?? supports;
    const command = `AT${at}=?`;
    return typeof answer === "string"
      ? { command, operation: name, result: answer, lines: [] }
      : { command, operation: name, result: "OK", lines: answer };
  });
  return { identity, answers };
}
