import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Bump } from "@qsmtp/schema-diff";
import { beforeAll, describe, expect, it } from "vitest";
import { type ComparedManual, compareManual } from "../src/check/compare-manual.ts";
import { loadPatches, type Patch } from "../src/check/patches.ts";
import { diffManuals } from "../src/diff/diff-manuals.ts";
import { readManual } from "../src/reader/read-manual.ts";
import type { SchemaState } from "../src/schema/schema-state.ts";
import type { WordsRecord } from "../src/words/words-record.ts";
import { schemaOfText } from "./schema-of-text.ts";

const repository = path.resolve(import.meta.dirname, "../../..");
const file = path.resolve(repository, "../shared/manuals/ec2x-eg9x-em05-smtp.txt");

/** Edits of the vendor's text are made in memory and named by their places: it may not be copied. */
class Text {
  readonly #lines: string[];

  constructor(text: string) {
    this.#lines = text.split("\n");
  }

  get text(): string {
    return this.#lines.join("\n");
  }

  everywhere(pattern: RegExp, by: string): this {
    const edited = this.text.replace(pattern, by);
    if (edited === this.text) throw new Error(`nothing is ${pattern}`);
    this.#lines.splice(0, this.#lines.length, ...edited.split("\n"));
    return this;
  }

  /** Replaces within one section, from its heading to the next one. */
  inSection(id: string, pattern: RegExp, by: string): this {
    const lines = this.#lines;
    const heading = (line: string, at: number): string | undefined => {
      const isAlone = lines[at + 1] === "";
      return (
        /^[ \f]*(\d\.\d)\. /.exec(line)?.[1] ??
        (isAlone ? /^[ \f]*(\d)$/.exec(line)?.[1] : undefined)
      );
    };
    const start = lines.findIndex((line, at) => heading(line, at) === id);
    const next = lines.findIndex(
      (line, at) => at > start && (heading(line, at) !== undefined || /^[ \f]*Appendix/.test(line)),
    );
    const own = this.#lines.slice(start, next < 0 ? undefined : next).join("\n");
    const edited = own.replace(pattern, by);
    if (start < 0 || edited === own) throw new Error(`nothing in section ${id} is ${pattern}`);
    this.#lines.splice(start, own.split("\n").length, ...edited.split("\n"));
    return this;
  }

  append(text: string): this {
    this.#lines.push(text);
    return this;
  }

  /** The line of a table's number, and the meaning two lines below it. */
  row(code: number): number {
    const at = this.#lines.findLastIndex((line) => line.trim() === `${code}`);
    if (at < 0) throw new Error(`no row ${code}`);
    return at;
  }

  meaning(code: number): string {
    return this.#lines[this.row(code) + 2] ?? "";
  }

  setMeaning(code: number, meaning: string): this {
    this.#lines[this.row(code) + 2] = meaning;
    return this;
  }

  renumber(from: number, to: number): this {
    this.#lines[this.row(from)] = `${to}`;
    return this;
  }

  insertRow(before: number, code: number, meaning: string): this {
    this.#lines.splice(this.row(before), 0, `${code}`, "", meaning, "");
    return this;
  }
}

interface RealChange {
  readonly name: string;
  readonly edit: (text: Text) => Text;
  readonly findings: Readonly<Record<string, Bump>>;
}

const exchange = (text: Text, one: number, other: number): Text => {
  const [first, second] = [text.meaning(one), text.meaning(other)];
  return text.setMeaning(one, second).setMeaning(other, first);
};

const shiftUp = (text: Text, from: number, to: number): Text => {
  for (let code = to; code >= from; code -= 1) text.renumber(code, code + 1);
  return text.insertRow(from + 1, from, "A lamp is in the way");
};

const lost = (...modules: string[]): Record<string, Bump> =>
  Object.fromEntries(modules.map((name) => [`families/${name}`, "undecidable"]));

const changes: readonly RealChange[] = [
  {
    name: "2.1: two meanings of <ssltype> change places",
    edit: (text) => text.inSection("2.1", /^1\nSSL\n2\nSTARTTLS$/m, "1\nSTARTTLS\n2\nSSL"),
    findings: { "+QSMTPCFG/params/ssltype/values/1-2": "major" },
  },
  {
    name: "2.2: add and delete change places",
    edit: (text) => text.inSection("2.2", /^0\n(\w+)\n1\n(\w+)$/m, "0\n$2\n1\n$1"),
    findings: {
      "+QSMTPDST/params/mode/values/0-1": "major",
      "+QSMTPDST/examples/AT+QSMTPDST=0": "undecidable",
    },
  },
  {
    name: "5: the meaning of 661 is another one",
    edit: (text) => text.setMeaning(661, "The lamp is not plugged in"),
    findings: { "smtp/codes/661": "undecidable" },
  },
  {
    name: "5: two meanings change places",
    edit: (text) => exchange(text, 659, 665),
    findings: { "smtp/codes/659, 665": "major" },
  },
  {
    name: "5: a row is put in at 676, and the rest moves up",
    edit: (text) => shiftUp(text, 676, 682),
    findings: { "smtp/codes/676-682": "major", "smtp/codes/676": "minor" },
  },
  {
    name: "6: a row is put in at 551, and the rest moves up",
    edit: (text) => shiftUp(text, 551, 554),
    findings: { "smtp-protocol/codes/551-554": "major", "smtp-protocol/codes/551": "minor" },
  },
  {
    name: "2.1: <sslctxID> takes two ranges",
    edit: (text) => text.inSection("2.1", /(?<=<sslctxID>[\s\S]*)0-5(?=, and the)/, "0-2 and 4-5"),
    findings: { "+QSMTPCFG/params/sslctxID/range": "major" },
  },
  {
    name: "2.1: <contextID> is up to 24",
    edit: (text) => text.inSection("2.1", /1-16(?=, and)/, "1-24"),
    findings: { "+QSMTPCFG/params/contextID/range": "minor" },
  },
  {
    name: "2.4: <body_length> has a lower end only",
    edit: (text) => text.inSection("2.4", /(?<=\. )The range is 1-10240/, "The minimum value is 1"),
    findings: { "+QSMTPBODY/params/body_length/range": "minor" },
  },
  {
    name: "2.7: <timeout> counts tens of milliseconds",
    edit: (text) => text.inSection("2.7", /Unit:\nsecond\./, "Unit:\n10 ms."),
    findings: { "+QSMTPPUT/params/timeout/unit": "major" },
  },
  {
    name: "2.4: <input_time> counts tenths of a second",
    edit: (text) =>
      text.inSection("2.4", /(?<=<input_time>[\s\S]*)Unit:\s+second\./, "Unit: 100 ms."),
    findings: { "+QSMTPBODY/params/input_time/unit": "major" },
  },
  {
    name: "2.5: <file_name> counts characters",
    edit: (text) => text.inSection("2.5", /50 bytes/, "50 characters"),
    findings: { "+QSMTPATT/params/file_name/size": "undecidable" },
  },
  {
    name: "1.3: another guard time",
    edit: (text) => text.inSection("1.3", /1s(?= after)/, "3s"),
    findings: { "sections/1.3/prose": "undecidable" },
  },
  {
    name: "3.2: another port",
    edit: (text) => text.inSection("3.2", /\b465\b/, "8465"),
    findings: { "sections/3.2/prose": "undecidable" },
  },
  {
    name: "1: a family is added to the list",
    edit: (text) => text.inSection("1", /^EM05$/m, "EM05\nEP06"),
    findings: { "families/EP06": "undecidable", "sections/1/prose": "undecidable" },
  },
  {
    name: "1: a model is added to a family",
    edit: (text) => text.inSection("1", /EG91 and EG95/, "EG91, EG95 and EG98"),
    findings: { "families/EG9x/models/EG98": "minor", "sections/1/prose": "undecidable" },
  },
  {
    name: "1: a model is named no more",
    edit: (text) => text.inSection("1", /EC25, EC21, /, "EC25, "),
    findings: {
      "families/EC2x/models/EC21": "undecidable",
      "sections/1/prose": "undecidable",
    },
  },
  {
    name: "1: a family is named no more",
    edit: (text) => text.inSection("1", /^EM05$/m, ""),
    findings: { "families/EM05": "undecidable", "sections/1/prose": "undecidable" },
  },
  {
    name: "1: nobody can read the list any more",
    edit: (text) => text.inSection("1", /EC2x \(including EC25/, "Some of EC25"),
    findings: {
      ...lost("EC2x", "EC2x/models/EC25", "EC2x/models/EC21"),
      ...lost("EC2x/models/EC20 R2.0", "EC2x/models/EC20 R2.1"),
      ...lost("EG9x", "EG9x/models/EG91", "EG9x/models/EG95", "EM05"),
      "sections/1/prose": "undecidable",
    },
  },
  {
    name: "2.5: the limit of attachments is a word",
    edit: (text) => text.inSection("2.5", /(?<=attachments is )10/, "ten"),
    findings: { "+QSMTPATT/prose": "undecidable" },
  },
  {
    name: "2.5: the limit of attachments is 12",
    edit: (text) => text.inSection("2.5", /(?<=attachments is )10/, "12"),
    findings: { "+QSMTPATT/limits/attachments": "minor" },
  },
  {
    name: "2.4: the body may have 20 Kbytes",
    edit: (text) => text.inSection("2.4", /10(?= Kbytes)/, "20"),
    findings: { "+QSMTPBODY/limits/email-body-size": "minor" },
  },
  {
    name: "2.3: the brackets of an argument come",
    edit: (text) => text.inSection("2.3", /=<charset>,<subject>$/m, "=<charset>[,<subject>]"),
    findings: { "+QSMTPSUB/write": "minor" },
  },
  {
    name: "4.4: what may be done is not to be done",
    edit: (text) => text.inSection("4.4", /Please resend/, "Please do not resend"),
    findings: { "sections/4.4/prose": "undecidable" },
  },
  {
    name: "2.1: a range and a default are worded otherwise",
    edit: (text) =>
      text.inSection(
        "2.1",
        /The range is 1-16, and the default\s+value is 1\./,
        "Range: 1–16. Default: 1.",
      ),
    findings: {},
  },
  {
    name: "a form feed ends the text",
    edit: (text) => text.append("\f"),
    findings: {},
  },
];

// The vendor's texts may not be kept here; where they lie beside the repository, they are read.
describe.runIf(existsSync(file))("the real manual, changed", () => {
  let original = "";
  let state: SchemaState;
  let patches: Patch[] = [];
  let words: WordsRecord | undefined;

  const check = (text: string): ComparedManual =>
    compareManual(readManual(text), state, "smtp-manual", patches, words);

  beforeAll(async () => {
    const bytes = await readFile(file);
    original = bytes.toString("utf8");
    state = await schemaOfText(repository, "smtp-manual", bytes);
    patches = await loadPatches(path.join(repository, "schema"));
    words = check(original).words;
  });

  it.each(changes)("$name", ({ edit, findings }) => {
    const { text } = edit(new Text(original));
    const found = check(text).findings.map(({ id, bump }) => [id, bump]);
    expect(Object.fromEntries(found)).toEqual(findings);
  });

  it.each(changes)("$name, between two texts", ({ edit, findings }) => {
    const young = readManual(edit(new Text(original)).text);
    const bumps = diffManuals(readManual(original), young).map(({ bump }) => bump);
    const isSeen = bumps.some((bump) => bump !== "patch" && bump !== "none");
    expect(isSeen).toBe(Object.keys(findings).length > 0);
  });

  // The first has no parameter by which it could be known, only its title.
  it.each([
    ["+QSMTPCLR", "+QSMTPWIPE"],
    ["+QSMTPDST", "+QSMTPRCPT"],
    ["+QSMTPSUB", "+QSMTPTITLE"],
    // Patches correct what its rows say, under the new name too.
    ["+QSMTPBODY", "+QSMTPTEXT"],
    ["+QSMTPPUT", "+QSMTPSEND"],
  ])("%s goes on as %s", (was, now) => {
    const name = new RegExp(was.replace("+", "(?<=AT\\+|\\+)"), "g");
    const { text } = new Text(original).everywhere(name, now.slice(1));
    const found = check(text).findings;
    expect(found.map(({ id, rule, bump, message }) => [id, rule, bump, message])).toEqual([
      [
        now,
        "command-wire-name-changed",
        "major",
        `the manual says ${now}, the schema ${was}: the command goes on under another name`,
      ],
    ]);
    const changes = diffManuals(readManual(original), readManual(text));
    expect(
      changes.map(({ id, kind, rule, old, new: young }) => [id, kind, rule, old, young]),
    ).toEqual([[now, "vendor-renamed", "command-wire-name-changed", was, now]]);
  });

  it("a command with another name and another argument is another command", () => {
    const { text } = new Text(original)
      .inSection("2.7", /=<timeout>$/m, "=<timeout>,<timeout>")
      .everywhere(/(?<=AT\+|\+)QSMTPPUT/g, "QSMTPSEND");
    const found = check(text).findings.map(({ id, rule }) => [id, rule]);
    expect(found).toContainEqual(["+QSMTPPUT", "command-removed"]);
    expect(found.filter(([, rule]) => rule === "command-wire-name-changed")).toEqual([]);
  });
});
