/** One thing the module sent, cut out of the byte stream. */
export type FrameEvent =
  /** A line without its line end; never empty. */
  | { readonly type: "line"; readonly text: string }
  /** Raw bytes of a data phase towards us; `remaining` bytes are still to come. */
  | { readonly type: "data"; readonly bytes: Uint8Array; readonly remaining: number }
  /** The module's acknowledgement of a block, outside of any line. */
  | { readonly type: "ack" }
  /** A line longer than the limit; what came of it is dropped, its first bytes are shown. */
  | { readonly type: "overflow"; readonly head: string; readonly limitBytes: number };

/** How lines are cut from the bytes of a module. */
export interface FramerOptions {
  /** Longest line in bytes, 4096 by default. Longer ones are reported and dropped. */
  readonly maxLineBytes?: number | undefined;
}

const cr = 0x0d;
const lf = 0x0a;
const overflowHeadBytes = 64;
/** Up to here a loop is faster than a view and a native copy. */
const shortCopyBytes = 64;

/**
 * Cuts the module's byte stream into lines, raw data and acknowledgements. Synchronous, without
 * timers: the same bytes give the same events however they are split. Events are pulled, so that
 * the mode can change between two events of one chunk:
 *
 * ```ts
 * framer.push(chunk);
 * for (let event = framer.next(); event !== undefined; event = framer.next()) handle(event);
 * ```
 *
 * Time is linear in the input; memory is one line limit plus the chunks not yet pulled.
 */
export class Framer {
  readonly #maxLineBytes: number;
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  #line: Uint8Array;
  #lineLength = 0;
  /** The same as text, while all of it came from one decoded chunk. */
  #begunText: string | undefined;
  #overflowed = false;
  #chunk: Uint8Array = new Uint8Array(0);
  #at = 0;
  /** The chunk as text, once a line of it was asked for. */
  #chunkText: string | undefined;
  #queued: Uint8Array[] = [];
  /** Chunks at the head of the queue that were taken; dropped in bulk, for `shift` moves the rest. */
  #taken = 0;
  #dataRemaining = 0;
  #ackByte = -1;
  #afterCr = false;

  constructor(options: FramerOptions = {}) {
    this.#maxLineBytes = options.maxLineBytes ?? 4096;
    this.#line = new Uint8Array(Math.min(256, this.#maxLineBytes));
  }

  /** Hands over received bytes. The framer keeps the array until its events have been pulled. */
  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    if (this.#at >= this.#chunk.length) {
      this.#setChunk(chunk);
    } else {
      this.#queued.push(chunk);
    }
  }

  /** The next event, or `undefined` until more bytes are pushed. */
  next(): FrameEvent | undefined {
    for (;;) {
      if (this.#at >= this.#chunk.length && !this.#nextChunk()) return undefined;
      const event = this.#dataRemaining > 0 ? this.#takeData() : this.#takeLine();
      if (event !== undefined) return event;
    }
  }

  /** How many bytes of the chunk that is being read no event has taken yet. */
  get restBytes(): number {
    return this.#chunk.length - this.#at;
  }

  /** Takes the next `length` bytes raw. The line feed that ends the line before is not among them. */
  expectData(length: number): void {
    this.#dataRemaining = length;
  }

  /** Reports `byte` at the start of a line as an acknowledgement, until {@link stopAcks}. */
  expectAcks(byte: number): void {
    this.#ackByte = byte;
  }

  /** Ends {@link expectAcks}: the byte begins a line again, as any other. */
  stopAcks(): void {
    this.#ackByte = -1;
  }

  /** Forgets the line begun, raw bytes and acknowledgements expected, and all bytes not pulled. */
  reset(): void {
    this.#lineLength = 0;
    this.#overflowed = false;
    this.#setChunk(new Uint8Array(0));
    this.#queued = [];
    this.#taken = 0;
    this.#dataRemaining = 0;
    this.#ackByte = -1;
    this.#afterCr = false;
  }

  #setChunk(chunk: Uint8Array): void {
    this.#chunk = chunk;
    this.#chunkText = undefined;
    this.#at = 0;
  }

  #nextChunk(): boolean {
    const chunk = this.#queued[this.#taken];
    if (chunk === undefined) return false;
    this.#setChunk(chunk);
    this.#taken++;
    if (this.#taken * 2 >= this.#queued.length) {
      this.#queued = this.#queued.slice(this.#taken);
      this.#taken = 0;
    }
    return true;
  }

  #takeData(): FrameEvent | undefined {
    if (this.#afterCr) {
      this.#afterCr = false;
      if (this.#chunk[this.#at] === lf) {
        this.#at++;
        return undefined;
      }
    }
    const end = Math.min(this.#chunk.length, this.#at + this.#dataRemaining);
    const bytes = this.#chunk.slice(this.#at, end);
    this.#at = end;
    this.#dataRemaining -= bytes.length;
    return { type: "data", bytes, remaining: this.#dataRemaining };
  }

  /** Reads up to the next line end; `undefined` when the chunk ends first or the line was empty. */
  #takeLine(): FrameEvent | undefined {
    const chunk = this.#chunk;
    const length = chunk.length;
    let at = this.#at;
    if (this.#lineLength === 0 && !this.#overflowed) {
      while (at < length && (chunk[at] === cr || chunk[at] === lf)) at++;
      if (at > this.#at) this.#afterCr = chunk[at - 1] === cr;
      if (at < length && chunk[at] === this.#ackByte) {
        this.#at = at + 1;
        this.#afterCr = false;
        return { type: "ack" };
      }
    }
    const start = at;
    while (at < length && chunk[at] !== cr && chunk[at] !== lf) at++;
    if (at === length) {
      this.#begunText = this.#lineLength === 0 ? this.#restOfText(start) : undefined;
      this.#keep(start, at);
      this.#at = length;
      return undefined;
    }
    this.#afterCr = chunk[at] === cr;
    this.#at = at + 1;
    // One that is there already belongs to the line; one that comes later is skipped then.
    if (this.#afterCr && chunk[at + 1] === lf) {
      this.#afterCr = false;
      this.#at++;
    }
    if (this.#lineLength === 0 && !this.#overflowed && at - start <= this.#maxLineBytes) {
      return at === start ? undefined : { type: "line", text: this.#textOf(start, at) };
    }
    this.#keep(start, at);
    const overflowed = this.#overflowed;
    const text =
      overflowed || this.#begunText === undefined
        ? this.#decoder.decode(this.#line.subarray(0, this.#lineLength))
        : this.#begunText + this.#textOf(start, at);
    this.#lineLength = 0;
    this.#overflowed = false;
    if (!overflowed) return { type: "line", text };
    const head = text.slice(0, overflowHeadBytes);
    return { type: "overflow", head, limitBytes: this.#maxLineBytes };
  }

  /**
   * Text of a line that lies in the chunk whole. The chunk is decoded once for all its lines; only
   * where it has as many units as bytes do the offsets agree, as they do in ASCII.
   */
  #textOf(start: number, end: number): string {
    const chunk = this.#chunk;
    // Most lines are this one.
    if (end - start === 2 && chunk[start] === 0x4f && chunk[start + 1] === 0x4b) return "OK";
    this.#chunkText ??= this.#decoder.decode(chunk);
    const aligned = this.#chunkText.length === chunk.length;
    return aligned
      ? this.#chunkText.slice(start, end)
      : this.#decoder.decode(chunk.subarray(start, end));
  }

  /** Text from an offset to the end of a chunk that was decoded and does not end inside a character. */
  #restOfText(start: number): string | undefined {
    const { length } = this.#chunk;
    const whole = this.#chunkText?.length === length && (this.#chunk[length - 1] ?? 0) < 0x80;
    return whole ? this.#chunkText?.slice(start) : undefined;
  }

  /** Adds a part to the line begun, up to the limit. */
  #keep(start: number, end: number): void {
    if (this.#overflowed) return;
    const room = this.#maxLineBytes - this.#lineLength;
    const taken = Math.min(end - start, room);
    if (end - start > room) this.#overflowed = true;
    if (taken === 0) return;
    const needed = this.#lineLength + taken;
    if (needed > this.#line.length) {
      const grown = new Uint8Array(
        Math.min(this.#maxLineBytes, Math.max(needed, this.#line.length * 2)),
      );
      grown.set(this.#line.subarray(0, this.#lineLength));
      this.#line = grown;
    }
    const line = this.#line;
    const chunk = this.#chunk;
    if (taken > shortCopyBytes) line.set(chunk.subarray(start, start + taken), this.#lineLength);
    else for (let i = 0; i < taken; i++) line[this.#lineLength + i] = chunk[start + i] ?? 0;
    this.#lineLength = needed;
  }
}
