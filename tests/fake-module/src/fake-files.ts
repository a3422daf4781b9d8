import { wordSum } from "./bytes.ts";
import { type Answer, type FakeModule, final, reply } from "./fake-module.ts";

const absent = 405;
const exists = 407;
const full = 403;
const notDeleted = 418;
const badHandle = 416;

interface OpenFile {
  readonly name: string;
  at: number;
}

/** The module's files by full name, `UFS:` or `RAM:` in front; contents a character for each byte. */
export class FakeFiles {
  readonly stored: Map<string, string> = new Map();
  /** Names that differ in case only are the same file. */
  ignoresCase = false;
  readonly #ramBytes: number;
  readonly #blockBytes: number;
  readonly #open = new Map<number, OpenFile>();
  #handles = 3000;

  constructor(ramBytes: number, blockBytes: number) {
    this.#ramBytes = ramBytes;
    this.#blockBytes = blockBytes;
  }

  get names(): string[] {
    return [...this.stored.keys()].sort();
  }

  get freeRam(): number {
    const used = [...this.stored].filter(([name]) => name.startsWith("RAM:"));
    const blocks = used.map(([, bytes]) => Math.ceil(bytes.length / this.#blockBytes));
    return this.#ramBytes - blocks.reduce((sum, count) => sum + count * this.#blockBytes, 0);
  }

  /** The name under which a file is kept, or would be. */
  resolve(given: string): string {
    const name = /^(RAM|UFS|SD):/.test(given) ? given : `UFS:${given}`;
    if (!this.ignoresCase) return name;
    return this.names.find((kept) => kept.toLowerCase() === name.toLowerCase()) ?? name;
  }

  eraseRam(): void {
    for (const name of this.names) if (name.startsWith("RAM:")) this.stored.delete(name);
    this.#open.clear();
  }

  run(command: string, module: FakeModule): Answer | undefined {
    const found = /^\+(QF[A-Z]+)(?:=(.*))?$/i.exec(command);
    if (found === null) return undefined;
    const [, name = "", values] = found;
    const given = values === undefined ? [] : splitValues(values);
    const [first = "", ...rest] = given;
    const file = this.resolve(first);
    switch (name.toUpperCase()) {
      case "QFLST":
        return { text: this.#list(first === "" ? "*" : first, module) };
      case "QFLDS":
        return { text: this.#space(first) };
      case "QFDEL":
        return { text: this.#delete(first, module) };
      case "QFUPL":
        return this.#upload(file, rest, module);
      case "QFDWL": {
        const bytes = this.stored.get(file);
        if (bytes === undefined) return { text: module.error(absent) };
        const result = reply(`+QFDWL: ${bytes.length},${wordSum(bytes)}`);
        return { text: `${final("CONNECT")}${bytes}${result}` };
      }
      case "QFOPEN":
        return { text: this.#openFile(file, rest[0] ?? "0", module) };
      case "QFREAD":
        return { text: this.#read(Number(first), rest[0], module) };
      case "QFCLOSE":
        return { text: this.#open.delete(Number(first)) ? reply() : module.error(badHandle) };
      default:
        return undefined;
    }
  }

  #list(pattern: string, module: FakeModule): string {
    const line = (name: string): string =>
      `+QFLST: "${name}",${this.stored.get(name)?.length ?? 0}`;
    const storage = storageOfAll(pattern);
    if (storage !== undefined) {
      return reply(...this.names.filter((name) => name.startsWith(storage)).map(line));
    }
    const name = this.resolve(pattern);
    return this.stored.has(name) ? reply(line(name)) : module.error(absent);
  }

  #space(storage: string): string {
    if (storage === "RAM") return reply(`+QFLDS: ${this.freeRam},${this.#ramBytes}`);
    if (storage === "UFS") return reply("+QFLDS: 4128768,4194304");
    const sizes = [...this.stored].filter(([name]) => name.startsWith("UFS:"));
    const used = sizes.reduce((sum, [, bytes]) => sum + bytes.length, 0);
    return reply(`+QFLDS: ${used},${sizes.length}`);
  }

  #delete(pattern: string, module: FakeModule): string {
    const storage = storageOfAll(pattern);
    if (storage === undefined) {
      return this.stored.delete(this.resolve(pattern)) ? reply() : module.error(notDeleted);
    }
    for (const name of this.names) if (name.startsWith(storage)) this.stored.delete(name);
    return reply();
  }

  #upload(name: string, values: readonly string[], module: FakeModule): Answer {
    const [size = "10240", seconds = "5", ack = "0"] = values;
    const lengthBytes = Number(size);
    if (this.stored.has(name)) return { text: module.error(exists) };
    if (name.startsWith("RAM:") && lengthBytes > this.freeRam) return { text: module.error(full) };
    // The name is there from the first byte on, and what came stays when the upload is broken off.
    this.stored.set(name, "");
    return {
      text: final("CONNECT"),
      data: {
        lengthBytes,
        idleMs: Number(seconds) * 1000,
        ackEvery: ack === "1" ? 1024 : undefined,
        done: (bytes, how) => {
          this.stored.set(name, bytes);
          if (how === "escape") return reply();
          return reply(`+QFUPL: ${bytes.length},${wordSum(bytes)}`);
        },
      },
    };
  }

  #openFile(name: string, mode: string, module: FakeModule): string {
    if (mode === "2" && !this.stored.has(name)) return module.error(absent);
    if (mode === "1" || !this.stored.has(name)) this.stored.set(name, "");
    const handle = this.#handles++;
    this.#open.set(handle, { name, at: 0 });
    return reply(`+QFOPEN: ${handle}`);
  }

  #read(handle: number, length: string | undefined, module: FakeModule): string {
    const file = this.#open.get(handle);
    if (file === undefined) return module.error(badHandle);
    const rest = (this.stored.get(file.name) ?? "").slice(file.at);
    const bytes = length === undefined ? rest : rest.slice(0, Number(length));
    if (bytes === "") return module.error(402);
    file.at += bytes.length;
    return `${final(`CONNECT ${bytes.length}`)}${bytes}${reply()}`;
  }
}

/** The storage that a wildcard stands for. */
function storageOfAll(pattern: string): string | undefined {
  if (pattern === "*") return "UFS:";
  return /^(RAM|UFS|SD):\*$/.test(pattern) ? pattern.slice(0, -1) : undefined;
}

/** The values of a command; quotes are taken away. */
export function splitValues(text: string): string[] {
  const values = text.match(/"[^"]*"|[^,]+|(?<=,|^)(?=,|$)/g) ?? [];
  return values.map((value) => value.replaceAll('"', ""));
}
