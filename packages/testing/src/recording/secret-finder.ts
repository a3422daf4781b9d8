import {
  decodeReply,
  isDecodeError,
  type OperationDescriptor,
  parseFinalResult,
} from "@qsmtp/protocol";
import { allUrcs } from "@qsmtp/protocol/catalog";
import type { CommandReader } from "../modem/command-reader.ts";
import { lineSecrets, outputSecrets, secretNames } from "../modem/line-secrets.ts";
import { splitCommands } from "../modem/split-commands.ts";
import { foreignSecrets, isForeignWithSecrets } from "./foreign-secrets.ts";
import type { HiddenBytes } from "./transcript-format.ts";

/** Shorter ones stand in too many places by chance; they are hidden where they were given only. */
const minSearchedLength = 4;
/** Of those that were seen last: a module holds far fewer. */
const maxKnown = 1000;

/** Finds what must not be shown in lines, and in all lines after them. */
export class SecretFinder {
  readonly #secretsOf: ReturnType<typeof lineSecrets>;
  readonly #operations: readonly OperationDescriptor[];
  readonly #reader: CommandReader;
  /** What stands before answers that may hold a secret. */
  readonly #prefixes: ReadonlySet<string>;
  /** What stands before answers and before lines that come by themselves. */
  readonly #allPrefixes: ReadonlySet<string>;
  readonly #always: readonly string[];
  readonly #known = new Set<string>();
  /** Finds all that is known; made when it is needed. */
  #pattern: RegExp | undefined;
  #lastSent = "";
  /** Whether a command has no result yet that may be answered with secrets. */
  #awaitsSecrets = false;

  /** @param always texts that are hidden wherever they stand, however short they are */
  constructor(
    operations: readonly OperationDescriptor[],
    reader: CommandReader,
    always: readonly string[],
  ) {
    this.#secretsOf = lineSecrets(operations, reader);
    this.#reader = reader;
    const lines = operations.flatMap(({ reply = [] }) => reply);
    this.#prefixes = new Set(
      lines.filter(({ fields }) => secretNames(fields).length > 0).map(({ prefix }) => prefix),
    );
    this.#allPrefixes = new Set([...lines, ...allUrcs].map(({ prefix }) => prefix));
    this.#operations = operations.filter(({ reply = [] }) =>
      reply.some(({ prefix }) => this.#prefixes.has(prefix)),
    );
    this.#always = always.filter((text) => text !== "");
  }

  /** A line in pieces; `name` gives hidden bytes their name. */
  hideIn(
    line: string,
    direction: "sent" | "received",
    name: (secret: string) => HiddenBytes,
  ): readonly (string | HiddenBytes)[] {
    const content = line.replace(/^[\r\n]+|[\r\n]+$/g, "");
    if (direction === "sent") this.#noteSent(content);
    const secrets = this.#secretsIn(content, direction);
    for (const secret of secrets) this.#learn(secret);
    // A line that nobody can read is hidden whole. It comes once only, so it is not worth learning.
    const here = secrets.length === 0 && this.#isDoubtful(content, direction) ? [content] : secrets;
    if (direction === "received" && isFinal(content)) this.#awaitsSecrets = false;
    const isAllKnown = here.every((secret) => this.#known.has(secret));
    if (isAllKnown) this.#pattern ??= this.#patternWith([]);
    const pattern = isAllKnown ? this.#pattern : this.#patternWith(here);
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
    this.#pattern = undefined;
  }

  #patternWith(more: readonly string[]): RegExp | undefined {
    return patternOf([...this.#always, ...this.#known, ...more]);
  }

  #noteSent(content: string): void {
    this.#lastSent = content;
    // Until its result: an answer that comes late is still one.
    this.#awaitsSecrets ||= splitCommands(content).some((text) => this.#mayAnswerSecrets(text));
  }

  #mayAnswerSecrets(text: string): boolean {
    if (isForeignWithSecrets(text)) return true;
    const read = this.#reader.read(text);
    const asked = "command" in read ? [read.command.operation] : read.candidates;
    return asked.some(({ reply = [] }) =>
      reply.some(({ fields }) => secretNames(fields).length > 0),
    );
  }

  /** Whether a line may be an answer with secrets of which the prefix is damaged. */
  #isDoubtful(content: string, direction: "sent" | "received"): boolean {
    if (!this.#awaitsSecrets || direction === "sent") return false;
    if (content === this.#lastSent || isFinal(content)) return false;
    return !this.#allPrefixes.has(prefixOf(content)) && !isForeignWithSecrets(content);
  }

  #secretsIn(content: string, direction: "sent" | "received"): string[] {
    const foreign = splitCommands(content).flatMap(foreignSecrets);
    return [...foreign, ...this.#describedSecrets(content, direction)].filter(
      (text) => text !== "",
    );
  }

  /** Secrets of what the schema knows. */
  #describedSecrets(content: string, direction: "sent" | "received"): string[] {
    // What looks like a command may be its echo, whole or damaged.
    if (direction === "sent" || /^[^+]*at/i.test(content)) {
      const { secrets, unreadable } = this.#secretsOf(content);
      return [...secrets, ...unreadable];
    }
    const prefix = prefixOf(content);
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
    return secrets;
  }
}

function prefixOf(content: string): string {
  return content.split(":", 1)[0] ?? "";
}

function isFinal(content: string): boolean {
  return parseFinalResult(content, { numeric: true }) !== undefined;
}

function patternOf(secrets: readonly string[]): RegExp | undefined {
  if (secrets.length === 0) return undefined;
  const choice = [...new Set(secrets)]
    .sort((one, other) => other.length - one.length)
    .map((secret) => secret.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
  return new RegExp(choice.join("|"), "g");
}
