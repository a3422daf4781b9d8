import path from "node:path";
import { CommandError } from "@qsmtp/client";
import {
  type CommandGroup,
  type ProbeReport,
  type ProbeTarget,
  probeModule,
  probeRules,
} from "@qsmtp/client/probe";
import { lintModel } from "@qsmtp/codegen/lint";
import { type LoadedFile, loadSchema } from "@qsmtp/codegen/load";
import { buildModel } from "@qsmtp/codegen/model";
import type { SchemaCommand, SchemaQuirk } from "@qsmtp/codegen/schema-types";
import { validateFiles } from "@qsmtp/codegen/validate";
import { type Operation, parseSupported } from "@qsmtp/protocol";
import { allOperations } from "@qsmtp/protocol/catalog";
import { ruleOf } from "@qsmtp/schema-diff";
import { describe, expect, it } from "vitest";
import { repositoryRoot } from "./transcripts.ts";

const schema = await loadSchema(path.join(repositoryRoot, "schema"));

/** A module that answers the test forms as it is told, the others as the schema says. */
function moduleWith(
  answers: Readonly<Record<string, readonly string[] | "ERROR">>,
  model = "EC25",
): ProbeTarget {
  const answer = ({ name, at, form, supports = [] }: Operation): unknown => {
    if (name === "getIdentity") return { manufacturer: "Quectel", model, revision: "R1A01" };
    const lines = answers[at] ?? supports;
    if (form !== "test" || lines === "ERROR") throw new CommandError(`AT${at}`, "ERROR", undefined);
    return { lines: lines.map(parseSupported) };
  };
  return {
    execute: async (...[command]: Parameters<ProbeTarget["execute"]>) =>
      answer(command.operation as Operation) as never,
  };
}

describe("the rules of a probe", () => {
  it.each(Object.entries(probeRules))("%s is one of the table, and asks for %s", (id, bump) => {
    const { encode, either, decode } = ruleOf(id);
    expect(encode ?? either ?? decode).toBe(bump);
  });
});

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

describe("the quirk records of a probe", () => {
  const supports = (at: string): string[] => [
    ...(allOperations.find((one) => one.at === at && one.form === "test")?.supports ?? []),
  ];
  const different = {
    "+QSMTPATT": ["(1),(1-20),<file_name>,(0,1)"],
    "+QSMTPBODY": ["(0,1),(1-5000)"],
    "+QSMTPPUT": "ERROR",
    "+QSMTPCFG": [...supports("+QSMTPCFG").slice(1), '"bodyoriginal",(0,1)', '"retries",(0-9)'],
    "+QSSLCFG": supports("+QSSLCFG")
      .filter((line) => !line.startsWith('"sni"'))
      .map((line) =>
        line
          .replace("(0-5),(0-4)", "(0-7),(0-5)")
          .replace("0X0035,", "")
          .replace('"dtls",(0-5),(0,1)', '"dtls",(0-5),(0-2)'),
      ),
    "+QINDCFG": [...supports("+QINDCFG").slice(1), '"voice",(0,1),(0,1)'],
    "+CSCS": ['("GSM")'],
    "+CSQ": ["(0-31),(0-7,99)"],
    "+QFLDS": ['("UFS","RAM")'],
    "+QFUPL": [],
  } as const;

  /** The schema's files with the records pasted in, as docs/probe.md says. */
  function pasted({ quirks, source }: ProbeReport): LoadedFile[] {
    const files = schema.files.map((loaded): LoadedFile => {
      if (loaded.kind === "manuals") {
        const manuals = loaded.json as { readonly sources: readonly object[] };
        return { ...loaded, json: { ...manuals, sources: [...manuals.sources, source] } };
      }
      const added = quirks.find(({ id }) => loaded.file === `quirks/${id}.json`);
      if (added === undefined) return loaded;
      const known = loaded.json as SchemaQuirk;
      const variants = [...known.variants, ...added.variants];
      return { ...loaded, json: { ...known, variants } };
    });
    const fresh = quirks
      .map((json): LoadedFile => ({ file: `quirks/${json.id}.json`, kind: "quirk", json }))
      .filter(({ file }) => !files.some((known) => known.file === file));
    return [...files, ...fresh];
  }

  it.each(["EC25", "EG91", "BG96"])("can be pasted into the schema, of an %s", async (model) => {
    const report = await probeModule(moduleWith(different, model));
    expect(report.findings.map(({ command }) => command)).toEqual(
      expect.arrayContaining(Object.keys(different)),
    );
    expect(report.quirks.length).toBeGreaterThan(8);
    const after = { ...schema, files: pasted(report) };
    validateFiles(after);
    lintModel(buildModel(after));
  });

  it("are valid one by one, also those that a quirk holds already", async () => {
    const { findings, source } = await probeModule(moduleWith(different));
    for (const { quirk } of findings) {
      const file: LoadedFile = { file: `quirks/${quirk.id}.json`, kind: "quirk", json: quirk };
      const manuals: LoadedFile = {
        file: "manuals.json",
        kind: "manuals",
        json: { $schema: "./manuals.schema.json", sources: [source] },
      };
      validateFiles({ ...schema, files: [file, manuals] });
      expect(JSON.parse(JSON.stringify(quirk))).toEqual(quirk);
    }
    expect(findings.length).toBeGreaterThan(12);
  });
});
