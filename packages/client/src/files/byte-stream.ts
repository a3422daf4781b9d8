/**
 * Bytes that come while they are needed: an async iterable, which a Node stream is, or a web stream.
 * Each chunk is a `Uint8Array`.
 */
export type ByteStream = AsyncIterable<Uint8Array> | ByteReadable;

/** What is used of a web `ReadableStream<Uint8Array>`. */
export interface ByteReadable {
  /** Whether something else reads it; such a stream is refused. */
  readonly locked: boolean;
  /** Called once, when the mail has its turn. */
  getReader(): ByteReader;
  /** Called for a stream of which nothing was read. */
  cancel(reason?: unknown): Promise<void>;
}

/** What is used of the reader of a web stream. */
export interface ByteReader {
  /** One chunk, or that nothing more comes. */
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  /** Called when the mail is over. */
  cancel(reason?: unknown): Promise<void>;
}

/** A stream that is being read; what it gives is not checked. */
export interface OpenStream {
  next(): Promise<{ readonly done?: boolean | undefined; readonly value?: unknown }>;
  /** Tells it that nothing more is wanted. Does not wait for it. */
  end(): void;
}

/** What is used of a Node stream beyond its being iterable. */
interface NodeStream extends AsyncIterable<Uint8Array> {
  readonly destroyed?: boolean;
  readonly readableEnded?: boolean;
  on(event: "error", listener: () => void): unknown;
  destroy(): unknown;
}

export function isByteStream(value: unknown): value is ByteStream {
  if (typeof value !== "object" || value === null) return false;
  return isReadable(value) || Symbol.asyncIterator in value;
}

/** Why nothing can be read from a stream, as far as it tells. */
export function whyUnreadable(stream: ByteStream): string | undefined {
  if (isReadable(stream)) {
    return stream.locked ? "is locked: something else is reading the stream" : undefined;
  }
  if (!isNodeStream(stream)) return undefined;
  const isOver = stream.destroyed === true || stream.readableEnded === true;
  return isOver ? "is a stream that has ended or was destroyed already" : undefined;
}

/**
 * A Node stream that fails before anybody reads it throws into the void; its reader hears of the
 * error all the same.
 */
export function keepErrorsFor(stream: ByteStream): void {
  if (!isReadable(stream) && isNodeStream(stream)) stream.on("error", () => undefined);
}

export function openStream(stream: ByteStream): OpenStream {
  if (isReadable(stream)) {
    const reader = stream.getReader();
    return { next: () => reader.read(), end: () => attempt(() => reader.cancel()) };
  }
  const iterator = stream[Symbol.asyncIterator]();
  return {
    next: () => iterator.next(),
    end: () => {
      attempt(() => iterator.return?.());
      // A return waits until the step before it has ended, which may be never.
      if (isNodeStream(stream)) attempt(() => stream.destroy());
    },
  };
}

/** Ends a stream of which nothing was read. */
export function discardStream(stream: ByteStream): void {
  attempt(() => {
    // Whoever has locked it goes on reading.
    if (isReadable(stream)) return stream.locked ? undefined : stream.cancel();
    if (isNodeStream(stream)) return stream.destroy();
    return stream[Symbol.asyncIterator]().return?.();
  });
}

function isReadable(value: object): value is ByteReadable {
  return "getReader" in value && typeof value.getReader === "function";
}

function isNodeStream(value: object): value is NodeStream {
  return (
    "destroy" in value &&
    typeof value.destroy === "function" &&
    "on" in value &&
    typeof value.on === "function"
  );
}

/** What a stream does when it is ended changes nothing for the mail. */
function attempt(step: () => unknown): void {
  new Promise((resolve) => resolve(step())).catch(() => undefined);
}
