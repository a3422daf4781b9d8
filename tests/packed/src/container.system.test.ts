import { once } from "node:events";
import { chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { layBaseImage } from "./base-image.ts";
import { findPnpm, repository } from "./packer.ts";
import { canRunContainers, Podman, type RunningContainer } from "./podman.ts";
import { runProgram } from "./run-program.ts";

const page = await readFile(path.join(repository, "docs/simulate.md"), "utf8");
const lines = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, block = ""]) =>
  block.trimEnd().split("\n"),
);
const [packing, building, running] = ["pnpm ", "docker build ", "docker run "].map((begin) =>
  lines.filter((line) => line.startsWith(begin)),
) as [string[], string[], string[]];
const fromTarballs = building.find((line) => line.includes("/tmp/tarballs")) ?? "";
const fromRegistry = building.find((line) => !line.includes("/tmp/tarballs")) ?? "";
const plain = running.find((line) => !line.includes("--control")) ?? "";
const controlled = running.find((line) => line.includes("--control")) ?? "";

/** Somebody whom no image knows. */
const stranger = 4321;

// Containers need root, podman and runc, which CI does not install: not every machine lets them run.
describe.skipIf(!canRunContainers)("the container of docs/simulate.md", () => {
  let scratch: string;
  let podman: Podman;
  let cache: { readonly npmrc: string; readonly folder: string };

  beforeAll(async () => {
    // podman wants a short path.
    scratch = await mkdtemp(path.join(tmpdir(), "qsmtp-c-"));
    podman = new Podman(path.join(scratch, "podman"));
    await podman.open();
    const tarballs = path.join(scratch, "tarballs");
    await mkdir(tarballs);
    cache = { npmrc: path.join(scratch, "npmrc"), folder: path.join(scratch, "cache") };
    await packTarballs(tarballs);
    await fillCache(tarballs, cache, path.join(scratch, "filled"));
    const base = path.join(scratch, "base");
    await podman.importFolder(base, await layBaseImage(base));
    await podman.build(fromTarballs.replaceAll("/tmp/tarballs", tarballs), cache);
  });
  afterAll(async () => {
    await podman.close();
    await rm(scratch, { recursive: true, force: true });
  });

  it("has all lines of the page tested here", () => {
    const known = [...packing, fromTarballs, fromRegistry, plain, controlled];
    const ofContainers = lines.filter((line) => /^(?:docker|pnpm) /.test(line));
    expect(new Set(ofContainers)).toEqual(new Set(known));
  });

  it("installs the published package unless it is told otherwise", async () => {
    await expect(podman.build(fromRegistry, cache)).rejects.toThrow(/@qsmtp%2fcli/i);
  });

  it("holds the packages that the program needs, and nothing that built it", async () => {
    const code = `const { existsSync, readdirSync } = require("node:fs");
      const modules = "/opt/qsmtp/node_modules";
      console.log(JSON.stringify({
        ours: readdirSync(modules + "/@qsmtp"),
        left: ["/packages", "/cache", modules + "/typescript"].filter(existsSync),
      }));`;
    const printed = await podman.runOther("qsmtp-simulate", "node", ["-e", code]);
    const [json = ""] = /^\{.*\}$/m.exec(printed) ?? [];
    expect(JSON.parse(json)).toEqual({
      ours: ["cli", "client", "protocol", "testing", "transport"],
      left: [],
    });
  });

  it("has a health check that fails where nothing listens", async () => {
    const inspected = await podman.do("image", "inspect", "qsmtp-simulate");
    const [, grep = "", ...args] = JSON.parse(inspected)[0].Healthcheck.Test as string[];
    await expect(podman.runOther("qsmtp-simulate", grep, args)).rejects.toThrow(/ended with 1,/);
  });

  it("serves a module at a port of this computer, as a user who is not root, and ends when told", async () => {
    const container = await podman.run(atAnyPort(plain), scratch);
    expect(JSON.parse(container.firstLine)).toEqual({ host: "0.0.0.0", port: 7070 });
    expect(await firstProcess(container)).toEqual({ uid: "1000", pid: "1" });
    expect(await converse(await published(container, 7070), "AT\r")).toBe("AT\r\r\nOK\r\n");
    await stop(container);
  });

  it("is controlled by a token of a file that its user can read, and checked without a trace", async () => {
    await writeFile(path.join(scratch, "token"), "a-token-for-one-test\n", { mode: 0o600 });
    await chown(path.join(scratch, "token"), stranger, stranger);
    const line = atAnyPort(controlled).replace("$(id -u)", String(stranger));
    const container = await podman.run(line, scratch);
    expect(container.firstLine).not.toContain("token");
    expect(await firstProcess(container)).toEqual({ uid: String(stranger), pid: "1" });
    await podman.do("healthcheck", "run", container.name);
    const url = `http://127.0.0.1:${await published(container, 7071)}/modules`;
    const authorized = { Authorization: "Bearer a-token-for-one-test" };
    const answer = await fetch(url, { headers: authorized });
    expect(await answer.json()).toEqual({ modules: [] });
    expect((await fetch(url)).status).toBe(401);
    await stop(container);
  });

  /** The port of this computer that leads to a port of the container: of this computer alone. */
  async function published(container: RunningContainer, port: number): Promise<number> {
    const printed = await podman.do("port", container.name, `${port}/tcp`);
    const [, found] = /^127\.0\.0\.1:(\d+)\s*$/.exec(printed) ?? expect.unreachable(printed);
    return Number(found);
  }

  /** What the host sees of the process that the container is: its user, and its number in there. */
  async function firstProcess({ name }: RunningContainer): Promise<object> {
    const host = await podman.do("inspect", "--format", "{{.State.Pid}}", name);
    const status = await readFile(`/proc/${host.trim()}/status`, "utf8");
    const [, uid] = /^Uid:\s+(\d+)/m.exec(status) ?? [];
    const [, pid] = /^NSpid:.*\s(\d+)$/m.exec(status) ?? [];
    return { uid, pid };
  }

  /** One that does not end by SIGTERM is killed at last, which its exit code tells. */
  async function stop({ name, ended }: RunningContainer): Promise<void> {
    await podman.do("stop", "--time", "60", name);
    expect(await ended).toBe(0);
  }
});

async function packTarballs(into: string): Promise<void> {
  const search = [path.dirname(await findPnpm()), process.env.PATH].join(path.delimiter);
  const env = { PATH: search, TURBO_TELEMETRY_DISABLED: "1" };
  for (const line of packing) {
    const placed = line.replaceAll("/tmp/tarballs", into);
    await runProgram("sh", ["-c", placed], repository, env);
  }
}

/** Gets what the installation will want, so that the build itself needs no network. */
async function fillCache(
  tarballs: string,
  cache: { readonly npmrc: string; readonly folder: string },
  project: string,
): Promise<void> {
  await mkdir(project);
  await writeFile(path.join(project, "package.json"), "{}");
  const files = (await readdir(tarballs)).map((file) => path.join(tarballs, file));
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund"];
  await runProgram("npm", ["install", "--cache", cache.folder, ...quiet, ...files], project);
  const registry = await runProgram("npm", ["config", "get", "registry"], project);
  await writeFile(cache.npmrc, `cache=/cache\noffline=true\nregistry=${registry}`);
}

/** Other programs may have the documented ports of this computer. */
function atAnyPort(line: string): string {
  return line.replaceAll(/127\.0\.0\.1:\d+:(\d+)/g, "127.0.0.1::$1");
}

/** Says something to a module, and gives all that comes back up to the final result. */
async function converse(port: number, text: string): Promise<string> {
  const socket = connect(port, "127.0.0.1").setEncoding("latin1");
  await once(socket, "connect");
  socket.write(text);
  let answer = "";
  for await (const piece of socket) {
    answer += piece;
    if (/\r\n(?:OK|ERROR)\r\n$/.test(answer)) break;
  }
  return answer;
}
