import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type MailServer, startMailServer } from "@qsmtp/demo/mail-server";
import { createSampleMail } from "@qsmtp/demo/sample-mail";
import { createSimulatedModule } from "@qsmtp/testing";
import { listenFarEnd } from "@qsmtp/transport/mock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CliProcess, killAll, startCli } from "./cli-process.ts";
import { account, expectArrival } from "./mail-bench.ts";

const mail = createSampleMail();
const wrongPassword = "Oberwasser-0815";

describe("the command line", () => {
  let server: MailServer;
  let simulator: CliProcess;
  let modulePort: number;
  let folder: string;
  let beforeAnswer: () => void;

  beforeEach(async () => {
    beforeAnswer = () => {};
    server = await startMailServer({ account, beforeAnswer: async () => beforeAnswer() });
    const relay = `smtp://${server.host}:${server.port}`;
    simulator = startCli(["simulate", "--tcp", "127.0.0.1:0", "--relay", relay, "--json"]);
    const [line] = await simulator.printed("stdout", /^.*\n/);
    modulePort = (JSON.parse(line) as { readonly port: number }).port;
    folder = await mkdtemp(join(tmpdir(), "qsmtp-system-"));
    await writeFile(join(folder, "ca.pem"), server.ca);
    for (const { filename, content } of mail.attachments) {
      await writeFile(join(folder, filename), content);
    }
  });

  afterEach(async () => {
    simulator.kill("SIGTERM");
    await simulator.ended;
    killAll();
    await rm(folder, { recursive: true });
    await server.close();
  });

  function send(...args: readonly string[]): CliProcess {
    return sendThrough(modulePort, account.pass, args);
  }

  function sendThrough(port: number, password: string, args: readonly string[]): CliProcess {
    const options = [
      ...["--port", `tcp://127.0.0.1:${port}`, "--server", `${server.host}:${server.port}`],
      ...["--ca", join(folder, "ca.pem"), "--user", account.user, "--json"],
      ...["--from", `${mail.from.name} <${mail.from.address}>`, "--subject", mail.subject],
      ...["--text", mail.text],
      ...["--attach", ...mail.attachments.map(({ filename }) => join(folder, filename))],
    ];
    return startCli(["send", ...options, ...args], { QSMTP_PASSWORD: password });
  }

  const recipients = ["--to", ...mail.to, "--cc", ...mail.cc, "--bcc", ...mail.bcc];

  it("sends a mail byte for byte through a simulated module: exit code 0", async () => {
    const { exitCode, stdout, stderr } = await send(...recipients).ended;
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: "sent", warnings: [], leftBehind: [] });
    await expectArrival(mail, server);
    simulator.kill("SIGTERM");
    const ended = await simulator.ended;
    expect(ended).toMatchObject({ exitCode: 0, stderr: "" });
    const events = ended.stdout
      .trimEnd()
      .split("\n")
      .map((line): Record<string, unknown> => JSON.parse(line));
    const mails = events.filter(({ type }) => type === "mail");
    expect(mails).toMatchObject([{ connection: 1, error: 0, subject: mail.subject }]);
  });

  it("tells of a wrong password: exit code 1", async () => {
    const run = sendThrough(modulePort, wrongPassword, [...recipients, "--trace"]);
    const { exitCode, stdout, stderr } = await run.ended;
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: "not-sent",
      error: { code: "SEND_FAILED", fault: "server", serverError: { code: 535 } },
      leftBehind: [],
    });
    expect(server.received).toEqual([]);
    expect(stdout + stderr).not.toContain(wrongPassword);
    const next = await send(...recipients).ended;
    expect(next.exitCode).toBe(0);
  });

  it("refuses a mail without recipients: exit code 2", async () => {
    const { exitCode, stdout } = await send().ended;
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: "MESSAGE_REFUSED", problems: [{ path: "to", code: "NO_RECIPIENT" }] },
    });
  });

  it("does not know what became of a mail when the module dies while it sends: exit code 3", async () => {
    beforeAnswer = () => simulator.kill("SIGKILL");
    const { exitCode, stdout } = await send(...recipients).ended;
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: "unknown",
      error: { code: "CONNECTION_LOST", stage: "sending", retryable: false },
    });
    expect(server.received).toHaveLength(1);
  });

  it.each([["SIGINT"], ["SIGHUP"]] as const)(
    "gives a mail up on %s, and cleans the module",
    async (signal) => {
      // At the speed of a serial line, so that there is a middle of the upload to meet.
      const module = createSimulatedModule({ baudRate: 115_200 });
      const slow = await listenFarEnd({ onConnection: (farEnd) => module.attach(farEnd) });
      try {
        const run = sendThrough(slow.port, account.pass, [...recipients, "--trace"]);
        await run.printed(
          "stderr",
          /AT\+QFUPL="RAM:level\.png"[\s\S]*?acknowledgement>[\s\S]*?bytes of data>/,
        );
        run.kill(signal);
        const { exitCode, stdout } = await run.ended;
        expect(exitCode).toBe(1);
        expect(JSON.parse(stdout)).toMatchObject({
          outcome: "not-sent",
          error: { code: "ABORTED", stage: "attachments" },
          leftBehind: [],
        });
        expect(module.files.list()).toEqual([]);
        expect(module.mailbox.attempts).toBe(0);
      } finally {
        module.dispose();
        await slow.close();
      }
    },
  );
});
