import { once } from "node:events";
import { type AddressInfo, connect, type Socket } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterEach, describe, expect, it } from "vitest";
import { type CapturedRun, startCli } from "../captured-cli.fixture.ts";
import { ExitCode } from "../exit-code.ts";

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Starts `qsmtp simulate` and gives it with the port that it tells of. */
async function simulate(...args: readonly string[]) {
  const run = startCli(["simulate", "--tcp", "127.0.0.1:0", ...args]);
  closing.push(() => {
    run.interrupt("SIGTERM");
    return run.exitCode;
  });
  const { host, port } = JSON.parse(await run.firstLine()) as { host: string; port: number };
  expect(host).toBe("127.0.0.1");
  return { run, port };
}

function send(port: number, ...args: readonly string[]): CapturedRun {
  const required = ["--server", "127.0.0.1:25", "--tls", "none", "--from", "pump7@plant.test"];
  return startCli(["send", "--port", `tcp://127.0.0.1:${port}`, ...required, ...args]);
}

/** A mail server that knows one recipient. */
async function startMailServer() {
  const subjects: string[] = [];
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS", "AUTH"],
    disableReverseLookup: true,
    logger: false,
    onRcptTo: ({ address }, _session, callback) => {
      const isKnown = address === "ops@plant.test";
      callback(isKnown ? null : Object.assign(new Error("Nobody"), { responseCode: 550 }));
    },
    onData: (stream, _session, callback) => {
      let text = "";
      stream.on("data", (chunk: Buffer) => {
        text += chunk.toString("latin1");
      });
      stream.on("end", () => {
        subjects.push(/^Subject: (.*)\r$/m.exec(text)?.[1] ?? "");
        callback();
      });
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  closing.push(() => new Promise<void>((resolve) => server.close(resolve)));
  return { port: (server.server.address() as AddressInfo).port, subjects };
}

function linesAfterFirst({ stdout }: CapturedRun): string[] {
  return stdout.trimEnd().split("\n").slice(1);
}

describe("qsmtp simulate", () => {
  it("keeps mails to itself and tells of each in one line", async () => {
    const { run, port } = await simulate();
    for (const subject of ["first", "第二"]) {
      const mail = send(
        port,
        "--to",
        "a@plant.test",
        "--bcc",
        "b@plant.test",
        "--subject",
        subject,
      );
      expect(await mail.exitCode).toBe(ExitCode.sent);
    }
    expect(linesAfterFirst(run)).toEqual([
      'mail from pump7@plant.test to a@plant.test, b@plant.test; "first"',
      'mail from pump7@plant.test to a@plant.test, b@plant.test; "第二"',
    ]);
  });

  it("delivers to the relay and tells what became of it, as JSON if asked", async () => {
    const server = await startMailServer();
    const { run, port } = await simulate("--relay", `smtp://127.0.0.1:${server.port}`, "--json");
    const taken = send(port, "--to", "ops@plant.test", "--subject", "Level");
    expect(await taken.exitCode).toBe(ExitCode.sent);
    const refused = send(port, "--to", "nobody@plant.test", "--json");
    expect(await refused.exitCode).toBe(ExitCode.notSent);
    expect(JSON.parse(refused.stdout)).toMatchObject({
      error: { code: "SEND_FAILED", serverError: { code: 550 } },
    });
    expect(server.subjects).toEqual(["Level"]);
    expect(linesAfterFirst(run).map((line) => JSON.parse(line))).toEqual([
      {
        error: 0,
        protocolError: 0,
        reason: null,
        from: "pump7@plant.test",
        recipients: ["ops@plant.test"],
        subject: "Level",
        attachments: [],
      },
      expect.objectContaining({ protocolError: 550, reason: expect.stringContaining("Nobody") }),
    ]);
  });

  it("refuses a second connection while one has the module", async () => {
    const { run, port } = await simulate();
    const first = connect(port, "127.0.0.1");
    const second = connect(port, "127.0.0.1");
    closing.push(async () => first.destroy());
    // Refused by a reset, so "error" comes before "close".
    second.on("error", () => {});
    await new Promise((resolve) => second.once("close", resolve));
    expect(run.stderr).toContain("a connection was refused");
    expect(await ask(first)).toContain("OK");
  });

  it("gives the module to a connection that came before the end of the last was noticed", async () => {
    const { port } = await simulate();
    const first = connect(port, "127.0.0.1");
    await once(first, "connect");
    const second = connect(port, "127.0.0.1");
    closing.push(async () => second.destroy());
    const answer = ask(second);
    first.destroy();
    expect(await answer).toContain("OK");
  });

  it("fails with exit code 2 when the address is taken", async () => {
    const { port } = await simulate();
    const run = startCli(["simulate", "--tcp", `127.0.0.1:${port}`]);
    expect(await run.exitCode).toBe(ExitCode.usage);
    expect(run.stderr).toContain(`cannot listen on 127.0.0.1:${port}`);
  });

  it("listens for other computers when that is allowed", async () => {
    const run = startCli(["simulate", "--tcp", "0.0.0.0:0", "--allow-remote"]);
    expect(JSON.parse(await run.firstLine())).toMatchObject({ host: "0.0.0.0" });
    run.interrupt("SIGINT");
    expect(await run.exitCode).toBe(ExitCode.sent);
  });
});

describe("qsmtp send --port sim:", () => {
  it("delivers to the server on this computer", async () => {
    const server = await startMailServer();
    const args = ["--port", "sim:", "--server", `127.0.0.1:${server.port}`, "--tls", "none"];
    const mail = ["--from", "pump7@plant.test", "--to", "ops@plant.test", "--subject", "Level"];
    const run = startCli(["send", ...args, ...mail]);
    expect(await run.exitCode).toBe(ExitCode.sent);
    expect(server.subjects).toEqual(["Level"]);
  });

  it("tells why its module could not deliver", async () => {
    const server = await startMailServer();
    const args = ["--port", "sim:", "--server", `localhost:${server.port}`, "--tls", "none"];
    const run = startCli(["send", ...args, "--from", "a@plant.test", "--to", "b@plant.test"]);
    expect(await run.exitCode).toBe(ExitCode.notSent);
    expect(run.stderr).toContain("simulated module: The server answered");
  });
});

async function ask(socket: Socket): Promise<string> {
  socket.write("ATE0\r");
  let text = "";
  for await (const chunk of socket) {
    text += String(chunk);
    if (text.includes("OK\r\n")) break;
  }
  return text;
}
