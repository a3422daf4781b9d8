import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createSimulatedModule,
  type SimulatedModule,
  type SimulatedModuleOptions,
} from "@qsmtp/testing";
import type { FarEnd } from "@qsmtp/transport";
import { listenFarEnd } from "@qsmtp/transport/mock";
import { type CapturedOptions, type CapturedRun, startCli } from "../captured-cli.fixture.ts";

/** The password in the environment of every run. */
export const password = "Grundwasser 4711";

const closing: (() => Promise<unknown> | undefined)[] = [];

/** Ends what the fixtures have begun. */
export async function closeBench(): Promise<void> {
  for (const close of closing.splice(0)) await close();
}

/** A simulated module behind a TCP port, and `qsmtp send` with what it needs to reach it. */
export interface SendBench {
  readonly module: SimulatedModule;
  readonly wires: readonly FarEnd[];
  /** With a sender, no recipient, and the leave to be empty. */
  send(args: readonly string[], options?: CapturedOptions): CapturedRun;
  /** With nothing of a mail. */
  sendBare(args: readonly string[], options?: CapturedOptions): CapturedRun;
}

export async function createBench(options: SimulatedModuleOptions = {}): Promise<SendBench> {
  const module = createSimulatedModule(options);
  const wires: FarEnd[] = [];
  const server = await listenFarEnd({
    onConnection: (farEnd) => {
      wires.push(farEnd);
      return module.attach(farEnd);
    },
  });
  closing.push(() => server.close());
  const sendBare = (args: readonly string[], runOptions: CapturedOptions = {}): CapturedRun =>
    startCli(
      [
        ...["send", "--port", `tcp://127.0.0.1:${server.port}`],
        ...["--server", "smtp.plant.test", "--tls", "none", ...args],
      ],
      { env: { QSMTP_PASSWORD: password }, ...runOptions },
    );
  const send: typeof sendBare = (args, runOptions) =>
    sendBare(["--from", "Pump 7 <pump7@plant.test>", "--allow-empty", ...args], runOptions);
  return { module, wires, send, sendBare };
}

/** A file in a folder of its own. */
export async function createFile(name: string, content: string | Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "qsmtp-cli-"));
  closing.push(() => rm(folder, { recursive: true }));
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}
