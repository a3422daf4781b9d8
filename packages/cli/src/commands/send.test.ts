import { existsSync } from "node:fs";
import { chmod, readFile, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getIdentity, setSmtpAccount, setSmtpServer, setSubject } from "@qsmtp/protocol/commands";
import { paramOf } from "@qsmtp/protocol/facts";
import { replyLines } from "@qsmtp/testing";
import { afterEach, describe, expect, it } from "vitest";
import type { CapturedRun } from "../captured-cli.fixture.ts";
import { ExitCode } from "../exit-code.ts";
import { closeBench, createBench, createFile, password } from "./send-bench.fixture.ts";

afterEach(closeBench);

describe("a mail that the server does not take at first", () => {
  const notNow = { error: 667, protocolError: 450 };

  it("is not ordered again with --no-retry", async () => {
    const { module, send } = await createBench();
    module.mailbox.respondWith(notNow);
    const run = send(["--to", "a@b.c", "--json", "--no-retry"]);
    expect(await run.exitCode).toBe(ExitCode.failure);
    expect(module.mailbox.attempts).toBe(1);
  });

  it("is sent again with --resend-unknown when nobody knows", async () => {
    const { module, send } = await createBench();
    module.mailbox.respondWith({ error: 654, protocolError: 0 });
    const run = send(["--to", "a@b.c", "--json", "--resend-unknown"]);
    expect(await run.exitCode).toBe(ExitCode.success);
    expect(JSON.stringify(JSON.parse(run.stdout).warnings)).toContain("may arrive twice");
    expect(module.mailbox.attempts).toBe(2);
  });
});

describe("a mail that is sent", () => {
  it("holds everything that the command line says", async () => {
    const { module, send } = await createBench();
    const picture = Uint8Array.from({ length: 5000 }, (_, index) => (index * 7) & 0xff);
    const first = await createFile("chart.png", picture);
    const second = await createFile("log.csv", "a;b\n+++");
    const run = send([
      ...["--to", "a@plant.test", "b@plant.test", "--cc", "c@plant.test", "--to", "d@plant.test"],
      ...["--bcc", "e@plant.test", "--subject", "Füllstand", "--text", "4,2 m ✓"],
      ...["--attach", first, "--attach", second, "--user", "pump7"],
    ]);
    expect(await run.exitCode).toBe(ExitCode.success);
    expect(module.mailbox.last).toMatchObject({
      from: { name: "Pump 7", address: "pump7@plant.test" },
      to: ["a@plant.test", "b@plant.test", "d@plant.test"],
      cc: ["c@plant.test"],
      bcc: ["e@plant.test"],
      subject: "Füllstand",
      body: "4,2 m ✓",
      attachments: [
        { name: "chart.png", bytes: picture },
        { name: "log.csv", bytes: new TextEncoder().encode("a;b\n+++") },
      ],
      raw: {
        server: { host: "smtp.plant.test", port: 25 },
        account: { user: "pump7", pass: password },
      },
    });
    expect(run.stdout).toContain("Sent to a@plant.test, b@plant.test, d@plant.test");
    expect(run.stdout).toContain("chart.png");
    expect(run.stderr).toBe(
      "qsmtp: the password goes to the server unprotected; use starttls or implicit\n",
    );
  });

  it("is told as the receipt with --json", async () => {
    const { send } = await createBench();
    const run = send(["--to", "a@plant.test", "--text", "4.2 m", "--json"]);
    expect(await run.exitCode).toBe(ExitCode.success);
    expect(run.stderr).toBe("");
    expect(run.stdout.trimEnd()).not.toContain("\n");
    expect(JSON.parse(run.stdout)).toMatchObject({
      outcome: "sent",
      recipients: ["a@plant.test"],
      body: { charset: "ascii", bytes: 5 },
      attachments: [],
      leftBehind: [],
    });
  });

  it("takes its text from a file or from stdin", async () => {
    const { module, send } = await createBench();
    const path = await createFile("text.txt", "aus der Datei ✓");
    const fromFile = send(["--to", "a@plant.test", "--text-file", path]);
    expect(await fromFile.exitCode).toBe(ExitCode.success);
    const fromStdin = send(["--to", "a@plant.test", "--text-file", "-"], { stdin: "gepiped ✓" });
    expect(await fromStdin.exitCode).toBe(ExitCode.success);
    expect(module.mailbox.mails.map(({ body }) => body)).toEqual(["aus der Datei ✓", "gepiped ✓"]);
  });

  it("obeys the options for the module", async () => {
    const { module, send } = await createBench();
    module.files.write("RAM:log.csv", "of somebody else");
    const path = await createFile("log.csv", "new");
    const run = send([
      ...["--to", "a@plant.test", "--attach", path, "--replace-files", "--no-ack-uploads"],
      ...["--pdp-context", "3", "--apn", "internet.m2m", "--urc-port", "all", "--charset", "big5"],
      ...["--subject", "水位"],
    ]);
    expect(await run.exitCode).toBe(ExitCode.success);
    const lines = module.received.map(({ line }) => line);
    expect(lines).toContainEqual(expect.stringMatching(/^AT\+QFUPL="RAM:log.csv",3,\d+(,0)?$/));
    expect(lines).toContainEqual(expect.stringMatching(/^AT\+QICSGP=3,1,"internet.m2m"/));
    expect(lines).toContain('AT+QURCCFG="urcport","all"');
    expect(module.mailbox.last).toMatchObject({
      subject: "水位",
      raw: { subject: { charset: "big5" } },
    });
  });

  it("shows its progress on a terminal only, and leaves no trace of it", async () => {
    const { send } = await createBench();
    const path = await createFile("log.csv", "x".repeat(5000));
    const args = ["--to", "a@plant.test", "--attach", path];
    const onTerminal = send(args, { columns: 60 });
    expect(await onTerminal.exitCode).toBe(ExitCode.success);
    const lines = onTerminal.stderr.split("\r\u001b[K");
    expect(lines).toContainEqual(
      expect.stringMatching(/^attachments \[#+-+\] +\d+% {2}\d\.\d of 5\.0 kB/),
    );
    expect(lines.every((line) => line.length < 60)).toBe(true);
    expect(lines.at(-1)).toBe("");
    const elsewhere = send(args);
    await elsewhere.exitCode;
    expect(elsewhere.stderr).toBe("");
  });
});

describe("a mail that is not sent", () => {
  it("is exit code 1 with the module's and the server's numbers", async () => {
    const { module, send } = await createBench();
    module.mailbox.respondWith(
      { error: 677, protocolError: 535 },
      { error: 677, protocolError: 535 },
    );
    const asJson = send(["--to", "a@plant.test", "--user", "pump7", "--json"]);
    expect(await asJson.exitCode).toBe(ExitCode.failure);
    expect(JSON.parse(asJson.stdout)).toEqual({
      outcome: "not-sent",
      error: {
        code: "SEND_FAILED",
        message: expect.stringContaining("535"),
        hint: expect.any(String),
        fault: "server",
        retryable: false,
        stage: "sending",
        moduleError: expect.objectContaining({ code: 677, meaning: expect.any(String) }),
        serverError: expect.objectContaining({ code: 535, remedy: expect.any(String) }),
        problems: [],
      },
      leftBehind: [],
      draftLeftBehind: false,
    });
    const asText = send(["--to", "a@plant.test", "--user", "pump7"]);
    expect(await asText.exitCode).toBe(ExitCode.failure);
    expect(asText.stdout).toBe("");
    expect(asText.stderr).toMatch(/^qsmtp: the mail was not sent: .*535/);
    expect(asText.stderr).not.toContain("    at ");
  });

  it("is exit code 1 when the port cannot be opened", async () => {
    const { send } = await createBench();
    await closeBench();
    const run = send(["--to", "a@plant.test", "--json"]);
    expect(await run.exitCode).toBe(ExitCode.failure);
    expect(JSON.parse(run.stdout)).toMatchObject({
      outcome: "not-sent",
      error: { code: "CONNECT_REFUSED", fault: "link", retryable: true, stage: null },
    });
  });

  it("is exit code 1 when a file of the name is on the module, with the option for it", async () => {
    const { module, send } = await createBench();
    module.files.write("RAM:log.csv", "of somebody else");
    const run = send(["--to", "a@plant.test", "--attach", await createFile("log.csv", "new")]);
    expect(await run.exitCode).toBe(ExitCode.failure);
    expect(run.stderr).toMatch(/ or allow it to be replaced with --replace-files\.\n$/);
    expect(run.stderr).not.toContain("..");
    expect(run.stderr).not.toContain("replaceExistingFiles");
  });

  it("is told with its outcome when options meet a limit of the module", async () => {
    const { send } = await createBench();
    const userBytes = paramOf(setSmtpAccount, "username").maxBytes;
    const run = send(["--to", "a@plant.test", "--user", "x".repeat(userBytes + 1), "--json"]);
    expect(await run.exitCode).toBe(ExitCode.usage);
    expect(JSON.parse(run.stdout)).toMatchObject({
      outcome: "not-sent",
      error: { code: "INVALID_OPTION", stage: "waiting" },
    });
  });

  it.each([
    ["no recipient", [], "to", "NO_RECIPIENT"],
    ["a bad address", ["--to", "nobody"], "to[0]", "INVALID_ADDRESS"],
    [
      "a subject that is too long",
      ["--to", "a@b.c", "--subject", "x".repeat(paramOf(setSubject, "subject").maxBytes + 1)],
      "subject",
      "TOO_LONG",
    ],
  ])("is exit code 2 when the message has %s", async (_, args, path, code) => {
    const { module, send } = await createBench();
    const run = send([...args, "--json"]);
    expect(await run.exitCode).toBe(ExitCode.usage);
    expect(JSON.parse(run.stdout)).toMatchObject({
      outcome: "not-sent",
      error: { code: "MESSAGE_REFUSED", fault: "caller", problems: [{ path, code }] },
    });
    expect(module.mailbox.attempts).toBe(0);
  });

  it("is exit code 2 when the server's name is too long for the module", async () => {
    const { send } = await createBench();
    const hostBytes = paramOf(setSmtpServer, "host").maxBytes;
    const server = `${"x".repeat(hostBytes + 1)}.test`;
    const run = send(["--to", "a@plant.test", "--server", server, "--json"]);
    expect(await run.exitCode).toBe(ExitCode.usage);
    expect(JSON.parse(run.stdout)).toMatchObject({ error: { code: "INVALID_OPTION" } });
  });

  it("is exit code 2 when the text is not UTF-8", async () => {
    const { send } = await createBench();
    const path = await createFile("text.txt", Uint8Array.of(0x46, 0xfc));
    const run = send(["--to", "a@plant.test", "--text-file", path]);
    expect(await run.exitCode).toBe(ExitCode.usage);
    expect(run.stderr).toContain("is not UTF-8");
  });
});

describe("a mail of which nobody knows", () => {
  it("is exit code 3", async () => {
    const { wires, send } = await createBench({
      carrier: {
        deliver: () => {
          wires[0]?.unplug();
          return new Promise(() => {});
        },
      },
    });
    const run = send(["--to", "a@plant.test", "--json"]);
    expect(await run.exitCode).toBe(ExitCode.unknown);
    expect(JSON.parse(run.stdout)).toMatchObject({
      outcome: "unknown",
      error: { code: "CONNECTION_LOST", retryable: false, stage: "sending" },
    });
  });
});

describe("--trace-file", () => {
  it("holds the conversation as JSON lines, for its owner only, without secrets and text", async () => {
    const { send } = await createBench();
    const path = await createFile("trace.jsonl", "an earlier one, which anybody reads");
    await chmod(path, 0o644);
    const args = ["--to", "a@plant.test", "--user", "pump7", "--text", "4.2 m in the well"];
    const run = send([...args, "--trace-file", path]);
    expect(await run.exitCode).toBe(ExitCode.success);
    expect(run.stderr).not.toContain("AT+");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const written = await readFile(path, "utf8");
    expect(written).not.toMatch(/Grundwasser|in the well|an earlier one/);
    const [header, ...records] = written
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(header).toMatchObject({ format: "qsmtp-trace", version: 1 });
    expect(Math.abs(Date.parse(header.startedAt) - Date.now())).toBeLessThan(3_600_000);
    const texts = records.map(({ text }) => text);
    expect(texts).toContain('AT+QSMTPCFG="account","pump7","***"');
    expect(texts).toContain("<16 bytes of data>");
    expect(texts).toContain("+QSMTPPUT: 0,0");
  });

  it("is written beside the trace on stderr, which moves no cursor", async () => {
    const { module, send } = await createBench();
    module.on(getIdentity, () =>
      replyLines("Quectel\u009b2J", "EC25", "Revision: EC25EFAR06A17M4G"),
    );
    const path = await createFile("trace.jsonl", "");
    const run = send(["--to", "a@plant.test", "--trace", "--trace-file", path]);
    await run.exitCode;
    expect(run.stderr).toContain("\\u009b2J");
    expect(run.stderr).not.toContain("\u009b");
    expect(run.stderr).toMatch(/^ +\d+\.\d{3} > AT\+CPIN\?$/m);
    expect(await readFile(path, "utf8")).toContain('"text":"AT+CPIN?"');
  });

  it("that cannot be written is told before anything is sent", async () => {
    const { module, send } = await createBench();
    const run = send(["--to", "a@plant.test", "--trace-file", join(tmpdir(), "no/such/folder")]);
    expect(await run.exitCode).toBe(ExitCode.usage);
    expect(run.stderr).toContain("--trace-file");
    expect(module.received).toEqual([]);
  });

  // The one way to have a full disk without filling one; not every system has it.
  it.runIf(existsSync("/dev/full"))("on a full disk does not stop the mail", async () => {
    const { send } = await createBench();
    const run = send(["--to", "a@plant.test", "--trace-file", "/dev/full"]);
    expect(await run.exitCode).toBe(ExitCode.success);
    expect(run.stderr).toMatch(/--trace-file \/dev\/full ends here/);
    expect(run.stderr.match(/ends here/g)).toHaveLength(1);
  });
});

describe("an interrupt", () => {
  it.each([["SIGINT"], ["SIGTERM"], ["SIGHUP"]] as const)(
    "by %s gives the mail up",
    async (signal) => {
      const { module, send } = await createBench();
      module.powerOff();
      const run = send(["--to", "a@plant.test", "--json", "--trace"]);
      await run.stderrHas("AT");
      run.interrupt(signal);
      expect(await run.exitCode).toBe(ExitCode.failure);
      expect(JSON.parse(run.stdout)).toMatchObject({
        outcome: "not-sent",
        error: { code: "ABORTED", message: `the mail was not sent: interrupted by ${signal}` },
      });
      expect(run.stderr).toContain("once more to leave at once");
      expect(run.exits).toEqual([]);
    },
  );

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("by %s ends the process at once the second time", async (signal, code) => {
    const { module, send } = await createBench();
    module.powerOff();
    const run = send(["--to", "a@plant.test", "--trace"]);
    await run.stderrHas("AT");
    run.interrupt("SIGINT");
    run.interrupt(signal);
    expect(run.exits).toEqual([code]);
    await run.exitCode;
  });

  it("by SIGHUP within the text leaves nothing on the module", async () => {
    const { module, send } = await createBench({ baudRate: 115_200 });
    const path = await createFile("log.csv", "x");
    const text = "x".repeat(10_000);
    const run = send([
      "--to",
      "a@plant.test",
      "--text",
      text,
      "--attach",
      path,
      "--json",
      "--trace",
    ]);
    await run.stderrHas("> AT+QSMTPBODY");
    run.interrupt("SIGHUP");
    expect(await run.exitCode).toBe(ExitCode.failure);
    expect(JSON.parse(run.stdout)).toMatchObject({
      outcome: "not-sent",
      error: {
        code: "ABORTED",
        stage: "body",
        message: expect.stringContaining("interrupted by SIGHUP"),
      },
      leftBehind: [],
      draftLeftBehind: false,
    });
    expect(module.files.list()).toEqual([]);
    expect(module.mailbox.attempts).toBe(0);
    // Leaving the text needs the silence around an escape.
  });

  it("by SIGHUP behind the order waits for what becomes of the mail", async () => {
    let arrived = (): void => {};
    const arrival = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    let answer = (): void => {};
    const { send } = await createBench({
      carrier: {
        deliver: () => {
          arrived();
          return new Promise((resolve) => {
            answer = () => resolve({ error: 0, protocolError: 0 });
          });
        },
      },
    });
    const run = send(["--to", "a@plant.test", "--json"]);
    await arrival;
    run.interrupt("SIGHUP");
    answer();
    expect(await run.exitCode).toBe(ExitCode.success);
    expect(JSON.parse(run.stdout)).toMatchObject({
      outcome: "sent",
      warnings: [
        { code: "SENT_AFTER_ABORT", message: expect.stringContaining("interrupted by SIGHUP") },
      ],
    });
  });
});

describe("the time limit", () => {
  it("holds for a module that does not answer", async () => {
    const { module, send } = await createBench();
    module.powerOff();
    const run = send(["--to", "a@plant.test", "--timeout", "1", "--json"]);
    expect(await run.exitCode).toBe(ExitCode.failure);
    expect(JSON.parse(run.stdout)).toMatchObject({ error: { code: "MODULE_NOT_RESPONDING" } });
  });
});

describe("the password", () => {
  it("never shows, whatever is asked for and whatever fails", async () => {
    const { module, send } = await createBench();
    module.failNext('AT+QSMTPCFG="account","pump7"', 652);
    module.mailbox.respondWith({ error: 677, protocolError: 535 });
    const runs: CapturedRun[] = [];
    for (const expected of [ExitCode.failure, ExitCode.failure, ExitCode.success]) {
      const run = send(["--to", "a@plant.test", "--user", "pump7", "--trace", "--json"], {
        env: { QSMTP_PASSWORD: password, DEBUG: "*" },
      });
      expect(await run.exitCode).toBe(expected);
      runs.push(run);
    }
    for (const { stdout, stderr } of runs) {
      expect(stderr).toMatch(
        /QSMTPCFG: ?"account","pump7","\*\*\*"|AT\+QSMTPCFG="account","pump7","\*\*\*"/,
      );
      expect(stdout + stderr).not.toContain(password);
      expect(stdout + stderr).not.toContain(Buffer.from(password).toString("base64"));
    }
  });
});
