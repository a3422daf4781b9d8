import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
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
  required.push("--allow-empty");
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
      expect(await mail.exitCode).toBe(ExitCode.success);
    }
    expect(linesAfterFirst(run).filter((line) => line.includes(" mail "))).toEqual([
      '#1 mail from pump7@plant.test to a@plant.test, b@plant.test; "first"',
      '#2 mail from pump7@plant.test to a@plant.test, b@plant.test; "第二"',
    ]);
  });

  it("delivers to the relay and tells what became of it, as JSON if asked", async () => {
    const server = await startMailServer();
    const { run, port } = await simulate("--relay", `smtp://127.0.0.1:${server.port}`, "--json");
    const taken = send(port, "--to", "ops@plant.test", "--subject", "Level");
    expect(await taken.exitCode).toBe(ExitCode.success);
    const refused = send(port, "--to", "nobody@plant.test", "--json");
    expect(await refused.exitCode).toBe(ExitCode.failure);
    expect(JSON.parse(refused.stdout)).toMatchObject({
      error: { code: "SEND_FAILED", serverError: { code: 550 } },
    });
    expect(server.subjects).toEqual(["Level"]);
    const events = linesAfterFirst(run).map((line) => JSON.parse(line));
    expect(events.filter(({ type }) => type === "mail")).toMatchObject([
      { connection: 1, error: 0, from: { address: "pump7@plant.test" }, to: ["ops@plant.test"] },
      { connection: 2, protocolError: 550, reason: expect.stringContaining("Nobody") },
    ]);
    expect(events.filter(({ type }) => type === "connected")).toHaveLength(2);
    expect(events).toContainEqual(
      expect.objectContaining({ type: "command", operation: "addRecipient", connection: 1 }),
    );
  });

  it("refuses a second connection while one has the shared module", async () => {
    const { run, port } = await simulate("--shared");
    const first = connect(port, "127.0.0.1");
    first.write("AT\r");
    await once(first, "data");
    const second = connect(port, "127.0.0.1");
    closing.push(async () => first.destroy());
    // Refused by a reset, so "error" comes before "close".
    second.on("error", () => {});
    await new Promise((resolve) => second.once("close", resolve));
    expect(run.stdout).toContain("#2 a connection was refused: another connection has the module");
  });

  it("gives the shared module to a connection that came before the end of the last was noticed", async () => {
    const { port } = await simulate("--shared");
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

  it("listens for other computers when that is allowed, and warns of what that opens", async () => {
    const args = ["--tcp", "0.0.0.0:0", "--control", "0.0.0.0:0", "--relay", "smtp://192.0.2.1:25"];
    const run = startCli(["simulate", ...args, "--allow-remote"]);
    expect(JSON.parse(await run.firstLine())).toMatchObject({ host: "0.0.0.0" });
    expect(run.stderr).toContain("can use a module without any password, and send mails");
    expect(run.stderr).toContain("is open to all who know its token");
    expect(run.stderr).toContain("mails go to 192.0.2.1:25, another computer, for real");
    run.interrupt("SIGINT");
    expect(await run.exitCode).toBe(ExitCode.success);
  });
});

describe("the control of qsmtp simulate", () => {
  async function withControl(...args: readonly string[]) {
    const run = startCli(["simulate", ...args]);
    closing.push(() => {
      run.interrupt("SIGTERM");
      return run.exitCode;
    });
    return { run, first: JSON.parse(await run.firstLine()) };
  }

  it("opens a port whose token the first line tells", async () => {
    const { first } = await withControl("--control", "--json");
    const { url, token } = first.control;
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const answer = await fetch(`${url}/modules`, { headers: { Authorization: `Bearer ${token}` } });
    expect(await answer.json()).toEqual({ modules: [] });
  });

  it("has the token from a file, and does not print it then", async () => {
    const folder = await mkdtemp(join(tmpdir(), "qsmtp-token-"));
    closing.push(() => rm(folder, { recursive: true }));
    const file = join(folder, "token");
    await writeFile(file, "0123456789abcdef-of-a-file\n");
    const { run, first } = await withControl("--control", "127.0.0.1:0", "--token-file", file);
    const headers = { Authorization: "Bearer 0123456789abcdef-of-a-file" };
    expect((await fetch(`${first.control.url}/modules`, { headers })).status).toBe(200);
    expect(run.stdout).not.toContain("0123456789abcdef");
  });

  it.each([
    ["a token that is too short", ["--control"], "short"],
    ["a token for no port", [], "0123456789abcdef"],
    ["two ports", ["--control", "127.0.0.1:0", "--control", "127.0.0.1:0"], "0123456789abcdef"],
  ])("refuses %s: exit code 2", async (_, args, token) => {
    const folder = await mkdtemp(join(tmpdir(), "qsmtp-token-"));
    closing.push(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, "token"), token);
    const run = startCli(["simulate", ...args, "--token-file", join(folder, "token")]);
    expect(await run.exitCode).toBe(ExitCode.usage);
    expect(run.stderr).not.toContain(token);
  });

  it("takes lines on the standard input, and ends with it", async () => {
    const lines = [
      { id: 1, do: "createModule", body: { options: { sim: { state: "absent" } } } },
      { id: 2, do: "changeState", module: "1", body: { signal: { rssi: 3 } } },
      { id: 3, do: "verify", module: "nosuch" },
    ];
    const stdin = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
    const run = startCli(["simulate", "--control", "-"], { stdin });
    expect(await run.exitCode).toBe(ExitCode.success);
    const answers = linesAfterFirst(run)
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line));
    expect(answers).toHaveLength(3);
    expect(answers).toContainEqual(
      expect.objectContaining({ id: 1, ok: true, result: expect.objectContaining({ id: "1" }) }),
    );
    expect(answers).toContainEqual(
      expect.objectContaining({
        id: 3,
        ok: false,
        problem: expect.objectContaining({ status: 404 }),
      }),
    );
  });

  it("ends at a signal while it waits for lines", async () => {
    const stdin = Readable.from(
      (async function* () {
        yield "";
        await new Promise(() => {});
      })(),
    );
    const run = startCli(["simulate", "--control", "-"], { stdin });
    await run.firstLine();
    run.interrupt("SIGINT");
    expect(await run.exitCode).toBe(ExitCode.success);
  });
});

describe("the scenario of qsmtp simulate", () => {
  async function scenarioFile(text: string): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), "qsmtp-scenario-"));
    closing.push(() => rm(folder, { recursive: true }));
    const file = join(folder, "scenario");
    await writeFile(file, text);
    return file;
  }

  const scenario = { sim: { pin: "1234" }, faults: [{ do: "error", on: "CSQ", error: 3 }] };
  it.each([
    ["JSON", JSON.stringify(scenario)],
    ["YAML", 'sim: { pin: "1234" }\nfaults:\n  - { do: error, on: CSQ, error: 3 }\n'],
  ])("is read from %s and is that of every module", async (_, text) => {
    const { port } = await simulate("--scenario", await scenarioFile(text));
    for (let connection = 1; connection <= 2; connection++) {
      const socket = connect(port, "127.0.0.1");
      closing.push(async () => socket.destroy());
      socket.write("ATE0;+CPIN?;+CSQ\r");
      let told = "";
      for await (const chunk of socket) {
        told += String(chunk);
        if (/(OK|ERROR[^\r]*)\r\n$/.test(told)) break;
      }
      expect(told).toContain("+CPIN: SIM PIN");
      expect(told).toContain("ERROR");
    }
  });

  it("is refused with every problem behind path, line and column", async () => {
    const file = await scenarioFile("seed: 1.5\nfaults:\n  - do: drop-ucr\n");
    const run = startCli(["simulate", "--scenario", file]);
    expect(await run.exitCode).toBe(ExitCode.usage);
    expect(run.stdout).toBe("");
    expect(run.stderr).toContain(`${file}:1:1: "seed" `);
    expect(run.stderr).toContain(`${file}:3:5: "faults[0].do" `);
    expect(run.stderr).toContain("Is drop-urc meant?");
  });

  it.each<[string, string, string, string[]?]>([
    ["no JSON or YAML", "{ faults: [", ":1:"],
    [
      "answers of a server that is not asked",
      "server: [{ mail: 1, error: 677 }]",
      '--relay: its server answers the mails, and "server" of',
      ["--relay", "smtp://127.0.0.1:25"],
    ],
    ["files that no module has", "files: [{ name: 'X:Y:Z?', text: a }]", "scenario.files[0].name"],
  ])("is refused with %s", async (_, text, problem, args = []) => {
    const run = startCli(["simulate", "--scenario", await scenarioFile(text), ...args]);
    expect(await run.exitCode).toBe(ExitCode.usage);
    expect(run.stderr).toContain(problem);
  });

  it("must be a file that can be read", async () => {
    const run = startCli(["simulate", "--scenario", join(tmpdir(), "no-such-scenario.yaml")]);
    expect(await run.exitCode).toBe(ExitCode.usage);
    expect(run.stderr).toContain("no-such-scenario.yaml cannot be read");
  });
});

describe("qsmtp send --port sim:", () => {
  it("delivers to the server on this computer", async () => {
    const server = await startMailServer();
    const args = ["--port", "sim:", "--server", `127.0.0.1:${server.port}`, "--tls", "none"];
    const mail = [
      "--from",
      "pump7@plant.test",
      "--to",
      "ops@plant.test",
      "--text",
      "x",
      "--subject",
      "Level",
    ];
    const run = startCli(["send", ...args, ...mail]);
    expect(await run.exitCode).toBe(ExitCode.success);
    expect(server.subjects).toEqual(["Level"]);
  });

  it("tells why its module could not deliver", async () => {
    const server = await startMailServer();
    const args = ["--port", "sim:", "--server", `localhost:${server.port}`, "--tls", "none"];
    const run = startCli([
      "send",
      ...args,
      "--from",
      "a@plant.test",
      "--to",
      "b@plant.test",
      "--text",
      "x",
    ]);
    expect(await run.exitCode).toBe(ExitCode.failure);
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
