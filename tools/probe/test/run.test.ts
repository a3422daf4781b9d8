import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { run } from "../src/run.ts";
import { reportOf } from "./answers.fixture.ts";

const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function runWith(content: string) {
  const folder = await mkdtemp(path.join(tmpdir(), "qsmtp-probe-"));
  folders.push(folder);
  const file = path.join(folder, "report.json");
  await writeFile(file, content);
  const said = { log: "", error: "" };
  const exitCode = await run([file], {
    log: (text) => {
      said.log += text;
    },
    error: (text) => {
      said.error += text;
    },
  });
  return { exitCode, ...said };
}

test("prints each difference with its rule, and what is new as files to paste", async () => {
  const report = reportOf({ "+QSMTPATT": ["(0,1),(1-20),<file_name>"] });
  const { exitCode, log } = await runWith(JSON.stringify(report));
  expect(exitCode).toBe(1);
  expect(log).toContain("+QSMTPATT params/index/ranges: (1-10) -> (1-20) (range-widened, minor)");
  const [source, file = ""] = log.split(/^\/\/ /m).slice(1);
  expect(source).toContain('"kind": "device"');
  expect(file).toMatch(/^schema\/quirks\/qsmtpatt-index\.json\n/);
  expect(JSON.parse(file.slice(file.indexOf("\n")))).toMatchObject({ kind: "parameter" });
});

test("says so when there is nothing to record", async () => {
  expect(await runWith(JSON.stringify(reportOf({})))).toEqual({
    exitCode: 0,
    log: "Nothing to record.",
    error: "",
  });
});

test.each([
  ["no JSON", "qsmtp: port busy", /no JSON/],
  ["another kind of JSON", '{"error":{"code":"PORT_BUSY"}}', /no report of qsmtp probe/],
  [
    "a command that the schema has not",
    JSON.stringify({
      identity: { model: "EC25", revision: "a", firmware: "a", family: null },
      answers: [{ command: "AT+X=?", operation: "testX", result: "OK", lines: [] }],
    }),
    /no operation testX/,
  ],
])("refuses %s", async (_what, content, said) => {
  const { exitCode, error } = await runWith(content);
  expect(exitCode).toBe(2);
  expect(error).toMatch(said);
});

test("wants one report, and tells how it is called", async () => {
  const said: string[] = [];
  const output = {
    log: (text: string) => said.push(text),
    error: (text: string) => said.push(text),
  };
  expect(await run([], output)).toBe(2);
  expect(await run(["--help"], output)).toBe(0);
  expect(said.join()).toMatch(/name one report[\s\S]*Usage: pnpm probe:record/);
});
