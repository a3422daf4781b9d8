import type { ByteStream } from "./byte-stream.ts";
import type { CloseReason, Connection, ConnectionCapabilities } from "./connection.ts";
import { describeCause, TransportError } from "./errors.ts";
import { Inbox } from "./inbox.ts";

/** What one kind of wire adds to its open stream to make a connection of it. */
export interface Link {
  /** Names the wire in messages, for example `serial port /dev/ttyUSB2`. */
  readonly name: string;
  readonly stream: ByteStream;
  /** Resolves when all bytes written so far have been sent. Absent where nobody can tell. */
  readonly drain?: (() => Promise<void>) | undefined;
  /** Absent where the wire has no control lines. */
  readonly setDtr?: ((asserted: boolean) => Promise<void>) | undefined;
  /** Whether a failure shows that the other side had ended the wire in order before. */
  readonly isOrderlyEnd?: ((failure: Error) => boolean) | undefined;
  /** Resolves when the operating system has the wire back. Never rejects. */
  release(): Promise<void>;
}

/** The one implementation of {@link Connection}; serial ports and sockets differ in their link. */
export class StreamConnection implements Connection {
  readonly capabilities: ConnectionCapabilities;
  readonly closed: Promise<CloseReason>;
  readonly #link: Link;
  readonly #inbox: Inbox;
  /** One rejecting function for each operation whose promise is pending. */
  readonly #unsettled = new Set<(error: TransportError) => void>();
  #reason: CloseReason | undefined;
  #fulfilClosed: (reason: CloseReason) => void = () => {};
  /** Settled when the latest operation is over. Never rejects. */
  #latest: Promise<void> = Promise.resolve();

  constructor(link: Link) {
    this.#link = link;
    this.capabilities = {
      controlLines: link.setDtr !== undefined,
      drain: link.drain !== undefined,
    };
    this.closed = new Promise((resolve) => {
      this.#fulfilClosed = resolve;
    });
    const { stream } = link;
    this.#inbox = new Inbox(stream);
    // Copied, because the stream's chunk may be a window of a large pool that it would keep alive.
    stream.on("data", (chunk: Uint8Array) => this.#inbox.push(new Uint8Array(chunk)));
    stream.on("end", () => this.#endByRemote());
    stream.on("error", (error: Error) => this.#lose(error));
    stream.on("close", (error?: unknown) => {
      this.#lose(error instanceof Error ? error : new Error("it was closed"));
    });
  }

  onData(listener: (chunk: Uint8Array) => void): () => void {
    return this.#inbox.listen(listener);
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#operate("write", () => this.#transmit(bytes));
  }

  setDtr(asserted: boolean): Promise<void> {
    const set = this.#link.setDtr;
    if (set === undefined) return Promise.reject(this.noControlLines("DTR"));
    return this.control("setDtr", "set DTR", () => set(asserted));
  }

  async close(): Promise<void> {
    this.#inbox.discard();
    this.#end(
      { kind: "local" },
      new TransportError("CLOSED", `close() was called on the ${this.#link.name} meanwhile.`),
    );
    await this.closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Runs operations one at a time, in call order, and rejects each at once when the link ends. */
  #operate(method: string, run: () => Promise<void>): Promise<void> {
    if (this.#reason !== undefined) {
      return Promise.reject(closedError(method, this.#link.name, this.#reason));
    }
    return new Promise((resolve, reject) => {
      this.#unsettled.add(reject);
      this.#latest = this.#latest
        .then(() => (this.#reason === undefined ? run() : undefined))
        .then(resolve, reject)
        .then(() => {
          this.#unsettled.delete(reject);
        });
    });
  }

  protected noControlLines(line: string): TransportError {
    const message = `The ${this.#link.name} has no control lines, so ${line} cannot be set. Check capabilities.controlLines first.`;
    return new TransportError("UNSUPPORTED", message);
  }

  /** Has the port do what is no transmission of bytes, when its turn comes. */
  protected control(method: string, purpose: string, change: () => Promise<void>): Promise<void> {
    return this.#operate(method, async () => {
      try {
        await change();
      } catch (cause) {
        const message = `The ${this.#link.name} refused to ${purpose}: ${describeCause(cause)}. Its state is unknown; try again or close the connection.`;
        throw new TransportError("CONTROL_LINES_FAILED", message, { cause });
      }
    });
  }

  async #transmit(bytes: Uint8Array): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#link.stream.write(bytes, (error) => {
        if (!error) {
          resolve();
          return;
        }
        // A stream that failed once takes no more writes: the connection is lost with it.
        this.#lose(error);
        reject(error);
      });
    });
    try {
      await this.#link.drain?.();
    } catch (cause) {
      const message = `The ${this.#link.name} took the bytes but could not confirm that they were sent: ${describeCause(cause)}. Treat them as possibly sent.`;
      throw new TransportError("WRITE_FAILED", message, { cause });
    }
  }

  #endByRemote(): void {
    const message = `The other side ended the ${this.#link.name} meanwhile. Open the transport again.`;
    this.#end({ kind: "remote" }, new TransportError("CONNECTION_LOST", message));
  }

  #lose(cause: Error): void {
    if (this.#link.isOrderlyEnd?.(cause)) {
      this.#endByRemote();
      return;
    }
    const message = `The ${this.#link.name} was lost: ${describeCause(cause)}. Check the wire and the module's power, then open the transport again.`;
    const error = new TransportError("CONNECTION_LOST", message, { cause });
    this.#end({ kind: "lost", error }, error);
  }

  #end(reason: CloseReason, error: TransportError): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    for (const reject of this.#unsettled) reject(error);
    this.#unsettled.clear();
    void this.#link.release().then(() => this.#fulfilClosed(reason));
  }
}

function closedError(method: string, name: string, reason: CloseReason): TransportError {
  const how = {
    local: "close() was called",
    remote: "the other side ended it",
    lost: "it was lost",
  }[reason.kind];
  const message = `${method}() came after the ${name} had ended (${how}). Open the transport again for a new connection.`;
  return new TransportError(
    "CLOSED",
    message,
    reason.kind === "lost" ? { cause: reason.error } : {},
  );
}
