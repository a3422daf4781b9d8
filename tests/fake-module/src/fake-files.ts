import { wordSum } from "./bytes.ts";
import { type Answer, type FakeModule, final, reply } from "./fake-module.ts";

const badInput = 400;
const absent = 405;
const exists = 407;
const full = 403;
const badName = 406;
const notDeleted = 418;
const badHandle = 416;
const alreadyOpen = 426;
const beyondFile = 401;
const readOnly = 414;

interface OpenFile {
  readonly name: string;
  readonly mode: string;
  at: number;
}

/** What is left of a file whose bytes are not kept. */
interface Counted {
  bytes: number;
  sum: number;
}

/** The module's files by full name, `UFS:` or `RAM:` in front; contents a character for each byte. */
export class FakeFiles {
  readonly stored: Map<string, string> = new Map();
  /** Uploads are counted and summed instead of kept, for what is larger than a test should hold. */
  forgets = false;
  /** The bytes that a file can have beyond which writing stops: a short count, and no error. */
  writesAtMost: number = Number.POSITIVE_INFINITY;
  readonly counted: Map<string, Counted> = new Map();
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
    return [...this.stored.keys(), ...this.counted.keys()].sort();
  }

  get freeRam(): number {
    const used = [...this.stored].filter(([name]) => name.startsWith("RAM:"));
    const blocks = used.map(([, bytes]) => Math.ceil(bytes.length / this.#blockBytes));
    return this.#ramBytes - blocks.reduce((sum, count) => sum + count * this.#blockBytes, 0);
  }

  /** Handles that are open, with the names of their files. */
  get handles(): string[] {
    return [...this.#open.values()].map(({ name }) => name);
  }

  sizeOf(given: string): number | undefined {
    const name = this.resolve(given);
    return this.counted.get(name)?.bytes ?? this.stored.get(name)?.length;
  }

  /** The name under which a file is kept, or would be. */
  resolve(given: string): string {
    const name = /^(RAM|UFS|SD):/.test(given) ? given : `UFS:${given}`;
    if (!this.ignoresCase) return name;
    return this.names.find((kept) => kept.toLowerCase() === name.toLowerCase()) ?? name;
  }

  eraseRam(): void {
    for (const name of this.names) if (name.startsWith("RAM:")) this.#forget(name);
    this.#open.clear();
  }

  run(command: string, module: FakeModule): Answer | undefined {
    const found = /^\+(QF[A-Z]+)(?:\?|=(.*))?$/i.exec(command);
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
        const counted = this.counted.get(file);
        if (counted !== undefined) return this.#sendFiller(counted, module);
        const bytes = this.stored.get(file);
        if (bytes === undefined) return { text: module.error(absent) };
        const result = reply(`+QFDWL: ${bytes.length},${wordSum(bytes)}`);
        return { text: `${final("CONNECT")}${bytes}${result}` };
      }
      case "QFOPEN":
        if (values === undefined) return { text: this.#listOpen() };
        return { text: this.#openFile(file, rest[0] ?? "0", module) };
      case "QFREAD":
        return { text: this.#read(Number(first), rest[0], module) };
      case "QFSEEK":
        return { text: this.#seek(Number(first), rest, module) };
      case "QFWRITE":
        return this.#write(Number(first), rest, module);
      case "QFCLOSE":
        return { text: this.#open.delete(Number(first)) ? reply() : module.error(badHandle) };
      default:
        return undefined;
    }
  }

  #list(pattern: string, module: FakeModule): string {
    const line = (name: string): string => `+QFLST: "${name}",${this.sizeOf(name) ?? 0}`;
    const storage = storageOfAll(pattern);
    if (storage !== undefined) {
      return reply(...this.names.filter((name) => name.startsWith(storage)).map(line));
    }
    const name = this.resolve(pattern);
    return this.sizeOf(name) !== undefined ? reply(line(name)) : module.error(absent);
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
      const name = this.resolve(pattern);
      if (this.handles.includes(name)) return module.error(alreadyOpen);
      return this.#forget(name) ? reply() : module.error(notDeleted);
    }
    for (const name of this.names) if (name.startsWith(storage)) this.#forget(name);
    return reply();
  }

  #forget(name: string): boolean {
    const counted = this.counted.delete(name);
    return this.stored.delete(name) || counted;
  }

  #upload(name: string, values: readonly string[], module: FakeModule): Answer {
    const [size = "10240", seconds = "5", ack = "0"] = values;
    const lengthBytes = Number(size);
    if (![size, seconds].every((value) => /^[1-9]\d*$/.test(value))) {
      return { text: module.error(badInput) };
    }
    if (/[*?]|[^ -~]/.test(name)) return { text: module.error(badName) };
    if (this.sizeOf(name) !== undefined) return { text: module.error(exists) };
    if (name.startsWith("RAM:") && lengthBytes > this.freeRam) return { text: module.error(full) };
    if (this.forgets) return this.#count(name, lengthBytes, ack === "1" ? 1024 : undefined);
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

  #count(name: string, lengthBytes: number, ackEvery: number | undefined): Answer {
    const file: Counted = { bytes: 0, sum: 0 };
    this.counted.set(name, file);
    const take = (bytes: string): void => count(file, bytes);
    const done = (): string => reply(`+QFUPL: ${file.bytes},${file.sum.toString(16)}`);
    return { text: final("CONNECT"), data: { lengthBytes, ackEvery, take, done } };
  }

  /** What was not kept is not sent: bytes of any kind, and the sum of those that came. */
  #sendFiller({ bytes, sum }: Counted, module: FakeModule): Answer {
    let left = bytes;
    const next = (): void => {
      const length = Math.min(1024, left);
      left -= length;
      if (length === 0) module.print(reply(`+QFDWL: ${bytes},${sum.toString(16)}`));
      else module.print("x".repeat(length));
      if (length > 0) module.later((length * 10_000) / module.wire.baud + 1, next);
    };
    module.later(1, next);
    return { text: final("CONNECT") };
  }

  #listOpen(): string {
    return reply(
      ...[...this.#open].map(([handle, { name, mode }]) => `+QFOPEN: "${name}",${handle},${mode}`),
    );
  }

  #seek(handle: number, [offset = "", from = "0"]: readonly string[], module: FakeModule): string {
    const file = this.#open.get(handle);
    if (file === undefined) return module.error(badHandle);
    const size = this.sizeOf(file.name) ?? 0;
    const at = Number(offset) + ({ "1": file.at, "2": size }[from] ?? 0);
    if (at > size) return module.error(beyondFile);
    file.at = at;
    return reply();
  }

  #write(handle: number, values: readonly string[], module: FakeModule): Answer {
    const [length = "10240", seconds = "5"] = values;
    const file = this.#open.get(handle);
    if (file === undefined) return { text: module.error(badHandle) };
    if (file.mode === "2") return { text: module.error(readOnly) };
    const lengthBytes = Number(length);
    const isRam = file.name.startsWith("RAM:");
    if (isRam && lengthBytes > this.freeRam) return { text: module.error(full) };
    const counted = this.counted.get(file.name);
    if (counted !== undefined) {
      const take = (bytes: string): void => count(counted, bytes);
      const done = (): string => reply(`+QFWRITE: ${lengthBytes},${counted.bytes}`);
      return { text: final("CONNECT"), data: { lengthBytes, take, done } };
    }
    return {
      text: final("CONNECT"),
      data: {
        lengthBytes,
        idleMs: Number(seconds) * 1000,
        done: (bytes, how) => {
          const old = this.stored.get(file.name) ?? "";
          const taken = bytes.slice(0, Math.max(0, this.writesAtMost - file.at));
          const content = old.slice(0, file.at) + taken + old.slice(file.at + taken.length);
          this.stored.set(file.name, content);
          file.at += taken.length;
          if (how === "escape") return reply();
          return reply(`+QFWRITE: ${taken.length},${content.length}`);
        },
      },
    };
  }

  #openFile(name: string, mode: string, module: FakeModule): string {
    if (this.handles.includes(name)) return module.error(alreadyOpen);
    const isThere = this.sizeOf(name) !== undefined;
    if (mode === "2" && !isThere) return module.error(absent);
    if (mode === "1" || !isThere) this.stored.set(name, "");
    const handle = this.#handles++;
    this.#open.set(handle, { name, mode, at: 0 });
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

function count(file: Counted, bytes: string): void {
  for (const character of bytes) {
    file.sum ^= character.charCodeAt(0) << (file.bytes % 2 === 0 ? 8 : 0);
    file.bytes += 1;
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
