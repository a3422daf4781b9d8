import { createHash } from "node:crypto";

const keptLines = 60;
const chunkLines = 500;

/** All that happened, as a digest; the last lines of it are kept for whoever must find a fault. */
export class EventLog {
  readonly #hash = createHash("sha256");
  readonly #now: () => number;
  readonly #onLine: ((line: string) => void) | undefined;
  readonly #last: string[] = Array.from({ length: keptLines }, () => "");
  #count = 0;
  #pending: string[] = [];

  constructor(now: () => number, onLine?: (line: string) => void) {
    this.#now = now;
    this.#onLine = onLine;
  }

  add(source: string, text: string): void {
    const line = `${timeOf(this.#now())} ${source} ${text}`;
    this.#last[this.#count++ % keptLines] = line;
    this.#pending.push(line);
    if (this.#pending.length >= chunkLines) this.#flush();
    this.#onLine?.(line);
  }

  /** The last lines, the oldest first. */
  tail(): string[] {
    const at = this.#count % keptLines;
    return [...this.#last.slice(at), ...this.#last.slice(0, at)].filter((line) => line !== "");
  }

  get lines(): number {
    return this.#count;
  }

  /** Of everything so far; ends the log. */
  digest(): string {
    this.#flush();
    return this.#hash.digest("hex").slice(0, 16);
  }

  #flush(): void {
    this.#hash.update(this.#pending.join("\n"));
    this.#pending = [];
  }
}

/** Day and time of day, to the millisecond. */
function timeOf(ms: number): string {
  const days = Math.floor(ms / 86_400_000);
  const time = new Date(ms - days * 86_400_000).toISOString().slice(11, 23);
  return `${days}d ${time}`;
}
