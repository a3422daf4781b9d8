import { isUint8Array } from "@qsmtp/transport/options";
import { kindOf } from "../bytes/copied-bytes.ts";
import { abortError } from "../channel/call-error.ts";
import { isOwnError } from "../errors/qsmtp-error.ts";
import { reasonOf } from "../errors/reason-of.ts";
import { SourceError } from "../errors/source-error.ts";
import { type Clock, inRealTime } from "../time/clock.ts";
import {
  type ByteStream,
  discardStream,
  keepErrorsFor,
  type OpenStream,
  openStream,
} from "./byte-stream.ts";
import { joined } from "./joined.ts";

/** A stream that never gives a byte and never pauses would keep everything else from running. */
const mostEmptyChunks = 1000;

/**
 * Reads a stream in pieces of a wished size, and ends it. Nothing is read before the first piece is
 * asked for, and never more than the chunk in which a piece ends.
 */
export class ByteSource {
  /** Where in the message it was given: `attachments[0].content`. */
  readonly path: string;
  readonly #stream: ByteStream;
  readonly #clock: Clock;
  #open: OpenStream | undefined;
  /** What of the last chunk was not taken. */
  #rest: Uint8Array = new Uint8Array(0);
  #state: "unread" | "open" | "ended" | "closed" = "unread";
  #gotBytes = 0;

  constructor(stream: ByteStream, path: string, clock: Clock) {
    this.#stream = stream;
    this.#clock = clock;
    this.path = path;
    keepErrorsFor(stream);
  }

  /** Whether something was read, so that it cannot be had once more. */
  get isTouched(): boolean {
    return this.#state !== "unread";
  }

  /** Bytes that the stream has given so far. */
  get gotBytes(): number {
    return this.#gotBytes;
  }

  /**
   * The next `lengthBytes` bytes; fewer, perhaps none, at the stream's end.
   * @throws SourceError, and the error of the signal
   */
  async read(lengthBytes: number, signal?: AbortSignal): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let missing = lengthBytes;
    while (missing > 0 && (await this.#fill(signal))) {
      const part = this.#rest.subarray(0, missing);
      this.#rest = this.#rest.subarray(part.length);
      missing -= part.length;
      parts.push(part);
    }
    return joined(parts);
  }

  /** Whether nothing more comes. @throws SourceError, and the error of the signal */
  async isAtEnd(signal?: AbortSignal): Promise<boolean> {
    return !(await this.#fill(signal));
  }

  /** Ends the stream wherever it is. Does not wait for it; calling it again does no harm. */
  close(): void {
    const before = this.#state;
    this.#state = "closed";
    this.#rest = new Uint8Array(0);
    if (before === "unread") discardStream(this.#stream);
    if (before === "open") this.#open?.end();
  }

  /** Gets a chunk if there is none. @returns whether there is one now */
  async #fill(signal: AbortSignal | undefined): Promise<boolean> {
    for (let empty = 0; this.#rest.length === 0; empty++) {
      if (this.#state === "ended" || this.#state === "closed") return false;
      if (empty > mostEmptyChunks) {
        const problem = `gave ${empty} chunks without a byte one after the other`;
        throw new SourceError(this.path, "failed", problem);
      }
      const chunk = await this.#next(signal);
      if (chunk === undefined) return false;
      this.#rest = chunk;
      this.#gotBytes += chunk.length;
    }
    return true;
  }

  async #next(signal: AbortSignal | undefined): Promise<Uint8Array | undefined> {
    const { done, value } = await this.#step(signal);
    // A stream that is closed meanwhile has nothing to say any more.
    if (this.#state === "closed") return undefined;
    if (done) {
      this.#state = "ended";
      return undefined;
    }
    // Whoever gave a chunk may use its memory again at any time.
    if (isUint8Array(value)) return new Uint8Array(value);
    throw new SourceError(this.path, "not-bytes", `gave ${kindOf(value)} as a chunk`, {
      hint: "Chunks must be Uint8Array; a Node stream gives them without setEncoding.",
    });
  }

  async #step(signal: AbortSignal | undefined): ReturnType<OpenStream["next"]> {
    try {
      if (this.#state === "unread") {
        this.#state = "open";
        this.#open = openStream(this.#stream);
      }
      const step: ReturnType<OpenStream["next"]> =
        this.#open === undefined ? Promise.resolve({ done: true }) : this.#open.next();
      // Taken apart here: what a stream of somebody else's answers may be nothing at all.
      const next = signal === undefined ? step : unlessAborted(step, signal);
      const { done, value } = await inRealTime(this.#clock, next);
      return { done, value };
    } catch (error) {
      if (signal?.aborted && isOwnError(error)) throw error;
      const problem = `could not be read: ${reasonOf(error)}`;
      throw new SourceError(this.path, "failed", problem, { cause: error });
    }
  }
}

/** A step that never ends must not keep the call. */
function unlessAborted<T>(step: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(abortError(signal));
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    Promise.resolve(step)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", onAbort));
  });
}
