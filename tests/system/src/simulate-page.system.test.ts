import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type CliProcess, killAll, startCli, startShell } from "./cli-process.ts";

const page = readFileSync(new URL("../../../docs/simulate.md", import.meta.url), "utf8");
const lines = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, block = ""]) =>
  block.trimEnd().split("\n"),
);
const served = lines.filter((line) => line.startsWith("qsmtp simulate"));
const calls = lines.filter((line) => line.startsWith("curl "));
const piped = lines.filter((line) => line.startsWith("echo "));
/** They are run by tests/packed/src/container.system.test.ts. */
const ofContainers = lines.filter((line) => /^(?:docker|pnpm) /.test(line));

const [, scenario = "", scenarioName = ""] = /^```yaml\n(# (\S+)\n[\s\S]*?)^```$/m.exec(page) ?? [];
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "qsmtp-page-"));
  writeFileSync(join(folder, scenarioName), scenario);
});

afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => killAll());

interface FirstLine {
  readonly host: string;
  readonly port: number;
  readonly control?: { readonly url: string; readonly token: string };
}

async function firstLine(run: CliProcess): Promise<FirstLine> {
  const [line] = await run.printed("stdout", /^\{.*\}\n/);
  return JSON.parse(line) as FirstLine;
}

describe("the command lines of docs/simulate.md", () => {
  it("are all run here, or in a container", () => {
    const known = [...served, ...calls, ...piped, ...ofContainers];
    expect(lines.filter((line) => !known.includes(line))).toEqual([]);
    expect(served.length).toBeGreaterThan(0);
    expect(calls.length).toBeGreaterThan(0);
    expect(piped.length).toBeGreaterThan(0);
  });

  it.each(served)("%s", async (line) => {
    const words = line.split(" ").slice(1);
    const run = startCli(words.map((word) => (word === scenarioName ? join(folder, word) : word)));
    expect(await firstLine(run)).toMatchObject({ host: "127.0.0.1", port: expect.any(Number) });
    run.kill("SIGTERM");
    expect(await run.ended).toMatchObject({ exitCode: 0, stderr: "" });
  });

  it.each(piped)("%s", async (line) => {
    const { exitCode, stdout } = await startShell(line.replace(" qsmtp ", " $QSMTP ")).ended;
    expect(exitCode).toBe(0);
    const answers = stdout.split("\n").filter((text) => text.includes('"answer"'));
    expect(answers.map((text) => JSON.parse(text))).toMatchObject([{ id: 1, ok: true }]);
  });

  it("that call the control port are answered", async () => {
    const run = startCli(["simulate", "--control"]);
    const { url, token } = (await firstLine(run)).control ?? expect.unreachable();
    for (const line of calls) {
      const script = `URL='${url}'; TOKEN='${token}'; ${line} -w '\\n%{http_code}'`;
      const { exitCode, stdout } = await startShell(script).ended;
      expect(exitCode, line).toBe(0);
      expect(stdout, line).toMatch(/\n20[014]$/);
    }
    run.kill("SIGTERM");
    expect((await run.ended).exitCode).toBe(0);
  });
});
