import { stripTypeScriptTypes } from "node:module";
import path from "node:path";
import { commandIn, compareCommand, viewWith } from "@qsmtp/client/probe/differences";
import { generateFrom } from "@qsmtp/codegen/generate";
import { lintModel } from "@qsmtp/codegen/lint";
import { type LoadedFile, loadSchema } from "@qsmtp/codegen/load";
import { buildModel } from "@qsmtp/codegen/model";
import type { SchemaQuirk } from "@qsmtp/codegen/schema-types";
import { validateFiles } from "@qsmtp/codegen/validate";
import type { Applied, Quirk } from "@qsmtp/protocol/families";
import { describe, expect, it } from "vitest";
import { type Records, recordsOf } from "../src/record-report.ts";
import { ec25, editions, linesOf, reportOf } from "./answers.fixture.ts";

const schema = await loadSchema(path.resolve(import.meta.dirname, "../../../schema"));

const different = {
  "+QSMTPATT": ["(1),(1-20),<file_name>,(0,1)"],
  "+QSMTPBODY": ["(0,1),(1-5000)"],
  "+QSMTPPUT": "ERROR",
  "+QSMTPCFG": [...linesOf("+QSMTPCFG").slice(1), '"bodyoriginal",(0,1)', '"retries",(0-9)'],
  "+QSSLCFG": linesOf("+QSSLCFG")
    .filter((line) => !line.startsWith('"sni"'))
    .map((line) =>
      line
        .replace("(0-5),(0-4)", "(0-7),(0-5)")
        .replace("0X0035,", "")
        .replace('"dtls",(0-5),(0,1)', '"dtls",(0-5),(0-2)'),
    ),
  "+QINDCFG": [...linesOf("+QINDCFG").slice(1), '"voice",(0,1),(0,1)'],
  "+CSCS": ['("GSM")'],
  "+CSQ": ["(0-31),(0-7,99)"],
  "+QFLDS": ['("UFS","RAM")'],
  "+QFUPL": [],
} as const;

describe("the quirk records of a probe", () => {
  /** The schema's files with the records pasted in, as docs/probe.md says. */
  function pasted({ quirks, source }: Records): LoadedFile[] {
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
    const report = recordsOf(reportOf(different, { ...ec25, model }));
    expect(report.differences.map(({ quirk }) => quirk.command)).toEqual(
      expect.arrayContaining(Object.keys(different)),
    );
    expect(report.quirks.length).toBeGreaterThan(8);
    const after = { ...schema, files: pasted(report) };
    validateFiles(after);
    lintModel(buildModel(after));
  });

  it("hold what the module answers as data, whatever it answers", async () => {
    const ran: unknown[] = [];
    Reflect.set(globalThis, "boom", (what: unknown) => ran.push(what));
    const answers = [
      '@globalThis.boom("reference")',
      '@(globalThis.boom("brackets"), "(0,1)")',
      '"+globalThis.boom("quotes")+"',
      '*/ globalThis.boom("comment"); /* `globalThis.boom("template")`',
    ];
    const report = recordsOf(
      reportOf({ "+QFLDS": answers, "+QSMTPPUT": answers.slice(0, 1), "+QINDCFG": answers }),
    );
    const { files } = generateFrom({ ...schema, files: pasted(report) });
    const quirks = stripTypeScriptTypes(files.get("quirks.gen.ts") ?? "");
    const made = await import(`data:text/javascript,${encodeURIComponent(quirks)}`);
    Reflect.deleteProperty(globalThis, "boom");
    expect(ran).toEqual([]);
    const texts = JSON.stringify(made);
    for (const answer of answers) expect(texts).toContain(JSON.stringify(answer).slice(1, -1));
  });

  it("are valid one by one, also those that a quirk holds already", async () => {
    const { differences, source } = recordsOf(reportOf(different));
    for (const { quirk } of differences) {
      const file: LoadedFile = { file: `quirks/${quirk.id}.json`, kind: "quirk", json: quirk };
      const manuals: LoadedFile = {
        file: "manuals.json",
        kind: "manuals",
        json: { $schema: "./manuals.schema.json", sources: [source] },
      };
      validateFiles({ ...schema, files: [file, manuals] });
      expect(JSON.parse(JSON.stringify(quirk))).toEqual(quirk);
    }
    expect(differences.length).toBeGreaterThan(12);
  });

  it("hold what was found: with one in the schema nothing is left to find", () => {
    const { differences } = recordsOf(reportOf(different), editions);
    for (const { quirk, test, answer, difference } of differences) {
      const applied = {
        quirk: { ...quirk, at: quirk.command },
        change: quirk.variants[0]?.change,
        certainty: "certain",
      } as unknown as Applied<Quirk>;
      const left = compareCommand(commandIn(viewWith(applied, editions), test), answer);
      const { path: place, kind, what, device } = difference;
      expect(left).not.toContainEqual(expect.objectContaining({ path: place, kind, what, device }));
    }
  });
});
