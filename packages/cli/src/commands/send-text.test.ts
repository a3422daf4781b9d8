import { maxBodyBytes } from "@qsmtp/protocol/facts";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { CliInput } from "../cli-context.ts";
import { ExitCode } from "../exit-code.ts";
import { mostTextBytes } from "../read-text.ts";
import { closeBench, createBench, createFile } from "./send-bench.fixture.ts";

afterEach(closeBench);

const mail = ["--from", "pump7@plant.test", "--to", "ops@plant.test"];

/** A pipe into which nobody writes, and which nobody closes. */
function silentPipe() {
  const input = {
    isDestroyed: false,
    destroy: () => {
      input.isDestroyed = true;
    },
    [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }),
  };
  return input;
}

/** A pipe that never ends; it counts what was read of it. */
function endlessPipe(chunk: Uint8Array) {
  const input = {
    readBytes: 0,
    isDestroyed: false,
    destroy: () => {
      input.isDestroyed = true;
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        input.readBytes += chunk.length;
        yield chunk;
      }
    },
  };
  return input satisfies CliInput;
}

describe("the text of a mail", () => {
  it.each([
    ["is what is piped in, when nothing else gives one", [], "ALARM\n", "ALARM\r\n"],
    ["is read by --text -", ["--text", "-"], "Füllstand ✓", "Füllstand ✓"],
    ["is read by --text-file -", ["--text-file", "-"], "4.2 m", "4.2 m"],
    ["is read by --text-file /dev/stdin", ["--text-file", "/dev/stdin"], "4.2 m", "4.2 m"],
    ["is that of --text, and nothing is read", ["--text", "given"], "piped", "given"],
    ["is sent empty with --allow-empty", ["--allow-empty"], "", ""],
    ["is sent as blanks with --allow-empty", ["--allow-empty", "--text", "-"], " \n", " \r\n"],
    ["is no text and no pipe with --allow-empty", ["--allow-empty"], undefined, ""],
  ])("%s", async (_, args, stdin, body) => {
    const { module, sendBare } = await createBench();
    const run = sendBare([...mail, ...args], stdin === undefined ? {} : { stdin });
    expect(run.exits).toEqual([]);
    expect(await run.exitCode).toBe(ExitCode.success);
    expect(module.mailbox.last?.body ?? "").toBe(body);
  });

  it("is not waited for at a terminal, nor when attachments are enough", async () => {
    const { module, sendBare } = await createBench();
    const attached = ["--attach", await createFile("log.csv", "a;b")];
    const terminal = Object.assign(silentPipe(), { isTTY: true });
    for (const options of [{ stdin: terminal }, { stdin: "" }, { stdin: "\n" }]) {
      const run = sendBare([...mail, ...attached], options);
      expect(await run.exitCode).toBe(ExitCode.success);
    }
    expect(module.mailbox.mails.map(({ body }) => body ?? "")).toEqual(["", "", ""]);
  });

  it("is piped in beside attachments", async () => {
    const { module, sendBare } = await createBench();
    const attached = ["--attach", await createFile("log.csv", "a;b")];
    const run = sendBare([...mail, ...attached], { stdin: "see the file" });
    expect(await run.exitCode).toBe(ExitCode.success);
    expect(module.mailbox.last).toMatchObject({
      body: "see the file",
      attachments: [{ name: "log.csv" }],
    });
  });

  it.each([
    ["nothing at all", [], undefined, "neither text nor attachments"],
    ["an empty pipe", [], "", "the standard input holds no text"],
    ["a pipe with a line end only", [], "\r\n", "the standard input holds no text"],
    ["an empty --text", ["--text", ""], "piped all the same", "--text gives an empty text"],
    ["an empty pipe that was asked for", ["--text", "-"], "", "--text - gives an empty text"],
    ["an empty pipe as file", ["--text-file", "-"], " \n", "--text-file - gives an empty text"],
  ])("is refused for %s, with what to do", async (_, args, stdin, problem) => {
    const { module, sendBare } = await createBench();
    const run = sendBare([...mail, ...args], stdin === undefined ? {} : { stdin });
    expect(await run.exitCode).toBe(ExitCode.usage);
    expect(run.stderr).toContain(problem);
    expect(run.stderr).toContain("--allow-empty");
    expect(module.received).toEqual([]);
  });

  it("is refused when it was asked for and is empty, attachments or not", async () => {
    const { sendBare } = await createBench();
    const empty = await createFile("text.txt", "");
    const attached = ["--attach", await createFile("log.csv", "a;b")];
    const run = sendBare([...mail, ...attached, "--text-file", empty]);
    expect(await run.exitCode).toBe(ExitCode.usage);
    expect(run.stderr).toContain(`--text-file ${empty} gives an empty text`);
  });

  it("is refused when it is no UTF-8", async () => {
    const { sendBare } = await createBench();
    const run = sendBare(mail, { stdin: Uint8Array.of(0x46, 0xfc, 0x0a) });
    expect(await run.exitCode).toBe(ExitCode.usage);
    expect(run.stderr).toContain("the standard input is not UTF-8 text");
  });

  it("that is a little too long is counted; one that never ends is not read to its end", async () => {
    const { sendBare } = await createBench();
    const longer = sendBare([...mail, "--json"], { stdin: "x".repeat(maxBodyBytes + 1) });
    expect(await longer.exitCode).toBe(ExitCode.usage);
    expect(JSON.parse(longer.stdout).error.message).toContain(`is ${maxBodyBytes + 1}`);
    const pipe = endlessPipe(new Uint8Array(1000).fill(0x79));
    const endless = sendBare(mail, { stdin: pipe });
    expect(await endless.exitCode).toBe(ExitCode.usage);
    expect(endless.stderr).toContain(`more than ${mostTextBytes} bytes`);
    expect(pipe.readBytes).toBeLessThanOrEqual(mostTextBytes + 1000);
    expect(pipe.isDestroyed).toBe(true);
    const file = await createFile("text.txt", "x".repeat(mostTextBytes + 1));
    const fromFile = sendBare([...mail, "--text-file", file]);
    expect(await fromFile.exitCode).toBe(ExitCode.usage);
    expect(fromFile.stderr).toContain(`more than ${mostTextBytes} bytes`);
  });
});

describe("a pipe that gives nothing", () => {
  it("is told of after a while, and given up at --timeout", async () => {
    const { module, sendBare } = await createBench();
    vi.useFakeTimers();
    try {
      const pipe = silentPipe();
      const run = sendBare([...mail, "--timeout", "20", "--json"], { stdin: pipe });
      await vi.advanceTimersByTimeAsync(2_900);
      expect(run.stderr).toBe("");
      await vi.advanceTimersByTimeAsync(200);
      expect(run.stderr).toContain("waiting for the text on the standard input");
      await vi.advanceTimersByTimeAsync(16_800);
      expect(run.stdout).toBe("");
      await vi.advanceTimersByTimeAsync(200);
      expect(await run.exitCode).toBe(ExitCode.failure);
      expect(JSON.parse(run.stdout)).toMatchObject({
        outcome: "not-sent",
        error: { code: "TIMEOUT", message: expect.stringContaining("--timeout") },
      });
      expect(pipe.isDestroyed).toBe(true);
      expect(module.received).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });

  it.each([["SIGINT"], ["SIGTERM"], ["SIGHUP"]] as const)("is given up at %s", async (signal) => {
    const { sendBare } = await createBench();
    const pipe = silentPipe();
    const run = sendBare([...mail, "--json"], { stdin: pipe });
    await vi.waitFor(
      () => {
        run.interrupt(signal);
        expect(run.stderr).toContain(signal);
      },
      { timeout: 60_000 },
    );
    expect(await run.exitCode).toBe(ExitCode.failure);
    expect(JSON.parse(run.stdout)).toMatchObject({
      outcome: "not-sent",
      error: { code: "ABORTED", message: `the mail was not sent: interrupted by ${signal}` },
    });
    expect(pipe.isDestroyed).toBe(true);
    expect(run.exits).toEqual([]);
  });

  it("that breaks is told with its reason", async () => {
    const { sendBare } = await createBench();
    const stdin: CliInput = {
      async *[Symbol.asyncIterator]() {
        yield new Uint8Array(1);
        throw Object.assign(new Error("EISDIR: illegal operation"), { code: "EISDIR" });
      },
    };
    const run = sendBare(mail, { stdin });
    expect(await run.exitCode).toBe(ExitCode.usage);
    expect(run.stderr).toContain("cannot read the standard input (it is a directory)");
  });
});

describe("the standard input", () => {
  it.each([
    [["--text", "-", "--eml", "-"]],
    [["--text-file", "-", "--attach", "-:log.csv"]],
    [["--eml", "-", "--attach", "-:log.csv"]],
    [["--attach", "-:a.csv", "--attach", "-:b.csv"]],
  ])("can be asked for once: %j", async (args) => {
    const { sendBare } = await createBench();
    const run = sendBare([...mail, ...args], { stdin: "From: a@b.c\n\nx" });
    expect(await run.exitCode).toBe(ExitCode.usage);
    expect(run.stderr).toContain("can be read once only");
  });
});
