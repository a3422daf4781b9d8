import { Command, type DecodedCommand, type Field, type Operation } from "@qsmtp/protocol";

/** A command line that the module received, as it stood on the wire. */
export interface ReceivedCommand {
  /** When its CR came, on the module's clock. */
  readonly atMs: number;
  /** Without the CR. May hold secrets. */
  readonly line: string;
}

interface Entry {
  readonly atMs: number;
  readonly text: string;
}

/** Notes what went over the line, for a person to read. */
export class Transcript {
  readonly received: ReceivedCommand[] = [];
  readonly #entries: Entry[] = [];
  readonly #masks: ((text: string) => string)[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** A whole command line from the host. */
  commandLine(line: string): void {
    this.received.push({ atMs: this.#now(), line });
    this.#note(`> ${line}`);
  }

  /** Remembers the secrets of a command, to mask them wherever they appear. */
  decoded({ operation, input }: DecodedCommand): void {
    if (!hasSecrets(operation)) return;
    const command = new Command(operation, input);
    this.#masks.push((text) => command.mask(text));
  }

  /** Masks all arguments of a command that could not be read and might hold a secret. */
  refused(line: string, candidates: readonly Operation[]): void {
    const args = line.slice(line.indexOf("=") + 1);
    if (args === "" || !candidates.some(hasSecrets)) return;
    this.#masks.push((text) => text.replaceAll(args, "***"));
  }

  /** Lines to the host. */
  printed(text: string): void {
    for (const line of text.split(/[\r\n]+/)) {
      if (line !== "") this.#note(`< ${line}`);
    }
  }

  /** Bytes of a data phase. */
  data(direction: ">" | "<", bytes: number): void {
    this.#note(`${direction} (${bytes} bytes)`);
  }

  /** Something that happened to the module. */
  event(text: string): void {
    this.#note(`- ${text}`);
  }

  /** A line each, times in seconds since the first, secrets masked. */
  toText(): string {
    const startMs = this.#entries[0]?.atMs ?? 0;
    return this.#entries
      .map(({ atMs, text }) => {
        const seconds = ((atMs - startMs) / 1000).toFixed(3).padStart(9);
        return `${seconds} ${this.#mask(text)}\n`;
      })
      .join("");
  }

  #mask(text: string): string {
    return this.#masks.reduce((masked, mask) => mask(masked), text);
  }

  #note(text: string): void {
    this.#entries.push({ atMs: this.#now(), text });
  }
}

function hasSecrets(operation: Operation): boolean {
  return (operation.args ?? []).some(isSecret);
}

function isSecret(field: Field): boolean {
  if ("type" in field) return field.sensitive === true;
  if ("optional" in field) return field.optional.some(isSecret);
  return "list" in field && field.list.sensitive === true;
}
