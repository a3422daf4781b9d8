import path from "node:path";
import { CommandError } from "@qsmtp/client";
import { type CommandGroup, type ProbeTarget, probeModule } from "@qsmtp/client/probe";
import { loadSchema } from "@qsmtp/codegen/load";
import type { SchemaCommand } from "@qsmtp/codegen/schema-types";
import { type OperationDescriptor, parseSupported } from "@qsmtp/protocol";
import { describe, expect, it } from "vitest";
import { repositoryRoot } from "./transcripts.ts";

const schema = await loadSchema(path.join(repositoryRoot, "schema"));

/** A module that answers the test forms as it is told, the others as the schema says. */
function moduleWith(
  answers: Readonly<Record<string, readonly string[] | "ERROR">>,
  model = "EC25",
): ProbeTarget {
  const answer = ({ name, at, form, supports = [] }: OperationDescriptor): unknown => {
    if (name === "getIdentity") return { manufacturer: "Quectel", model, revision: "R1A01" };
    const lines = answers[at] ?? supports;
    if (form !== "test" || lines === "ERROR") throw new CommandError(`AT${at}`, "ERROR", undefined);
    return { lines: lines.map(parseSupported) };
  };
  return {
    execute: async (...[command]: Parameters<ProbeTarget["execute"]>) =>
      answer(command.operation as OperationDescriptor) as never,
  };
}

describe("the groups of a probe", () => {
  it.each<CommandGroup>(["smtp", "file", "pdp", "ssl", "base"])(
    "%s holds the commands of its folder",
    async (group) => {
      const { answers } = await probeModule(moduleWith({}), { groups: [group] });
      const commands = schema.files
        .filter(({ file }) => file.startsWith(`commands/${group}/`))
        .map(({ json }) => json as SchemaCommand)
        .filter(({ operations }) => operations.some(({ form }) => form === "test"));
      expect(answers.map(({ command }) => command).sort()).toEqual(
        commands.map(({ at }) => `AT${at}=?`).sort(),
      );
    },
  );
});
