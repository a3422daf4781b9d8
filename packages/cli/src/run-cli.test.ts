import { setSmtpContext } from "@qsmtp/protocol/commands";
import { paramOf } from "@qsmtp/protocol/facts";
import { describe, expect, it } from "vitest";
import { startCli } from "./captured-cli.fixture.ts";
import { routineHeaders } from "./eml/header-rules.ts";
import { ExitCode } from "./exit-code.ts";

/** Enough of a command line to get past the parser; it leads nowhere. */
const required = [
  ...["--port", "sim:", "--server", "127.0.0.1:1", "--from", "pump7@plant.test", "--allow-empty"],
];

async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const started = startCli(args, { env });
  const exitCode = await started.exitCode;
  return { exitCode, stdout: started.stdout, stderr: started.stderr };
}

const [[, lastContext] = []] = paramOf(setSmtpContext, "contextId").ranges;

describe("help and version", () => {
  it.each([
    [["--help"], "Usage: qsmtp [options] [command]"],
    [["help"], "Usage: qsmtp [options] [command]"],
    [["send", "--help"], "Usage: qsmtp send"],
    [["help", "send"], "Usage: qsmtp send"],
    [["help", "probe"], "Usage: qsmtp probe"],
    [["simulate", "-h"], "Usage: qsmtp simulate"],
    [["send", "--port", "sim:", "--help"], "Usage: qsmtp send"],
    [["--json", "send", "--help"], "Usage: qsmtp send"],
  ])("%j is printed on stdout with exit code 0", async (args, start) => {
    const { exitCode, stdout, stderr } = await run(args);
    expect(exitCode).toBe(ExitCode.success);
    expect(stdout.startsWith(start)).toBe(true);
    expect(stderr).toBe("");
  });

  it("prints the version on stdout", async () => {
    const { exitCode, stdout, stderr } = await run(["--version"]);
    expect([exitCode, stderr]).toEqual([ExitCode.success, ""]);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([[[]], [["help", "sned"]]])("%j is told on stderr, with exit code 2", async (args) => {
    const { exitCode, stdout, stderr } = await run(args);
    expect([exitCode, stdout]).toEqual([ExitCode.usage, ""]);
    expect(stderr).toMatch(/^Usage: qsmtp/);
    expect(stderr).toMatch(
      /qsmtp: a command is needed: send, simulate, probe, record, replay\. See "qsmtp --help"\n$/,
    );
  });

  it("lists the same options of the port for every command that has one", async () => {
    const options = async (command: string) =>
      (await run(["help", command])).stdout.match(/^ {2}--(?:port|baud|rtscts).*$/gm);
    const [ofSend, ofProbe] = [await options("send"), await options("probe")];
    expect(ofSend).toHaveLength(3);
    const words = (lines: readonly string[] | null) => lines?.map((line) => line.split(/ {2,}/));
    expect(words(ofProbe)).toEqual(words(ofSend));
  });

  it("keeps to the width of a page, and lists every header that is left out", async () => {
    const { stdout } = await run(["send", "--help"]);
    const epilogue = stdout.slice(stdout.indexOf("The password of"));
    for (const line of epilogue.split("\n")) expect(line.length).toBeLessThanOrEqual(110);
    const words = stdout.replaceAll(/\s+/g, " ");
    expect(words).toContain(routineHeaders.join(", "));
  });

  it("tells of the password, the ports and the exit codes", async () => {
    const { stdout } = await run(["send", "--help"]);
    for (const text of ["QSMTP_PASSWORD", "tcp://HOST:PORT", "sim:", "Exit codes"]) {
      expect(stdout).toContain(text);
    }
    expect(stdout).not.toContain("--password");
  });
});

describe("a wrong command line", () => {
  it.each([
    ["no command", [], "a command is needed"],
    ["an unknown command", ["sned"], "unknown command 'sned'. Did you mean send? See"],
    ["an unknown option before the command", ["--jsn", "send"], "'--jsn'. Did you mean --json?"],
    ["an option of the command before it", ["--port", "sim:", "send"], "unknown option '--port'"],
    ["an option that lacks its value", ["send", ...required, "--subject"], "argument missing"],
    ["a misspelled option", ["send", ...required, "--subjekt", "x"], "Did you mean --subject?"],
    ["no sender", ["send", ...required.slice(0, 4), "--tls", "none"], "--from ADDRESS is needed"],
    ["a missing option", ["send", "--port", "sim:"], "'--server <host:port>' not specified"],
    ["an unknown option", ["send", ...required, "--colour", "red"], "unknown option '--colour'"],
    ["a stray argument", ["send", "stray", ...required], "too many arguments"],
    ["a bad port", ["send", ...required, "--port", "http://x"], "Give a device path"],
    ["a bad server", ["send", ...required, "--server", "::1"], "HOST:PORT"],
    ["a bad protection", ["send", ...required, "--tls", "ssl"], "none, starttls, implicit"],
    ["a bad speed", ["send", ...required, "--baud", "fast"], "whole number"],
    ["a bad time limit", ["send", ...required, "--timeout", "0"], "whole number"],
    [
      "a bad context",
      ["send", ...required, "--pdp-context", `${Number(lastContext) + 1}`],
      `from 1 to ${lastContext}`,
    ],
    ["two texts", ["send", ...required, "--text", "a", "--text-file", "b"], "cannot be used with"],
    ["TLS without a CA", ["send", ...required], "needs --ca FILE"],
    [
      "a CA that nobody looks at",
      ["send", ...required, "--ca", "ca.pem", "--insecure-tls"],
      "--insecure-tls would leave --ca unused",
    ],
    [
      "TLS options without TLS",
      ["send", ...required, "--tls", "none", "--ignore-cert-dates"],
      "--ignore-cert-dates says nothing",
    ],
    [
      "a user without password",
      ["send", ...required, "--tls", "none", "--user", "pump7"],
      "QSMTP_PASSWORD",
    ],
    [
      "a serial option for a simulated module",
      ["send", ...required, "--tls", "none", "--rtscts"],
      "for serial ports",
    ],
    [
      "a missing CA file",
      ["send", ...required, "--ca", "/nowhere/ca.pem"],
      "--ca: cannot read /nowhere/ca.pem (there is no such file)",
    ],
    [
      "a missing attachment",
      ["send", ...required, "--tls", "none", "--attach", "/nowhere/a.png"],
      "--attach: cannot read /nowhere/a.png",
    ],
    [
      "a simulated module with a server elsewhere",
      ["send", ...required, "--tls", "none", "--server", "smtp.example.org"],
      "this computer only",
    ],
    ["a public simulator", ["simulate", "--tcp", "0.0.0.0:0"], "--allow-remote"],
    ["a public relay", ["simulate", "--relay", "smtp://192.0.2.1:25"], "--allow-remote"],
    ["a relay that is none", ["simulate", "--relay", "127.0.0.1:25"], "smtp://HOST:PORT"],
  ])("with %s is exit code 2", async (_, args, text) => {
    const { exitCode, stdout, stderr } = await run(args);
    expect(exitCode).toBe(ExitCode.usage);
    expect(stderr).toContain(text);
    expect(stderr).not.toContain("    at ");
    expect(stderr).not.toMatch(/\.\.(\s|$)/);
    expect(stdout).toBe("");
  });

  it.each([
    ["no command", ["--json"]],
    ["an unknown command", ["--json", "sned"]],
    ["an unknown option", ["send", ...required, "--colour", "red", "--json"]],
    ["a bad value before it", ["send", "--port", "http://x", "--json"]],
    ["a bad choice before it", ["send", ...required, "--tls", "ssl", "--json"]],
    ["a missing value", ["send", "--json", ...required, "--subject"]],
    ["it before the command", ["--json", "send", "--port", "http://x"]],
    ["a password", ["send", "--password", "geheim", "--json"]],
    ["a probe without port", ["probe", "--json"]],
    ["a simulator that is public", ["simulate", "--tcp", "0.0.0.0:0", "--json"]],
    ["a simulator with a bad address", ["simulate", "--json", "--tcp", "::1"]],
  ])("is one JSON object on stdout with --json: %s", async (_, args) => {
    const { exitCode, stdout, stderr } = await run(args);
    expect(exitCode).toBe(ExitCode.usage);
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "USAGE", fault: "caller" } });
    expect(stdout).not.toContain("geheim");
  });

  it("takes --json as the value of an option that wants one", async () => {
    const { exitCode, stdout, stderr } = await run(["send", ...required, "--subject", "--json"]);
    expect([exitCode, stdout]).toEqual([ExitCode.usage, ""]);
    expect(stderr).toMatch(/^qsmtp: --tls starttls needs --ca FILE/);
  });

  it("is one JSON object with all that belongs to a mail for qsmtp send", async () => {
    const { exitCode, stdout, stderr } = await run(["send", "--json", "--from", "a@b.c"]);
    expect(exitCode).toBe(ExitCode.usage);
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual({
      outcome: "not-sent",
      error: {
        code: "USAGE",
        message: expect.stringContaining("'--port <port>' not specified"),
        hint: null,
        fault: "caller",
        retryable: false,
        stage: null,
        moduleError: null,
        serverError: null,
        problems: [],
      },
      leftBehind: [],
      draftLeftBehind: false,
    });
  });

  it.each([
    [["--trace"], {}],
    [[], { DEBUG: "1" }],
  ])("shows where it was found with %j %j", async (args, env) => {
    const { stderr } = await run(["send", ...required, ...args], env);
    expect(stderr).toContain("    at ");
  });
});

describe("a password on the command line", () => {
  it.each([
    [["--password", "geheim"]],
    [["--password=geheim"]],
    [["--pass", "geheim"]],
    [["-password=geheim"]],
    [["--Passwd=geheim"]],
    [["--pwd=geheim"]],
    [["--pwd", "geheim", "--server", "::1"]],
  ])("%j is refused and not repeated", async (args) => {
    const { exitCode, stdout, stderr } = await run(["send", ...required, ...args, "--trace"]);
    expect(exitCode).toBe(ExitCode.usage);
    expect(stderr).toContain("QSMTP_PASSWORD");
    expect(stdout + stderr).not.toContain("geheim");
  });

  it.each([
    [["send", ...required, "--server", "smtp://pump7:geheim@smtp.example.org"]],
    [["send", ...required, "--server", "pump7:ge@heim@smtp.example.org"]],
    [["send", ...required, "--port", "http://pump7:geheim@10.0.0.7"]],
    [["simulate", "--relay", "smtps://pump7:geheim@127.0.0.1:25"]],
  ])("%j is not repeated where a place was asked for", async (args) => {
    const { exitCode, stdout, stderr } = await run([...args, "--json"]);
    expect(exitCode).toBe(ExitCode.usage);
    expect(stdout).toContain("is invalid");
    expect(stdout + stderr).not.toContain("heim");
  });

  it.each([[["--secret=geheim"]], [["-pgeheim"]]])(
    "%j is not repeated although unknown",
    async (args) => {
      const { exitCode, stderr } = await run(["send", ...required, ...args, "--trace"]);
      expect(exitCode).toBe(ExitCode.usage);
      expect(stderr).toContain("unknown option '-");
      expect(stderr).not.toContain("geheim");
    },
  );
});
