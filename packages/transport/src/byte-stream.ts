/** An open stream of bytes as a connection uses it. Node's duplex streams are such. */
export interface ByteStream {
  on(event: "data", listener: (chunk: Uint8Array) => void): unknown;
  on(event: "end", listener: () => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  /** Of a serial port it carries the disconnection, of a socket a boolean. */
  on(event: "close", listener: (error?: unknown) => void): unknown;
  /** Calls `done` when the bytes are on their way, or with what kept them from it. */
  write(bytes: Uint8Array, done: (error?: Error | null) => void): unknown;
  pause(): unknown;
  resume(): unknown;
}
