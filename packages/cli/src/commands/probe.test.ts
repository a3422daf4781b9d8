import type { ProbeReport } from "@qsmtp/client/probe";
import { allOperations } from "@qsmtp/protocol/catalog";
import {
  addAttachment,
  testAttachments,
  testSendMail,
  testSmtpConfig,
} from "@qsmtp/protocol/commands";
import { commandGroups, paramOf } from "@qsmtp/protocol/facts";
import {
  createSimulatedModule,
  fail,
  type ModuleIdentity,
  replyLines,
  type SimulatedModule,
  silence,
} from "@qsmtp/testing";
import { listenFarEnd } from "@qsmtp/transport/mock";
import { afterEach, describe, expect, it } from "vitest";
import { startCli } from "../captured-cli.fixture.ts";
import { ExitCode } from "../exit-code.ts";

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Serves a module over TCP, and gives it with the port for `--port`. */
async function serve(identity: Partial<ModuleIdentity> = {}) {
  const module = createSimulatedModule({ identity });
  const server = await listenFarEnd({ onConnection: (farEnd) => module.attach(farEnd) });
  closing.push(async () => {
    module.dispose();
    await server.close();
  });
  return { module, port: `tcp://127.0.0.1:${server.port}` };
}

const [[, lastIndex] = []] = paramOf(addAttachment, "index").ranges;
const [known, more] = [`(1-${lastIndex})`, `(1-${Number(lastIndex) + 10})`];
const [attachLine = ""] = testAttachments.supports ?? [];
const longerLine = `+QSMTPATT: ${attachLine.replace(known, more)}`;

function attachMore(module: SimulatedModule): void {
  module.on(testAttachments, () => replyLines(longerLine));
}

function printBodyOriginal(module: SimulatedModule): void {
  const known = (testSmtpConfig.supports ?? []).map((line) => `+QSMTPCFG: ${line}`);
  module.on(testSmtpConfig, () => replyLines(...known, '+QSMTPCFG: "bodyoriginal",(0,1)'));
}

async function probe(port: string, ...args: readonly string[]) {
  const run = startCli(["probe", "--port", port, ...args]);
  const exitCode = await run.exitCode;
  return { exitCode, stdout: run.stdout, stderr: run.stderr };
}

describe("qsmtp probe", () => {
  it("finds nothing on a simulated module", async () => {
    const { exitCode, stdout, stderr } = await probe("sim:");
    expect(exitCode).toBe(ExitCode.success);
    expect(stdout).toContain("EC25, firmware EC25EFAR06A17M4G_20.200.20.200\n");
    expect(stdout).toMatch(/^No difference\.$/m);
    expect(stderr).toBe("");
  });

  it("shows each difference in a row, and ends with 1", async () => {
    const { module, port } = await serve();
    attachMore(module);
    module.on(testSendMail, () => fail());
    const { exitCode, stdout } = await probe(port, "--group", "smtp");
    expect(exitCode).toBe(ExitCode.failure);
    const rows = stdout.split("\n").map((line) => line.split(/ {2,}/));
    expect(rows).toContainEqual(["+QSMTPATT", "params/index/ranges", "wider", known, more, "new"]);
    expect(rows).toContainEqual(["+QSMTPPUT", "-", "missing", "AT+QSMTPPUT", "-", "new"]);
    expect(stdout).toContain("AT+QSMTPPUT=?  ERROR");
    expect(stdout).toContain("2 new.");
  });

  it("ends with 0 when all differences are known of the firmware", async () => {
    const revision = "EG25GGBR07A08M2G_A0.301.A0.301";
    const { module, port } = await serve({ model: "EG25", revision });
    printBodyOriginal(module);
    const { exitCode, stdout } = await probe(port);
    expect(stdout).toMatch(/setSmtpBodyOriginal +extra .* body-original$/m);
    expect(stdout).toContain("1 known of this firmware.");
    expect(exitCode).toBe(ExitCode.success);
  });

  it("prints the report as one JSON object", async () => {
    const { module, port } = await serve();
    attachMore(module);
    const { exitCode, stdout } = await probe(port, "--json");
    expect(exitCode).toBe(ExitCode.failure);
    const report = JSON.parse(stdout) as ProbeReport;
    expect(report.identity.model).toBe("EC25");
    expect(report.findings).toEqual([
      {
        command: "+QSMTPATT",
        path: "params/index/ranges",
        kind: "wider",
        what: "range",
        manual: "Quectel EC2x&EG9x&EM05 SMTP AT Commands Manual, 2.5",
        schema: known,
        device: more,
        line: longerLine,
        explainedBy: null,
        contradicts: null,
      },
    ]);
    expect(report.capabilities.limits.addAttachment).toEqual({
      index: { ranges: [[1, Number(lastIndex) + 10]] },
    });
  });

  it("asks about the groups named only, and shows the conversation with --trace", async () => {
    const { stderr } = await probe("sim:", "--group", "smtp", "ssl", "--trace");
    const asked = [...stderr.matchAll(/> (AT\+\w+=\?)/g)].map((match) => match[1]);
    const forms = allOperations
      .filter(
        ({ form, at }) => form === "test" && ["smtp", "ssl"].includes(commandGroups[at] ?? ""),
      )
      .map(({ at }) => `AT${at}=?`);
    expect(asked).toEqual(forms);
    expect(asked).toContain("AT+QSSLCFG=?");
  });

  it.each([
    ["no port", []],
    ["an unknown group", ["--port", "sim:", "--group", "mms"]],
    ["a serial option for a simulated module", ["--port", "sim:", "--rtscts"]],
  ])("ends with 2 for %s", async (_, args) => {
    const run = startCli(["probe", ...args]);
    expect(await run.exitCode).toBe(ExitCode.usage);
    expect(run.stderr + run.stdout).toContain("qsmtp");
  });

  it("ends with 3 when the module cannot be asked", async () => {
    const { exitCode, stdout } = await probe("tcp://127.0.0.1:1", "--json");
    expect(exitCode).toBe(ExitCode.unknown);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "CONNECT_REFUSED", fault: "link" } });
  });

  it("gives up at SIGINT with 3, and says so", async () => {
    const { module, port } = await serve();
    module.on(testAttachments, () => {
      run.interrupt("SIGINT");
      return silence();
    });
    const run = startCli(["probe", "--port", port, "--group", "smtp"]);
    expect(await run.exitCode).toBe(ExitCode.unknown);
    expect(run.stderr).toContain("the module was not probed: interrupted by SIGINT");
    expect(run.stderr).not.toContain("mail");
  });
});
