import { reasonOf } from "../errors/reason-of.ts";
import { ByteSource } from "../files/byte-source.ts";
import { type ByteStream, isByteStream, whyUnreadable } from "../files/byte-stream.ts";
import { type Clock, systemClock } from "../time/clock.ts";
import type { UnreadableSource } from "./problems.ts";
import type { TakenMessage } from "./take-message.ts";

/** Streams that a mail which is not over was given: none can be read for two. */
const inUse = new WeakSet<ByteStream>();

/** The streams of one message. They are ended with the mail, however it ends and whether it began. */
export class MailSources {
  readonly #sources = new Map<string, ByteSource>();
  readonly #unreadable = new Map<string, UnreadableSource>();
  readonly #streams: ByteStream[] = [];
  readonly #clock: Clock;

  /** Takes the streams of a message; nothing is read. */
  constructor(
    { text, attachments }: Pick<TakenMessage, "text" | "attachments">,
    clock: Clock = systemClock,
  ) {
    this.#clock = clock;
    this.#take("text", text);
    for (const { path, content } of attachments) this.#take(`${path}.content`, content);
  }

  /** The stream at a place in the message, or why it cannot be read; `undefined` for no stream. */
  at(path: string): ByteSource | UnreadableSource | undefined {
    return this.#unreadable.get(path) ?? this.#sources.get(path);
  }

  /** Ends the streams, also those of which nothing was read. Does not wait for them. */
  close(): void {
    for (const source of this.#sources.values()) source.close();
    for (const stream of this.#streams) inUse.delete(stream);
  }

  #take(path: string, content: unknown): void {
    try {
      if (!isByteStream(content)) return;
      const problem = inUse.has(content) ? this.#whoseUse(content) : whyUnreadable(content);
      if (problem !== undefined) {
        this.#unreadable.set(path, { problem });
        return;
      }
      this.#sources.set(path, new ByteSource(content, path, this.#clock));
      inUse.add(content);
      this.#streams.push(content);
    } catch (cause) {
      this.#unreadable.set(path, { problem: `cannot be read: ${reasonOf(cause)}`, cause });
    }
  }

  #whoseUse(stream: ByteStream): string {
    const at = this.#streams.indexOf(stream);
    const [path] = [...this.#sources.keys()].slice(at, at + 1);
    const other =
      at < 0 || path === undefined ? "to another mail, which is not over" : `as ${path}`;
    return `is a stream that was given ${other} too, and it can be read once`;
  }
}
