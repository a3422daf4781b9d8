import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, onTestFinished, test } from "vitest";
import { run } from "../../src/run.ts";
import { bellManual } from "./bell-manual.ts";

const repository = path.resolve(import.meta.dirname, "../../../..");
const shared = path.resolve(repository, "../shared/manuals");

interface Drafted {
  readonly exitCode: number;
  readonly log: string;
  readonly error: string;
}

async function workshop(): Promise<{
  readonly folder: string;
  readonly draft: (...args: string[]) => Promise<Drafted>;
}> {
  const folder = await mkdtemp(path.join(tmpdir(), "bell-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const draft = async (...args: string[]): Promise<Drafted> => {
    const printed = { log: "", error: "" };
    const exitCode = await run(["draft", ...args], {
      root: repository,
      cwd: folder,
      log: (text) => {
        printed.log += `${text}\n`;
      },
      error: (text) => {
        printed.error += `${text}\n`;
      },
    });
    return { exitCode, ...printed };
  };
  return { folder, draft };
}

type Json = Readonly<Record<string, unknown>>;

async function filesIn(folder: string): Promise<Map<string, Json>> {
  const names = await readdir(folder, { recursive: true, encoding: "utf8" });
  const files = names.filter((name) => name.endsWith(".json")).sort();
  const texts = await Promise.all(files.map((name) => readFile(path.join(folder, name), "utf8")));
  return new Map(files.map((name, index) => [name, JSON.parse(texts[index] ?? "") as Json]));
}

/** Whether a member says that something is open, at any depth. */
function isOpen(json: unknown): boolean {
  if (typeof json !== "object" || json === null) return false;
  return Object.entries(json).some(
    ([name, value]) => name.startsWith("undecided") || isOpen(value),
  );
}

const metaSchemas = ["vocabulary", "command", "error-table", "facts"] as const;

function validator(): (json: Json) => string[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  for (const kind of metaSchemas) {
    const text = readFileSync(path.join(repository, `schema/${kind}.schema.json`), "utf8");
    ajv.addSchema(JSON.parse(text) as object);
  }
  return (json) => {
    const kind = /([a-z-]+)\.schema\.json$/.exec(String(json.$schema))?.[1];
    const validate = ajv.getSchema(`https://qsmtp.invalid/schema/${kind}.schema.json`);
    if (validate === undefined) return [`no meta-schema for ${kind}`];
    return validate(json) === true
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
}

const closed = bellManual({
  forms: `Write Command
AT+XBELL=<bell>[,<pause>]

Response
OK
`,
});

describe("manual:draft", () => {
  test("writes the schema of a manual, and ends with 0 when nothing is open", async () => {
    const { folder, draft } = await workshop();
    await writeFile(path.join(folder, "bell.txt"), closed);
    const { exitCode, log } = await draft(
      "bell.txt",
      "--family",
      "BELL1",
      "--out",
      "out",
      "--group",
      "base",
    );
    expect(log).not.toContain("undecided:");
    expect(exitCode).toBe(0);
    const files = await filesIn(path.join(folder, "out"));
    expect([...files.keys()]).toEqual(["commands/base/xbell.json"]);
    expect(files.get("commands/base/xbell.json")).toMatchObject({
      at: "+XBELL",
      group: "base",
      namesProposed: true,
      params: {
        bell: { wire: "bell", type: "integer", ranges: [[1, 4]] },
        pauseSeconds: {
          wire: "pause",
          type: "integer",
          ranges: [[2, 900]],
          unit: "second",
          default: 30,
        },
      },
      operations: [
        { form: "write", args: [{ param: "bell" }, { optional: [{ param: "pauseSeconds" }] }] },
      ],
    });
  });

  test("leaves one question where the group is not known", async () => {
    const { folder, draft } = await workshop();
    await writeFile(path.join(folder, "bell.txt"), closed);
    const { exitCode, log } = await draft("bell.txt", "--family", "BELL1");
    expect(exitCode).toBe(1);
    const open = /undecided:\n((?: {2}.*\n)+)/.exec(log)?.[1]?.trim().split("\n") ?? [];
    expect(open).toHaveLength(1);
    expect(open[0]).toMatch(/^group group: line 1: bell, from "Bell Commands"/);
    const files = await filesIn(path.join(folder, "drafts/bell"));
    expect([...files.keys()]).toEqual(["commands/bell/xbell.json"]);
    expect(files.get("commands/bell/xbell.json")).toHaveProperty("undecidedGroup");
  });

  test("says what is open twice: in the file, and in the report with the line", async () => {
    const { folder, draft } = await workshop();
    const text = bellManual({
      rows: `<bell>

Integer type. Number of the bell. The range is 1-4 (see note 2).

<pause>

Integer type. How long it is silent. The range is 2-900. Unit: furlong.
`,
    });
    await writeFile(path.join(folder, "bell.txt"), text);
    const { exitCode, log } = await draft("bell.txt", "--family", "BELL1", "--group", "base");
    expect(exitCode).toBe(1);
    const lines = text.split("\n");
    const at = (words: string): number => lines.findIndex((line) => line.includes(words)) + 1;
    expect(log).toContain(`+XBELL <bell> ranges: line ${at("see note 2")}: `);
    expect(log).toContain(`+XBELL <pause> unit: line ${at("furlong")}: `);
    const [file] = (await filesIn(path.join(folder, "drafts/bell"))).values();
    expect(file).toMatchObject({
      params: {
        bell: { undecidedRanges: [{ line: at("see note 2") }] },
        pause: { undecidedUnit: [{ line: at("furlong") }], ranges: [[2, 900]] },
      },
    });
  });

  test("names the lines that nobody understood", async () => {
    const { folder, draft } = await workshop();
    const text = closed.replace("\nAT+XBELL Ring", "\n%% ?? ::\n\nAT+XBELL Ring");
    await writeFile(path.join(folder, "bell.txt"), text);
    const { exitCode, log } = await draft("bell.txt", "--family", "BELL1", "--group", "base");
    expect(exitCode).toBe(1);
    expect(log).toMatch(/not understood:\n {2}\+XBELL: line \d+: %% \?\? ::/);
  });

  test("prints the same as JSON", async () => {
    const { folder, draft } = await workshop();
    await writeFile(path.join(folder, "bell.txt"), closed);
    const { log } = await draft("bell.txt", "--family", "BELL1", "--json");
    expect(JSON.parse(log)).toMatchObject({
      family: "BELL1",
      commands: 1,
      params: 2,
      undecided: [{ about: "group", line: 1 }],
      notUnderstood: [],
      files: ["commands/bell/xbell.json"],
    });
  });

  test("overwrites nothing unless it is told to, and leaves nothing half written", async () => {
    const { folder, draft } = await workshop();
    await writeFile(path.join(folder, "bell.txt"), closed);
    await mkdir(path.join(folder, "out"));
    await writeFile(path.join(folder, "out/keep.json"), "{}");
    const refused = await draft("bell.txt", "--family", "BELL1", "--out", "out");
    expect(refused.exitCode).toBe(2);
    expect(refused.error).toMatch(/DRAFT_FOLDER: .*out holds files already.*--force/);
    expect(await readdir(path.join(folder, "out"))).toEqual(["keep.json"]);
    const forced = await draft("bell.txt", "--family", "BELL1", "--out", "out", "--force");
    expect(forced.exitCode).toBe(1);
    expect(await readdir(path.join(folder, "out"))).toEqual(["commands"]);
    expect((await readdir(folder)).sort()).toEqual(["bell.txt", "out"]);
  });

  test.each([
    ["no file", [], /give one file/],
    ["no family", ["bell.txt"], /--family/],
    ["a file that is not there", ["gong.txt", "--family", "BELL1"], /MANUAL_NOT_FOUND/],
    ["an id that is none", ["bell.txt", "--family", "BELL1", "--manual", "Bell 1"], /--manual/],
    ["an option that is none", ["bell.txt", "--famliy", "BELL1"], /famliy/],
    ["a text without commands", ["poem.txt", "--family", "BELL1"], /MANUAL_FOREIGN/],
    ["bytes that are no text", ["bytes.txt", "--family", "BELL1"], /MANUAL_ENCODING/],
  ])("ends with 2 for %s", async (_, args, message) => {
    const { folder, draft } = await workshop();
    await writeFile(path.join(folder, "bell.txt"), closed);
    await writeFile(path.join(folder, "poem.txt"), "The bells of the town\nring at noon.\n");
    await writeFile(path.join(folder, "bytes.txt"), Buffer.from([0x31, 0x0a, 0xff, 0xfe, 0x93]));
    const { exitCode, error } = await draft(...args);
    expect(exitCode).toBe(2);
    expect(error).toMatch(message);
    expect((await readdir(folder)).sort()).toEqual(["bell.txt", "bytes.txt", "poem.txt"]);
  });

  test("tells how it is used", async () => {
    const { draft } = await workshop();
    const { exitCode, log } = await draft("--help");
    expect(exitCode).toBe(0);
    expect(log).toContain("pnpm manual:draft <file> --family ID");
  });
});

const texts = [
  "ec2x-eg9x-em05-smtp",
  ...["bg96-file-v1.0", "bg96-tcpip-v1.0", "ec200u-tcpip-v1.1"].flatMap((name) => [
    `siblings/${name}`,
    `siblings/${name}.layout`,
  ]),
].map((name) => path.join(shared, `${name}.txt`));

describe.each(texts)("the draft of %s", (file) => {
  const isThere = existsSync(file);

  // The vendor's texts may not be kept here; where they lie beside the repository, they are read.
  test.skipIf(!isThere)(
    "is valid wherever nothing is open, and cites a line everywhere",
    async () => {
      const { folder, draft } = await workshop();
      const { exitCode } = await draft(file, "--family", "BG9x", "--out", "out");
      expect(exitCode).toBe(1);
      const validate = validator();
      const files = await filesIn(path.join(folder, "out"));
      expect(files.size).toBeGreaterThan(5);
      for (const [name, json] of files) {
        if (!isOpen(json)) expect(validate(json), name).toEqual([]);
        expect(linesMissing(json), name).toEqual([]);
      }
    },
  );
});

/** Sources of parameters, operations and codes that name no line. */
function linesMissing(json: Json): string[] {
  const parts = [
    ...Object.values((json.params ?? {}) as Record<string, Json>),
    ...((json.operations ?? []) as Json[]),
    ...((json.codes ?? []) as Json[]),
  ];
  return parts.flatMap((part) => {
    const [source] = (part.source ?? []) as { readonly note?: string }[];
    return /\d/.test(source?.note ?? "") ? [] : [JSON.stringify(part)];
  });
}
