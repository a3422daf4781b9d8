import { ByteSource } from "../files/byte-source.ts";
import { type ByteStream, isByteStream, whyUnreadable } from "../files/byte-stream.ts";
import type { MailMessage } from "./message.ts";

/** Streams that a mail which is not over was given: none can be read for two. */
const inUse = new WeakSet<ByteStream>();

/** The streams of one message. They are ended with the mail, however it ends and whether it began. */
export class MailSources {
  readonly #sources = new Map<string, ByteSource>();
  readonly #problems = new Map<string, string>();
  readonly #streams: ByteStream[] = [];

  /** Takes the streams of a message; nothing is read. What is no message has none. */
  constructor(message: MailMessage) {
    this.#take("text", message?.text);
    const { attachments } = message ?? {};
    if (!Array.isArray(attachments)) return;
    attachments.forEach((attachment: unknown, index) => {
      const { content } = (attachment ?? {}) as { readonly content?: unknown };
      this.#take(`attachments[${index}].content`, content);
    });
  }

  /** The stream at a place in the message, or why it cannot be read; `undefined` for no stream. */
  at(path: string): ByteSource | string | undefined {
    return this.#problems.get(path) ?? this.#sources.get(path);
  }

  /** Ends the streams, also those of which nothing was read. Does not wait for them. */
  close(): void {
    for (const source of this.#sources.values()) source.close();
    for (const stream of this.#streams) inUse.delete(stream);
  }

  #take(path: string, content: unknown): void {
    if (!isByteStream(content)) return;
    const problem = inUse.has(content) ? this.#whoseUse(content) : whyUnreadable(content);
    if (problem !== undefined) {
      this.#problems.set(path, problem);
      return;
    }
    inUse.add(content);
    this.#streams.push(content);
    this.#sources.set(path, new ByteSource(content, path));
  }

  #whoseUse(stream: ByteStream): string {
    const at = this.#streams.indexOf(stream);
    const [path] = [...this.#sources.keys()].slice(at, at + 1);
    const other =
      at < 0 || path === undefined ? "to another mail, which is not over" : `as ${path}`;
    return `is a stream that was given ${other} too, and it can be read once`;
  }
}
