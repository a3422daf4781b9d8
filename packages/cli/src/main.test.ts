import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";

/** Two processes, each of which compiles the whole source. */
const timeoutMs = 30_000;

const running: ChildProcess[] = [];

afterEach(() => {
  for (const child of running.splice(0)) child.kill("SIGKILL");
});

/** Starts the program as a process of its own. */
function start(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const main = join(import.meta.dirname, "main.ts");
  const child = spawn(process.execPath, ["--conditions=@qsmtp/source", main, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.push(child);
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      output[name] += text;
    });
  }
  const exited = once(child, "close").then(([code]) => ({ exitCode: code as number, ...output }));
  return { child, exited };
}

it(
  "has a version",
  async () => {
    const { exitCode, stdout } = await start(["--version"]).exited;
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  },
  timeoutMs,
);

it(
  "ends with 2 after a wrong command line",
  async () => {
    const { exitCode, stderr } = await start(["send", "--password", "geheim"]).exited;
    expect(exitCode).toBe(2);
    expect(stderr).toContain("QSMTP_PASSWORD");
    expect(stderr).not.toContain("geheim");
  },
  timeoutMs,
);

it(
  "simulates a module until SIGTERM, and sends a mail through it",
  async () => {
    const simulator = start(["simulate"]);
    const [line] = await once(simulator.child.stdout ?? expect.unreachable(), "data");
    const { port } = JSON.parse(String(line)) as { port: number };
    const mail = [
      "--tls",
      "none",
      "--from",
      "a@plant.test",
      "--to",
      "b@plant.test",
      "--text",
      "x",
      "--json",
    ];
    const { exitCode, stdout, stderr } = await start([
      ...["send", "--port", `tcp://127.0.0.1:${port}`, "--server", "127.0.0.1"],
      ...mail,
    ]).exited;
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: "sent" });
    simulator.child.kill("SIGTERM");
    const ended = await simulator.exited;
    expect(ended.exitCode).toBe(0);
    expect(ended.stdout).toContain("mail from a@plant.test to b@plant.test");
  },
  timeoutMs,
);
