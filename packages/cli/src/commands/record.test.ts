import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseTranscript } from "@qsmtp/testing/transcript";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CapturedRun, startCli } from "../captured-cli.fixture.ts";
import { ExitCode } from "../exit-code.ts";

const password = "hunter2&more";
const env = { QSMTP_PASSWORD: password };
let folder: string;
let closing: (() => Promise<unknown>)[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "qsmtp-record-"));
  closing = [];
});

afterEach(async () => {
  for (const close of closing.reverse()) await close();
  rmSync(folder, { recursive: true });
});

/** Starts what tells a port in its first line. */
async function serve(...args: readonly string[]): Promise<{ run: CapturedRun; port: number }> {
  const run = startCli(args);
  closing.push(() => stop(run));
  const { port } = JSON.parse(await run.firstLine()) as { readonly port: number };
  return { run, port };
}

function stop(run: CapturedRun): Promise<ExitCode> {
  run.interrupt("SIGTERM");
  return run.exitCode;
}

/** What a page can make a browser send; resolves when the connection is gone. */
async function knockAsWebPage(port: number): Promise<void> {
  const page = connect(port, "127.0.0.1");
  page.on("error", () => {});
  page.write("POST / HTTP/1.1\r\nContent-Type: text/plain\r\n\r\nAT+CFUN=0\r");
  await new Promise((resolve) => page.once("close", resolve));
}

function send(port: number, text: string): CapturedRun {
  const mail = ["--from", "pump7@plant.test", "--to", "ops@plant.test", "--text", text];
  const server = ["--server", "127.0.0.1:25", "--tls", "none", "--user", "pump7"];
  return startCli(["send", "--port", `tcp://127.0.0.1:${port}`, ...server, ...mail], { env });
}

/** Records a mail to a simulated module, and gives the file. */
async function recordMail(...args: readonly string[]): Promise<string> {
  const module = await serve("simulate", "--tcp", "127.0.0.1:0");
  const out = join(folder, "session.jsonl");
  const { run, port } = await serve(
    ...["record", "--port", `tcp://127.0.0.1:${module.port}`],
    ...["--listen", "tcp://127.0.0.1:0", "--out", out, ...args],
  );
  expect(await send(port, "4.2 m").exitCode).toBe(ExitCode.success);
  expect(await stop(run)).toBe(ExitCode.success);
  expect(run.stderr).toMatch(/\d+ records\n$/);
  return out;
}

describe("qsmtp record", () => {
  it("writes what passed, readable by its owner only, without a secret or a content", async () => {
    const out = await recordMail("--hide", "ops@plant.test");
    const file = readFileSync(out, "utf8");
    const { header, records } = parseTranscript(file);
    expect(header.startedAt).toMatch(/^\d{4}-.*Z$/);
    expect(records[0]).toMatchObject({ connection: "opened" });
    expect(records.at(-1)).toMatchObject({ connection: "closed" });
    expect(records).toContainEqual(expect.objectContaining({ sent: "ATE0\r" }));
    for (const hidden of [password, "4.2 m", "ops@plant.test"]) expect(file).not.toContain(hidden);
    expect(statSync(out).mode & 0o777).toBe(0o600);
  });

  it("writes to stdout without a file, and tells on stderr where it listens", async () => {
    const run = startCli(["record", "--port", "sim:", "--listen", "tcp://127.0.0.1:0"]);
    await run.stderrHas("listening: ");
    const [, port] = /"port":(\d+)/.exec(run.stderr) ?? [];
    const host = connect(Number(port), "127.0.0.1");
    host.write("AT\r");
    await run.stdoutHas(String.raw`"received":"\r\nOK\r\n"`);
    host.destroy();
    await once(host, "close");
    expect(await stop(run)).toBe(ExitCode.success);
    const { records } = parseTranscript(run.stdout);
    expect(records.map(({ atMs: _, ...what }) => what)).toEqual([
      { connection: "opened" },
      { sent: "AT\r" },
      { received: "AT\r" },
      { received: "\r\nOK\r\n" },
      { connection: "closed" },
    ]);
  });

  it("lets one program at a time have the module", async () => {
    const { run, port } = await serve(
      ...["record", "--port", "sim:", "--listen", "tcp://127.0.0.1:0"],
      ...["--out", join(folder, "session.jsonl")],
    );
    const first = connect(port, "127.0.0.1");
    await once(first, "connect");
    const second = connect(port, "127.0.0.1");
    second.on("error", () => {});
    await new Promise((resolve) => second.once("close", resolve));
    expect(run.stderr).toContain("a connection was refused");
    first.destroy();
  });

  it("hands nothing of a web page to the module", async () => {
    const out = join(folder, "session.jsonl");
    const { run, port } = await serve(
      ...["record", "--port", "sim:", "--listen", "tcp://127.0.0.1:0", "--out", out],
    );
    await knockAsWebPage(port);
    await run.stderrHas("HTTP or TLS");
    expect(await stop(run)).toBe(ExitCode.success);
    const { records } = parseTranscript(readFileSync(out, "utf8"));
    expect(records.filter((record) => !("connection" in record))).toEqual([]);
  });

  it("ends when the module is lost", async () => {
    const module = await serve("simulate", "--tcp", "127.0.0.1:0");
    const { run } = await serve(
      ...["record", "--port", `tcp://127.0.0.1:${module.port}`, "--listen", "tcp://127.0.0.1:0"],
      ...["--out", join(folder, "session.jsonl")],
    );
    await stop(module.run);
    expect(await run.exitCode).toBe(ExitCode.failure);
    expect(run.stderr).toContain("connection");
  });

  it.each([
    ["an address beyond this computer", ["--listen", "tcp://0.0.0.0:0"], "--allow-remote allows"],
    ["no place", [], "--listen"],
    ["a wrong place", ["--listen", "udp://127.0.0.1"], "tcp://HOST:PORT or pty:PATH"],
    ["a pty where something is", ["--listen", `pty:${tmpdir()}`], "there is a file"],
  ])("refuses %s", async (_, args, problem) => {
    const run = startCli(["record", "--port", "sim:", ...args]);
    expect(await run.exitCode).toBe(ExitCode.usage);
    expect(run.stderr).toContain(problem);
  });

  it("writes over no file unasked, and nothing under lockdown", async () => {
    const out = join(folder, "there.jsonl");
    const args = ["record", "--port", "sim:", "--listen", "tcp://127.0.0.1:0", "--out", out];
    const locked = startCli([...args, "--json"], { env: { QSMTP_LOCKDOWN: "1" } });
    expect(await locked.exitCode).toBe(ExitCode.usage);
    expect(JSON.parse(locked.stdout)).toMatchObject({ error: { code: "RECORDING_LOCKED" } });
    expect(() => statSync(out)).toThrow();
    writeFileSync(out, "mine");
    const taken = startCli(args);
    expect(await taken.exitCode).toBe(ExitCode.usage);
    expect(taken.stderr).toContain("cannot be written");
    expect(readFileSync(out, "utf8")).toBe("mine");
    const { run } = await serve(...args, "--overwrite");
    await stop(run);
    expect(parseTranscript(readFileSync(out, "utf8")).records).toEqual([]);
  });
});

describe("qsmtp replay", () => {
  it("drives another module, which answers alike", async () => {
    const out = await recordMail("--show-data");
    const module = await serve("simulate", "--tcp", "127.0.0.1:0");
    const to = ["--port", `tcp://127.0.0.1:${module.port}`];
    const run = startCli(["replay", out, ...to, "--secret", "1=QSMTP_PASSWORD"], { env });
    expect(await run.exitCode).toBe(ExitCode.success);
    expect(run.stdout).toBe("");
    expect(module.run.stdout).toContain("mail from pump7@plant.test to ops@plant.test");
  });

  it("says bytes of a file where the transcript hides them", async () => {
    const body = join(folder, "body");
    writeFileSync(body, "4.2 metres");
    const out = join(folder, "session.jsonl");
    const lines = [
      '{"format":"qsmtp-transcript","version":1}',
      String.raw`{"atMs":0,"sent":"ATE0;+QSMTPBODY=0,10\r"}`,
      String.raw`{"atMs":1,"received":"ATE0;+QSMTPBODY=0,10\r"}`,
      String.raw`{"atMs":1,"received":"\r\nCONNECT\r\n"}`,
      `{"atMs":2,"sent":[{"hidden":"data 1","bytes":10,"check":"CHECK"}],"data":true}`,
      String.raw`{"atMs":3,"received":"\r\n+QSMTPBODY: 10\r\n"}`,
      String.raw`{"atMs":3,"received":"\r\nOK\r\n"}`,
    ];
    const play = (check: string) => {
      writeFileSync(out, `${lines.join("\n").replace("CHECK", check)}\n`);
      return startCli(["replay", out, "--port", "sim:", "--data", `1=${body}`]);
    };
    const wrong = play("0000");
    expect(await wrong.exitCode).toBe(ExitCode.usage);
    expect(wrong.stderr).toContain('given as "data 1" is not what');
    const right = play("42a5");
    expect(await right.exitCode).toBe(ExitCode.success);
  });

  it("tells where a module answers another way", async () => {
    const out = join(folder, "session.jsonl");
    const lines = [
      '{"format":"qsmtp-transcript","version":1}',
      String.raw`{"atMs":0,"sent":"ATE0\r"}`,
      String.raw`{"atMs":1,"received":"ATE0\r"}`,
      String.raw`{"atMs":1,"received":"\r\nOK\r\n"}`,
      String.raw`{"atMs":2,"sent":"AT+CPIN?\r"}`,
      String.raw`{"atMs":3,"received":"\r\n+CME ERROR: 10\r\n"}`,
    ];
    writeFileSync(out, `${lines.join("\n")}\n`);
    const run = startCli(["replay", out, "--port", "sim:", "--json"]);
    expect(await run.exitCode).toBe(ExitCode.failure);
    expect(JSON.parse(run.stdout)).toEqual({
      isSame: false,
      text: expect.stringContaining("- < +CME ERROR: 10\n+ < +CPIN: READY\n+ < OK\n"),
    });
  });

  it("plays the module to a program, and finds another mail out", async () => {
    const out = await recordMail();
    const args = ["replay", out, "--listen", "tcp://127.0.0.1:0", "--loose-reads"];
    const same = await serve(...args);
    await knockAsWebPage(same.port);
    expect(await send(same.port, "4.2 m").exitCode).toBe(ExitCode.success);
    expect(await same.run.exitCode).toBe(ExitCode.success);
    const other = await serve(...args);
    expect(await send(other.port, "4.3 m").exitCode).not.toBe(ExitCode.success);
    expect(await other.run.exitCode).toBe(ExitCode.failure);
    expect(other.run.stdout).toMatch(/expected > data: <data \d+, 5 bytes>/);
  });

  it.each([
    ["neither port nor place", [], "either --port"],
    ["both", ["--port", "sim:", "--listen", "tcp://127.0.0.1:0"], "either --port"],
    ["a variable that is not set", ["--port", "sim:", "--secret", "1=NOPE"], "has no NOPE"],
    ["a source without number", ["--port", "sim:", "--data", "body.txt"], "NUMBER=SOURCE"],
    ["a hidden name that is none", ["--port", "sim:", "--secret", "1=HOME"], 'hides no "secret 1"'],
  ])("refuses %s", async (_, args, problem) => {
    const out = join(folder, "empty.jsonl");
    writeFileSync(out, '{"format":"qsmtp-transcript","version":1}\n');
    const run = startCli(["replay", out, ...args], { env: { HOME: "x" } });
    expect(await run.exitCode).toBe(ExitCode.usage);
    expect(run.stderr).toContain(problem);
  });

  it("refuses what is no transcript, and what it would need and nobody gave", async () => {
    const none = startCli(["replay", import.meta.filename, "--port", "sim:", "--json"]);
    expect(await none.exitCode).toBe(ExitCode.usage);
    expect(JSON.parse(none.stdout)).toMatchObject({ error: { code: "NOT_A_TRANSCRIPT" } });
    const out = await recordMail();
    const blind = startCli(["replay", out, "--port", "sim:", "--json"]);
    expect(await blind.exitCode).toBe(ExitCode.usage);
    expect(JSON.parse(blind.stdout)).toMatchObject({ error: { code: "HIDDEN_BYTES" } });
  });
});
