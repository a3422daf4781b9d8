import { describe, expect, it } from "vitest";
import { startCli } from "./captured-cli.fixture.ts";
import { ExitCode } from "./exit-code.ts";

/** Enough of a command line to get past the parser; it leads nowhere. */
const required = ["--port", "sim:", "--server", "127.0.0.1:1", "--from", "pump7@plant.test"];

async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const started = startCli(args, { env });
  const exitCode = await started.exitCode;
  return { exitCode, stdout: started.stdout, stderr: started.stderr };
}

describe("help and version", () => {
  it.each([[["--help"]], [["send", "--help"]], [["simulate", "-h"]], [["--version"]]])(
    "%j is printed on stdout with exit code 0",
    async (args) => {
      const { exitCode, stdout, stderr } = await run(args);
      expect(exitCode).toBe(ExitCode.sent);
      expect(stdout).toMatch(args[0] === "--version" ? /^\d+\.\d+\.\d+/ : /^Usage: qsmtp/);
      expect(stderr).toBe("");
    },
  );

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
    ["an unknown command", ["sned"], "unknown command 'sned'"],
    ["a missing option", ["send", "--port", "sim:"], "'--server <host:port>' not specified"],
    ["an unknown option", ["send", ...required, "--colour", "red"], "unknown option '--colour'"],
    ["a stray argument", ["send", "stray", ...required], "too many arguments"],
    ["a bad port", ["send", ...required, "--port", "http://x"], "Give a device path"],
    ["a bad server", ["send", ...required, "--server", "::1"], "HOST:PORT"],
    ["a bad protection", ["send", ...required, "--tls", "ssl"], "none, starttls, implicit"],
    ["a bad speed", ["send", ...required, "--baud", "fast"], "whole number"],
    ["a bad time limit", ["send", ...required, "--timeout", "0"], "whole number"],
    ["a bad context", ["send", ...required, "--pdp-context", "17"], "from 1 to 16"],
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

  it("is one JSON object on stdout with --json", async () => {
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
  ])("%j is refused and not repeated", async (args) => {
    const { exitCode, stdout, stderr } = await run(["send", ...required, ...args, "--trace"]);
    expect(exitCode).toBe(ExitCode.usage);
    expect(stderr).toContain("QSMTP_PASSWORD");
    expect(stdout + stderr).not.toContain("geheim");
  });

  it.each([[["--pwd=geheim"]], [["-pgeheim"]]])(
    "%j is not repeated although unknown",
    async (args) => {
      const { exitCode, stderr } = await run(["send", ...required, ...args, "--trace"]);
      expect(exitCode).toBe(ExitCode.usage);
      expect(stderr).toContain("unknown option '-");
      expect(stderr).not.toContain("geheim");
    },
  );
});
