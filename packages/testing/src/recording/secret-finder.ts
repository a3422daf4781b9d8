import { decodeReply, isDecodeError, type OperationDescriptor } from "@qsmtp/protocol";
import type { CommandReader } from "../modem/command-reader.ts";
import { lineSecrets, outputSecrets, secretNames } from "../modem/line-secrets.ts";
import type { HiddenBytes } from "./transcript-format.ts";

/** Shorter ones stand in too many places by chance; they are hidden where they were given only. */
const minSearchedLength = 4;
/** Of those that were seen last: a module holds far fewer. */
const maxKnown = 1000;

/** Finds what must not be shown in lines, and in all lines after them. */
export class SecretFinder {
  readonly #secretsOf: ReturnType<typeof lineSecrets>;
  readonly #operations: readonly OperationDescriptor[];
  /** What stands before answers that may hold a secret. */
  readonly #prefixes: ReadonlySet<string>;
  readonly #known = new Set<string>();
  #pattern: RegExp | undefined;

  /** @param always texts that are hidden wherever they stand */
  constructor(
    operations: readonly OperationDescriptor[],
    reader: CommandReader,
    always: readonly string[],
  ) {
    this.#secretsOf = lineSecrets(operations, reader);
    const lines = operations.flatMap(({ reply = [] }) => reply);
    this.#prefixes = new Set(
      lines.filter(({ fields }) => secretNames(fields).length > 0).map(({ prefix }) => prefix),
    );
    this.#operations = operations.filter(({ reply = [] }) =>
      reply.some(({ prefix }) => this.#prefixes.has(prefix)),
    );
    for (const text of always) this.#learn(text);
  }

  /** A line in pieces; `name` gives hidden bytes their name. */
  hideIn(
    line: string,
    direction: "sent" | "received",
    name: (secret: string) => HiddenBytes,
  ): readonly (string | HiddenBytes)[] {
    const content = line.replace(/^[\r\n]+|[\r\n]+$/g, "");
    const here = this.#secretsIn(content, direction);
    for (const secret of here) this.#learn(secret);
    const isAllKnown = here.every((secret) => this.#known.has(secret));
    const pattern = isAllKnown ? this.#pattern : patternOf([...this.#known, ...here]);
    if (pattern === undefined) return [line];
    const pieces: (string | HiddenBytes)[] = [];
    let end = 0;
    for (const { index, 0: secret } of line.matchAll(pattern)) {
      if (index > end) pieces.push(line.slice(end, index));
      pieces.push(name(secret));
      end = index + secret.length;
    }
    if (end < line.length) pieces.push(line.slice(end));
    return pieces;
  }

  #learn(secret: string): void {
    if (secret.length < minSearchedLength || this.#known.has(secret)) return;
    const [oldest = ""] = this.#known;
    if (this.#known.size >= maxKnown) this.#known.delete(oldest);
    this.#known.add(secret);
    this.#pattern = patternOf([...this.#known]);
  }

  #secretsIn(content: string, direction: "sent" | "received"): string[] {
    // What looks like a command may be its echo, whole or damaged.
    if (direction === "sent" || /^[^+]*at/i.test(content)) {
      const { secrets, unreadable } = this.#secretsOf(content);
      return [...secrets, ...unreadable].filter((secret) => secret !== "");
    }
    const [prefix = ""] = content.split(":", 1);
    return this.#prefixes.has(prefix) ? this.#secretsOfAnswer(prefix, content) : [];
  }

  #secretsOfAnswer(prefix: string, content: string): string[] {
    const secrets: string[] = [];
    let isRead = false;
    for (const operation of this.#operations) {
      if (operation.reply?.some((line) => line.prefix === prefix) !== true) continue;
      try {
        secrets.push(...outputSecrets(operation, decodeReply(operation, [content])));
        isRead = true;
      } catch (error) {
        if (!isDecodeError(error)) throw error;
      }
    }
    // Bytes of it may be lost or changed, so that nobody can tell where its secret stands.
    if (!isRead) secrets.push(content.slice(prefix.length + 1));
    return secrets.filter((text) => text !== "");
  }
}

function patternOf(secrets: readonly string[]): RegExp | undefined {
  if (secrets.length === 0) return undefined;
  const choice = [...new Set(secrets)]
    .sort((one, other) => other.length - one.length)
    .map((secret) => secret.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
  return new RegExp(choice.join("|"), "g");
}
