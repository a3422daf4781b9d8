import { type Command, ReplyDecoder } from "@qsmtp/protocol";
import { unreadLine } from "./unread-line.ts";

/**
 * The lines of a reply so far. Each line gives a new reader, so that states can be kept and compared;
 * the decoder moves on with the newest one and is only made anew for an older.
 */
export class ReplyReader {
  readonly #command: Command;
  readonly #previous: ReplyReader | undefined;
  readonly #text: string;
  readonly #fits: boolean;
  #decoder: ReplyDecoder<unknown> | undefined;

  private constructor(
    command: Command,
    previous: ReplyReader | undefined,
    text: string,
    fits: boolean,
    decoder: ReplyDecoder<unknown>,
  ) {
    this.#command = command;
    this.#previous = previous;
    this.#text = text;
    this.#fits = fits;
    this.#decoder = decoder;
  }

  static of(command: Command): ReplyReader {
    return new ReplyReader(command, undefined, "", true, new ReplyDecoder(command.operation));
  }

  /** The lines taken, oldest first. */
  get lines(): readonly string[] {
    return this.#chain().map((reader) => reader.#text);
  }

  /** Whether any line at all could come next, so that a line without prefix is ours. */
  get expectsBareLine(): boolean {
    return this.#peek().expectsBareLine;
  }

  /**
   * Takes a line that fits the reply; `displaced` are lines taken before in its place, which were
   * nobody's reply then.
   */
  take(text: string): { reader: ReplyReader; displaced: readonly string[] } | undefined {
    const decoder = this.#peek();
    const taken = decoder.take(text);
    if (!taken.taken) return undefined;
    return { reader: this.#next(text, true, decoder), displaced: taken.displaced };
  }

  /** Takes note of a line that has the reply's prefix and does not decode; the reply is none then. */
  reject(text: string): ReplyReader | undefined {
    const decoder = this.#peek();
    return decoder.reject(text) ? this.#next(text, false, decoder) : undefined;
  }

  /** Replaces the secrets of the reply in its last line, as people may see it. */
  mask(text: string): string {
    return this.#fits ? this.#peek().mask(text) : unreadLine(text);
  }

  /** @throws DecodeError when lines are missing or did not decode */
  finish(): unknown {
    return this.#peek().finish();
  }

  #next(text: string, fits: boolean, decoder: ReplyDecoder<unknown>): ReplyReader {
    this.#decoder = undefined;
    return new ReplyReader(this.#command, this, text, fits, decoder);
  }

  #peek(): ReplyDecoder<unknown> {
    if (this.#decoder !== undefined) return this.#decoder;
    const decoder: ReplyDecoder<unknown> = new ReplyDecoder(this.#command.operation);
    for (const reader of this.#chain()) {
      if (reader.#fits) decoder.take(reader.#text);
      else decoder.reject(reader.#text);
    }
    this.#decoder = decoder;
    return decoder;
  }

  /** One reader for each line, the oldest first. */
  #chain(): ReplyReader[] {
    const chain: ReplyReader[] = [];
    let at: ReplyReader = this as ReplyReader;
    while (at.#previous !== undefined) {
      chain.push(at);
      at = at.#previous;
    }
    return chain.reverse();
  }
}
