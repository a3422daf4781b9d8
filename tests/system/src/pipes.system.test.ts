import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSimulatedModule, type SimulatedModule } from "@qsmtp/testing";
import { type FarEndServer, listenFarEnd } from "@qsmtp/transport/mock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { killAll, shellCommand, startCliBehindOpenPipe, startShell } from "./cli-process.ts";

const eml = [
  "From: pump7@plant.test",
  "To: ops@plant.test",
  "Subject: Level",
  'Content-Type: multipart/mixed; boundary="b"',
  ...["", "--b", "", "4.2 m", "--b"],
  "Content-Type: text/csv",
  "Content-Disposition: attachment; filename=log.csv",
  ...["", "a;b", "--b--", ""],
].join("\r\n");

describe("the command line behind a pipe", () => {
  let module: SimulatedModule;
  let server: FarEndServer;
  let folder: string;
  let send: string;
  let args: readonly string[];

  beforeEach(async () => {
    module = createSimulatedModule();
    server = await listenFarEnd({ onConnection: (farEnd) => module.attach(farEnd) });
    folder = await mkdtemp(join(tmpdir(), "qsmtp-pipes-"));
    await writeFile(join(folder, "mail.eml"), eml);
    await writeFile(join(folder, "log.csv"), "a;b");
    const port = `tcp://127.0.0.1:${server.port}`;
    args = ["send", "--port", port, "--server", "smtp.plant.test", "--tls", "none", "--json"];
    send = `$QSMTP ${args.join(" ")} --from a@plant.test --to b@plant.test`;
  });

  afterEach(async () => {
    killAll();
    module.dispose();
    await server.close();
    await rm(folder, { recursive: true });
  });

  it.each([
    ["echo ALARM | $SEND", "ALARM\r\n"],
    ["printf 'F\\303\\274llstand' | $SEND --text -", "Füllstand"],
    ["$SEND --text-file - < log.csv", "a;b"],
    ["(printf one; printf two) | $SEND", "onetwo"],
    ["echo ALARM | $SEND --text given", "given"],
    ["$SEND --allow-empty < /dev/null", ""],
    ["$SEND --attach log.csv < /dev/null", ""],
    ["$SEND --attach log.csv <&-", ""],
  ])("%s: exit code 0", async (line, body) => {
    const run = startShell(`cd "${folder}"; ${line.replace("$SEND", send)}`);
    const { exitCode, stderr } = await run.ended;
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(module.mailbox.last?.body ?? "").toBe(body);
  });

  it.each([
    ["$SEND < /dev/null", "--allow-empty"],
    ["$SEND <&-", "--allow-empty"],
    ["false | $SEND", "--allow-empty"],
    ["false | $SEND --text - --attach log.csv", "--allow-empty"],
    ["yes | $SEND", "far more than the module can take"],
    ["$SEND < /dev/zero", "far more than the module can take"],
    ["head -c 200 mail.eml | $SEND --eml -", "it is cut off"],
    ["false | $SEND --attach -:log.csv", "Leave out the --attach"],
  ])("%s: exit code 2", async (line, message) => {
    const run = startShell(`cd "${folder}"; ${line.replace("$SEND", send)}`);
    const { exitCode, stdout } = await run.ended;
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout).error.message).toContain(message);
    expect(module.mailbox.attempts).toBe(0);
  });

  it.each([["$SEND --eml - < mail.eml"], ["cat mail.eml | $SEND --eml -"]])(
    "%s sends the message file",
    async (line) => {
      const sendEml = `$QSMTP ${args.join(" ")}`;
      const run = startShell(`cd "${folder}"; ${line.replace("$SEND", sendEml)}`);
      const { exitCode, stderr } = await run.ended;
      expect([exitCode, stderr]).toEqual([0, ""]);
      expect(module.mailbox.last).toMatchObject({
        to: ["ops@plant.test"],
        body: "4.2 m",
        attachments: [{ name: "log.csv", bytes: new TextEncoder().encode("a;b") }],
      });
    },
  );

  it("attaches what is piped in", async () => {
    const line = `head -c 300000 /dev/zero | ${send} --attach -:zero.bin`;
    const { exitCode, stderr } = await startShell(line).ended;
    expect([exitCode, stderr]).toEqual([0, ""]);
    const [file] = module.mailbox.last?.attachments ?? [];
    expect(file?.name).toBe("zero.bin");
    expect(file?.bytes.length).toBe(300_000);
  });

  it("does not wait for a text at a terminal", async () => {
    // What is said goes into a file: socat may drop what a program has printed before its end.
    const line = `${send.replace("$QSMTP", shellCommand)} > said 2>&1\n`;
    await writeFile(join(folder, "run.sh"), `test -t 0 && ${line}`);
    // Standard input of what socat starts is a pseudo-terminal.
    await startShell(`cd "${folder}"; socat -t30 - "EXEC:sh run.sh,pty,rawer"`).ended;
    expect(await readFile(join(folder, "said"), "utf8")).toContain(
      "neither text nor attachments; give it one",
    );
  });

  it.each([["--text-file"], ["--eml"], ["--text x --attach"], ["--tls starttls --ca"]])(
    "ends at --timeout for a named pipe into which nobody writes: %s",
    async (option) => {
      const line = `cd "${folder}"; mkfifo pipe; ${send} --timeout 1 ${option} pipe < /dev/null`;
      const { exitCode, stdout } = await startShell(line).ended;
      expect(exitCode).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({ outcome: "not-sent" });
      expect(module.mailbox.attempts).toBe(0);
    },
  );

  it("reads a named pipe once somebody writes into it", async () => {
    const line = `cd "${folder}"; mkfifo pipe; (printf late > pipe) & ${send} --text-file pipe`;
    const { exitCode, stderr } = await startShell(line).ended;
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(module.mailbox.last?.body).toBe("late");
  });

  it("ends at --timeout although the pipe stays open", async () => {
    const mail = ["--from", "a@plant.test", "--to", "b@plant.test", "--timeout", "1"];
    const run = startCliBehindOpenPipe([...args, ...mail], "half a te");
    const { exitCode, stdout } = await run.ended;
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: "not-sent", error: { code: "TIMEOUT" } });
    expect(module.received).toEqual([]);
  });

  it.each([["SIGINT"], ["SIGTERM"], ["SIGHUP"]] as const)(
    "ends at %s although the pipe stays open",
    async (signal) => {
      const mail = ["--from", "a@plant.test", "--to", "b@plant.test"];
      const run = startCliBehindOpenPipe([...args, ...mail], "half a te");
      await run.printed("stderr", /waiting for the text on the standard input/);
      run.kill(signal);
      const { exitCode, stdout } = await run.ended;
      expect(exitCode).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({ outcome: "not-sent", error: { code: "ABORTED" } });
    },
  );
});
