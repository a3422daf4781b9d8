import { cases } from "@qsmtp/cases";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { startCli } from "./captured-cli.fixture.ts";

/** What people type, and what they type instead. Nothing of it leads to another computer. */
const words = fc.constantFrom(
  ...[
    "send",
    "simulate",
    "probe",
    "help",
    "sned",
    "--help",
    "-h",
    "--version",
    "--json",
    "--trace",
  ],
  ...["--port", "sim:", "tcp://127.0.0.1:1", "http://x", "usb:2c7c", "--baud", "fast", "9600"],
  ...["--rtscts", "--server", "127.0.0.1:1", "::1", "--tls", "none", "ssl", "--user", "pump7"],
  ...[
    "--from",
    "--to",
    "--cc",
    "--bcc",
    "a@plant.test",
    "nobody",
    "a@b.c, <",
    "--subject",
    "Level",
  ],
  ...[
    "--text",
    "--text-file",
    "--eml",
    "--attach",
    "-",
    "-:log.csv",
    "/nowhere",
    "/nowhere:x",
    ".",
  ],
  ...[
    "--drop",
    "html",
    "--allow-empty",
    "--charset",
    "gb2312",
    "--timeout",
    "1",
    "0",
    "--no-retry",
  ],
  ...["--tcp", "127.0.0.1:0", "0.0.0.0:0", "--relay", "smtp://127.0.0.1:1", "--group", "smtp"],
  ...["--password", "--pass=geheim", "--passwd", "-p", "-x", "--", "", "--unheard-of", "--=", "-1"],
);

/** A command line that is nearly right, with a few words too many. */
const nearlyRight = fc
  .tuple(
    fc.subarray(["--json", "--trace", "--allow-empty", "--no-retry"]),
    fc.array(words, { maxLength: 4 }),
  )
  .map(([options, others]) => [
    ...["send", "--port", "sim:", "--server", "127.0.0.1:1", "--tls", "none", "--timeout", "1"],
    ...["--from", "a@plant.test", "--to", "b@plant.test", ...options, ...others],
  ]);

const mail = "From: a@plant.test\r\nTo: b@plant.test\r\n\r\nx";
const stdins = fc.constantFrom(undefined, "", "\n", "ALARM\n", mail);

describe("any list of arguments", () => {
  it("ends with a documented exit code, and without a stack unless it was asked for", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.array(words, { maxLength: 12 }), nearlyRight),
        stdins,
        async (args, stdin) => {
          const run = startCli(args, stdin === undefined ? {} : { stdin });
          // A simulator serves until somebody ends it.
          let hasEnded = false;
          const exitCode = run.exitCode.finally(() => {
            hasEnded = true;
          });
          void (async () => {
            await run.stdoutHas('"port":');
            if (!hasEnded) run.interrupt("SIGTERM");
          })();
          expect([0, 1, 2, 3]).toContain(await exitCode);
          const { stdout, stderr } = run;
          if (!args.includes("--trace")) expect(stdout + stderr).not.toMatch(/^ {4}at /m);
          expect(stdout + stderr).not.toContain("INTERNAL_ERROR");
          expect(stdout + stderr).not.toContain("geheim");
          expect(stdout + stderr).not.toBe("");
        },
      ),
      { seed: 20261130, numRuns: cases(400) },
    );
  });
});
