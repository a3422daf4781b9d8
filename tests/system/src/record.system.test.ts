import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openModule } from "@qsmtp/client";
import {
  clientQuestions,
  createRecorder,
  driveModule,
  parseTranscript,
  replayModule,
} from "@qsmtp/testing/transcript";
import { createMockLine } from "@qsmtp/transport/mock";
import { serialTransport } from "@qsmtp/transport/serial";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type CliProcess, killAll, shellCommand, startCli, startShell } from "./cli-process.ts";
import { connectionFarEnd } from "./connection-far-end.ts";
import { freePort } from "./free-port.ts";
import { account, createMailBench, expectDelivery, type MailBench } from "./mail-bench.ts";
import { createPtyPair, type PtyPair, requireSocat } from "./socat.ts";

beforeAll(requireSocat);

describe("a session with a module at a serial port of the system", () => {
  let wire: PtyPair;
  let bench: MailBench;
  let unplugModule: () => Promise<void>;

  beforeEach(async () => {
    bench = await createMailBench();
    wire = await createPtyPair();
    const connection = await serialTransport({ path: wire.modulePath }).open();
    bench.module.attach(connectionFarEnd(connection));
    unplugModule = () => connection.close();
  });

  afterEach(async () => {
    await unplugModule();
    await wire.dispose();
    await bench.dispose();
  });

  it("is recorded through the client's transport, replayed to it, and driven again", async () => {
    const transport = serialTransport({ path: wire.hostPath });
    const recorder = createRecorder({ showData: true });
    await expectDelivery(bench, recorder.tap(transport));
    const transcript = recorder.finish();
    expect(JSON.stringify(transcript)).not.toContain(account.pass);

    const line = createMockLine({ controlLines: false });
    const replayed = replayModule(transcript, { loose: clientQuestions });
    replayed.attach(line.farEnd);
    const { server, mail } = bench;
    const module = await openModule(line.transport, { smtp: bench.smtp });
    await module.mail.send(mail);
    await module.close();
    replayed.verify();

    // Back to where it was when it was recorded: with its echo.
    bench.module.restart({ lines: [] });
    const { diff } = await driveModule(transcript, transport, {
      hidden: { "secret 1": account.pass },
    });
    expect(diff.text).toBe("");
    expect(server.received).toHaveLength(2);
  });
});

describe("qsmtp record and replay at a pseudo-terminal", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "qsmtp-record-"));
  });

  afterEach(() => {
    killAll();
    rmSync(folder, { recursive: true });
  });

  const send = (path: string): CliProcess =>
    startCli([
      ...["send", "--port", path, "--server", "127.0.0.1:25", "--tls", "none"],
      ...["--from", "pump7@plant.test", "--to", "ops@plant.test", "--text", "4.2 m"],
    ]);

  it("serve one program after the other under a name that goes with them", async () => {
    const [out, path] = [join(folder, "session.jsonl"), join(folder, "modem")];
    const simulator = startCli(["simulate", "--tcp", "127.0.0.1:0"]);
    const [, port] = await simulator.printed("stdout", /"port":(\d+)/);
    const recorder = startCli([
      ...["record", "--port", `tcp://127.0.0.1:${port}`, "--listen", `pty:${path}`, "--out", out],
    ]);
    await recorder.printed("stdout", /"pty"/);
    expect((await send(path).ended).exitCode).toBe(0);
    expect((await send(path).ended).exitCode).toBe(0);
    recorder.kill("SIGTERM");
    expect((await recorder.ended).exitCode).toBe(0);
    expect(existsSync(path)).toBe(false);
    const { records } = parseTranscript(readFileSync(out, "utf8"));
    const orders = records.filter(
      (one) => "sent" in one && /^AT\+QSMTPPUT=/.test(String(one.sent)),
    );
    expect(orders).toHaveLength(2);

    const replay = startCli(["replay", out, "--listen", `pty:${path}`, "--loose-reads"]);
    await replay.printed("stdout", /"pty"/);
    expect((await send(path).ended).exitCode).toBe(0);
    expect((await send(path).ended).exitCode).toBe(0);
    const ended = await replay.ended;
    expect(ended.stdout).not.toContain("expected");
    expect(ended.exitCode).toBe(0);
  });
});

describe("the page on recorded sessions", () => {
  afterEach(killAll);

  it("shows command lines that work", async () => {
    const page = readFileSync(new URL("../../../docs/record.md", import.meta.url), "utf8");
    const [, block = ""] = /```sh\n([\s\S]*?)```/.exec(page) ?? [];
    const lines = await withFreePorts(block.trimEnd().split("\n"));
    expect(lines).toHaveLength(8);
    const folder = mkdtempSync(join(tmpdir(), "qsmtp-record-"));
    // What runs beside the others listens when its first line is there.
    const script = lines.map((line, at) => {
      if (!line.endsWith(" &")) return line;
      return `${line.slice(0, -1)} > ${at}.out &\nuntil [ -s ${at}.out ]; do kill -0 $!; sleep 0.1; done`;
    });
    const trap = "trap 'kill $(jobs -p) 2>/dev/null || :' EXIT";
    // A program, as users have it: a function would run in a shell that ends by itself.
    const program = `#!/bin/sh\nexec ${shellCommand} "$@"\n`;
    writeFileSync(join(folder, "qsmtp"), program, { mode: 0o755 });
    const head = `set -em\n${trap}\ncd ${folder}\nPATH=${folder}:$PATH`;
    const tail = "wait %3\nkill %1 %2\nwait";
    writeFileSync(join(folder, "lines"), [head, ...script, tail, ""].join("\n"));
    const shell = startShell(`bash ${join(folder, "lines")}`);
    const { exitCode, stdout, stderr } = await shell.ended;
    const transcript = readFileSync(join(folder, "session.jsonl"), "utf8");
    rmSync(folder, { recursive: true });
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(parseTranscript(transcript).records).toContainEqual(
      expect.objectContaining({ sent: "4.2 m", data: true }),
    );
    expect(stdout.match(/^Sent to /gm)).toHaveLength(2);
  });
});

/** The same lines with ports that nobody has. */
async function withFreePorts(lines: readonly string[]): Promise<string[]> {
  const ports = new Map<string, string>();
  for (const port of new Set(lines.join("\n").match(/\b70\d\d\b/g))) {
    ports.set(port, String(await freePort()));
  }
  return lines.map((line) => line.replaceAll(/\b70\d\d\b/g, (port) => ports.get(port) ?? port));
}
