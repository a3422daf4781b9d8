import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { parseAttachArgument, splitAttachArgument } from "../attach-argument.ts";
import { ExitCode } from "../exit-code.ts";
import { closeBench, createBench, createFile } from "./send-bench.fixture.ts";

afterEach(closeBench);

describe("--attach PATH:NAME", () => {
  it("sends a file under another name, and of two folders files of one name", async () => {
    const { module, send } = await createBench();
    const first = await createFile("Prüfbericht.pdf", "one");
    const second = await createFile("log.csv", "two");
    const third = await createFile("log.csv", "three");
    const attached = [`${first}:report.pdf`, second, `${third}:log-2.csv`];
    const run = send(["--to", "a@plant.test", "--attach", ...attached]);
    expect(await run.exitCode).toBe(ExitCode.success);
    expect(module.mailbox.last?.attachments).toMatchObject([
      { name: "report.pdf", bytes: new TextEncoder().encode("one") },
      { name: "log.csv", bytes: new TextEncoder().encode("two") },
      { name: "log-2.csv", bytes: new TextEncoder().encode("three") },
    ]);
  });

  it("leaves a path that holds a colon a path, also for another name", async () => {
    const path = await createFile("12:30.csv", "x");
    expect(await parseAttachArgument(path)).toEqual({ path, name: undefined });
    expect(await parseAttachArgument(`${path}:noon.csv`)).toEqual({ path, name: "noon.csv" });
    const { module, send } = await createBench();
    const run = send(["--to", "a@plant.test", "--attach", `${path}:noon.csv`]);
    expect(await run.exitCode).toBe(ExitCode.success);
    expect(module.mailbox.last?.attachments[0]?.name).toBe("noon.csv");
    const unnamed = send(["--to", "a@plant.test", "--attach", path]);
    expect(await unnamed.exitCode).toBe(ExitCode.usage);
    expect(unnamed.stderr).toContain("--attach PATH:NAME");
  });

  it("takes what is a file as it stands before a name", async () => {
    const short = await createFile("a", "short");
    const long = join(dirname(short), "a:b");
    await mkdir(long);
    expect(await parseAttachArgument(long)).toEqual({ path: long, name: undefined });
    expect(await parseAttachArgument(`${short}:c`)).toEqual({ path: short, name: "c" });
  });

  it.each([
    ["C:log.csv", "win32"],
    ["C:\\logs\\log.csv", "win32"],
    ["c:/logs/log.csv", "win32"],
    ["D:\\log.csv", "linux"],
    ["log.csv:", "linux"],
    [":log.csv", "linux"],
    ["a:b/log.csv", "linux"],
  ] as const)("finds no name in %s on %s", (text, platform) => {
    expect(splitAttachArgument(text, platform)).toEqual({ path: text, name: undefined });
  });

  it.each([
    ["C:\\logs\\log.csv:today.csv", "win32", "C:\\logs\\log.csv"],
    ["C:log.csv:today.csv", "win32", "C:log.csv"],
    ["C:today.csv", "linux", "C"],
    ["log.csv:today.csv", "win32", "log.csv"],
  ] as const)("finds one in %s on %s", (text, platform, path) => {
    expect(splitAttachArgument(text, platform)).toEqual({ path, name: "today.csv" });
  });

  it("leaves whole what is no file, so that the error names all of it", async () => {
    const { send } = await createBench();
    const run = send(["--to", "a@plant.test", "--attach", "nowhere/log.csv:other.csv"]);
    expect(await run.exitCode).toBe(ExitCode.usage);
    expect(run.stderr).toContain("--attach: cannot read nowhere/log.csv:other.csv");
  });

  it.each([["-"], ["/dev/stdin"]])("finds the name behind %s, which is there", async (path) => {
    expect(await parseAttachArgument(`${path}:today.csv`)).toEqual({ path, name: "today.csv" });
  });
});

describe("--attach -:NAME", () => {
  it("attaches what is piped in, byte for byte", async () => {
    const { module, send } = await createBench();
    const bytes = Uint8Array.from({ length: 5000 }, (_, index) => (index * 7) & 0xff);
    const run = send(["--to", "a@plant.test", "--attach", "-:dump.bin", "--text", "x"], {
      stdin: bytes,
    });
    expect(await run.exitCode).toBe(ExitCode.success);
    expect(module.mailbox.last).toMatchObject({
      body: "x",
      attachments: [{ name: "dump.bin", bytes }],
    });
  });

  it("needs the name", async () => {
    const { send } = await createBench();
    const run = send(["--to", "a@plant.test", "--attach", "-"], { stdin: "x" });
    expect(await run.exitCode).toBe(ExitCode.usage);
    expect(run.stderr).toContain("-:NAME");
  });

  it("that gives nothing names what to leave out", async () => {
    const { send } = await createBench();
    const run = send(["--to", "a@plant.test", "--attach", "-:dump.bin", "--json"], { stdin: "" });
    expect(await run.exitCode).toBe(ExitCode.usage);
    expect(JSON.parse(run.stdout)).toMatchObject({
      error: {
        code: "MESSAGE_REFUSED",
        hint: expect.stringContaining("Leave out the --attach"),
        problems: [{ path: "attachments[0].content", code: "EMPTY" }],
      },
    });
  });
});

describe("what a file cannot be", () => {
  it("an empty one names the option to leave out", async () => {
    const { module, send } = await createBench();
    const path = await createFile("rows.csv", "");
    const run = send(["--to", "a@plant.test", "--attach", path]);
    expect(await run.exitCode).toBe(ExitCode.usage);
    expect(run.stderr).toContain(`--attach ${path}: the file is empty`);
    expect(run.stderr).toContain("leave this --attach out");
    expect(module.received).toEqual([]);
  });

  it.each([
    ["the same name", "log.csv", "log.csv"],
    ["a name in other letters", "log.csv", "LOG.csv"],
    ["another one in other letters", "LOG.csv", "log.csv"],
  ])("%s twice is told, with the way to rename", async (_, one, other) => {
    const { module, send } = await createBench();
    const first = await createFile(one, "x");
    const second = await createFile(other, "y");
    const run = send(["--to", "a@plant.test", "--attach", first, second]);
    expect(await run.exitCode).toBe(ExitCode.usage);
    expect(run.stderr).toContain(`two attachments have the name ${one}`);
    expect(run.stderr).toContain("--attach PATH:NAME");
    expect(module.received).toEqual([]);
  });

  it.each([["Prüfbericht.pdf"], [`${"x".repeat(200)}.pdf`], ["qsmtp-ca.pem"]])(
    "a name that cannot be sent (%s) is told with the way to rename",
    async (name) => {
      const { send } = await createBench();
      const run = send(["--to", "a@plant.test", "--attach", await createFile(name, "x")]);
      expect(await run.exitCode).toBe(ExitCode.usage);
      expect(run.stderr).toContain("--attach PATH:NAME sends a file under another name");
    },
  );
});
