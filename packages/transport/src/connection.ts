/// <reference lib="esnext.disposable" preserve="true" />
import type { TransportError } from "./errors.ts";

/**
 * A way to reach one module. It holds no connection itself, so one transport can be opened again
 * after every loss.
 */
export interface Transport {
  /**
   * Gives a new connection that is ready for use.
   *
   * Aborting `signal` rejects at once with the signal's reason. Nothing stays open: what the
   * operating system had already begun is closed as soon as it lets go of it, and the next `open`
   * of the same transport waits for that.
   *
   * @throws {@link TransportError} with a code that tells why the connection could not be made.
   */
  open(options?: OpenOptions): Promise<Connection>;
}

/** Options of {@link Transport.open}. */
export interface OpenOptions {
  /** Gives up the attempt. It has no effect on a connection that is already open. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * One conversation with a module: bytes in, bytes out and, where the wire has them, control lines.
 *
 * A connection is used once. When it has ended, a new one comes from the transport. `await using`
 * closes it at the end of a block.
 */
export interface Connection extends AsyncDisposable {
  /** What this connection can do. It never changes during the connection. */
  readonly capabilities: ConnectionCapabilities;

  /**
   * Calls `listener` with every chunk of bytes that arrives, in order, and gives a function that
   * ends this.
   *
   * Chunks are cut anywhere: nothing follows from where one ends. A chunk is never reused by the
   * transport, so it may be kept; with several listeners all see the same array.
   *
   * While nobody listens, arriving bytes are held and handed to the next listener right after
   * `onData` has returned. From 64 KiB on the transport stops reading, which leaves the rest to
   * the wire's own flow control. This includes bytes that came before the other side ended the
   * connection. After `close()` nothing is delivered any more.
   *
   * A listener that throws does not disturb the connection or other listeners; its error surfaces
   * as an uncaught exception.
   */
  onData(listener: (chunk: Uint8Array) => void): () => void;

  /**
   * Sends bytes, and resolves when they are transmitted as far as the transport can tell: sent by
   * the port where `capabilities.drain` is true, otherwise taken by the operating system.
   *
   * Writes and line changes happen one after the other, in the order of the calls. `bytes` must
   * not be changed until the promise settles.
   *
   * @throws {@link TransportError} `CLOSED` when the connection has ended or `close()` is called
   * meanwhile, `CONNECTION_LOST` when it is lost meanwhile, `WRITE_FAILED` when the port cannot
   * tell whether the bytes were sent. In all but the first case some bytes may have gone out.
   */
  write(bytes: Uint8Array): Promise<void>;

  /**
   * Asserts (ON) or de-asserts (OFF) the DTR line after all earlier writes have been transmitted.
   * The other lines keep their state.
   *
   * @throws {@link TransportError} `UNSUPPORTED` where `capabilities.controlLines` is false,
   * `CONTROL_LINES_FAILED` when the port refuses, `CLOSED` and `CONNECTION_LOST` as for `write`.
   */
  setDtr(asserted: boolean): Promise<void>;

  /** Tells why the connection ended, once the wire is free again. It never rejects. */
  readonly closed: Promise<CloseReason>;

  /**
   * Ends the connection and resolves when the wire is free again. Pending calls reject with
   * `CLOSED`. Calling it again, or after a loss, does no harm.
   */
  close(): Promise<void>;
}

/** What a connection can do beyond carrying bytes. */
export interface ConnectionCapabilities {
  /** Whether DTR can be set. */
  readonly controlLines: boolean;
  /** Whether a write resolves only when the port has sent the bytes. */
  readonly drain: boolean;
}

/**
 * Why a connection ended: `close()` was called, the other side ended it in an orderly way, or it
 * was lost; `error` then has the code `CONNECTION_LOST`.
 */
export type CloseReason =
  | { readonly kind: "local" }
  | { readonly kind: "remote" }
  | { readonly kind: "lost"; readonly error: TransportError };
