import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";

/**
 * Hears on its standard input which processes there are and where the link leads. When that ends without
 * a farewell, the process that made them is gone: they must not stay.
 */
const script = `
pids= target=
while read -r what value; do
  case $what in
    pids) pids=$value ;;
    target) target=$value ;;
    farewell) exit 0 ;;
  esac
done
[ -z "$pids" ] || kill -9 $pids 2>/dev/null
[ "$(readlink "$1")" != "$target" ] || rm -f "$1"
rm -rf "$2"
`;

/**
 * A process that takes socat, the link and the folder away when this process was killed and could not do
 * so itself.
 */
export class PtyCaretaker {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;

  constructor(path: string, folder: string) {
    // In a group of its own: a signal for the group of this process must leave it alive.
    const args = ["-c", script, "sh", resolve(path), folder];
    this.#child = spawn("sh", args, { stdio: ["pipe", "ignore", "ignore"], detached: true });
    this.#ended = once(this.#child, "exit").catch(() => {});
    // Without it the link is taken away wherever this process can do so.
    this.#child.on("error", () => {});
    this.#child.stdin?.on("error", () => {});
    this.#child.unref();
  }

  /** Tells which processes there are. */
  note(children: Iterable<ChildProcess>): void {
    this.#tell(`pids ${[...children].map(({ pid }) => pid).join(" ")}`);
  }

  /** Tells where the link leads. */
  noteTarget(target: string): void {
    this.#tell(`target ${target}`);
  }

  /** Nothing is left for it to do. */
  async dismiss(): Promise<void> {
    const { exitCode, signalCode, pid, stdin } = this.#child;
    stdin?.end("farewell\n");
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    this.#child.ref();
    await this.#ended;
  }

  #tell(line: string): void {
    if (this.#child.stdin?.writable) this.#child.stdin.write(`${line}\n`);
  }
}
