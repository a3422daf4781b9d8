import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { repository } from "./packer.ts";
import { runProgram } from "./run-program.ts";

/** Whether this process may build and run containers here. */
export const canRunContainers: boolean =
  process.getuid?.() === 0 && isThere("podman") && isThere("runc");

function isThere(program: string): boolean {
  try {
    execFileSync("sh", ["-c", `command -v ${program}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

// podman asks for more than root may have where it has not all capabilities.
const limits = ["--ulimit", "nofile=1024:1024", "--ulimit", "nproc=4096:4096"];

/** A container that runs in the foreground. */
export interface RunningContainer {
  readonly name: string;
  /** The first line that it printed. */
  readonly firstLine: string;
  /** Resolves with its exit code. */
  readonly ended: Promise<number | null>;
}

/** Images and containers in a folder of their own, with a network of their own. */
export class Podman {
  readonly #folder: string;
  readonly #network = `qsmtp-${process.pid}`;
  readonly #running = new Set<ChildProcess>();
  #count = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async open(): Promise<void> {
    await mkdir(path.join(this.#folder, "networks"), { recursive: true });
    await this.do("network", "create", this.#network);
  }

  /** Leaves nothing, not even the network's bridge. */
  async close(): Promise<void> {
    await this.do("rm", "--all", "--force");
    await this.do("network", "rm", "--force", this.#network);
    await rm(path.join("/var/lib/cni/networks", this.#network), { recursive: true, force: true });
    await Promise.all([...this.#running].map((child) => once(child, "close")));
    await rm(this.#folder, { recursive: true, force: true });
  }

  do(...args: readonly string[]): Promise<string> {
    return runProgram("podman", [...this.#global, ...args], this.#folder);
  }

  /** Runs another program in an image, to its end. */
  runOther(image: string, program: string, args: readonly string[]): Promise<string> {
    const alone = ["--rm", "--network", "none", "--no-healthcheck", ...limits];
    return this.do("run", ...alone, "--entrypoint", program, image, ...args);
  }

  /** Makes an image of a folder. */
  async importFolder(folder: string, name: string): Promise<void> {
    const podman = ["podman", ...this.#global].join(" ");
    const search = "ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    const line = `tar -C '${folder}' -c . | ${podman} import --change '${search}' - ${name}`;
    await runProgram("sh", ["-c", line], this.#folder);
  }

  /**
   * Runs a `docker build` of a documented line at the root of the repository, as it is. Nothing is asked of
   * any registry: images are those that are there, packages those of npm's cache.
   */
  build(line: string, cache: { readonly npmrc: string; readonly folder: string }): Promise<string> {
    // Without the format of Docker there would be no health check.
    const more = `--format docker --layers=false --pull=never --network none ${limits.join(" ")} \
      --volume ${cache.npmrc}:/usr/local/etc/npmrc:ro --volume ${cache.folder}:/cache`;
    return runProgram("sh", ["-c", this.#script("build", more, line)], repository);
  }

  /** Runs a `docker run` of a documented line until it has printed a line. `$PWD` is the given folder. */
  async run(line: string, folder: string): Promise<RunningContainer> {
    this.#count++;
    const name = `served-${this.#count}`;
    // Health checks are run by systemd, which need not be there; the tests run them by hand.
    // It is said to need neither files to write nor capabilities.
    const strict = "--read-only --cap-drop all";
    const more = `--name ${name} --network ${this.#network} --health-interval disable ${strict} ${limits.join(" ")}`;
    const script = `PWD='${folder}'\n${this.#script("run", more, line)}`;
    const child = spawn("sh", ["-c", script], {
      cwd: repository,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#running.add(child);
    const ended = once(child, "close").then(([exitCode]) => {
      this.#running.delete(child);
      return exitCode as number | null;
    });
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors += text;
    });
    let printed = "";
    const firstLine = new Promise<string>((resolve, reject) => {
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        printed += text;
        const end = printed.indexOf("\n");
        if (end >= 0) resolve(printed.slice(0, end));
      });
      void ended.then(() => reject(new Error(`the container ended early: ${printed}${errors}`)));
    });
    return { name, firstLine: await firstLine, ended };
  }

  get #global(): string[] {
    // crun refuses machines that have both versions of control groups.
    return [
      ...["--root", path.join(this.#folder, "images"), "--runroot", path.join(this.#folder, "run")],
      ...["--network-config-dir", path.join(this.#folder, "networks")],
      ...["--runtime", "runc", "--cgroup-manager", "cgroupfs"],
    ];
  }

  #script(command: string, more: string, line: string): string {
    const podman = ["podman", ...this.#global].join(" ");
    return `docker() { shift; exec ${podman} ${command} ${more} "$@"; }\n${line}`;
  }
}
