import { createServer, type Socket } from "node:net";
import type { ControlLines, FarEnd } from "@qsmtp/transport";

/** The far side of a serial port that a server only believes to have, control lines included. */
export interface PlayedSerialPort {
  /** Where the server finds it: the `channel` of rfc2217-server.py. */
  readonly port: number;
  readonly farEnd: FarEnd;
  close(): Promise<void>;
}

/** Plays a serial port in frames over TCP, so that bytes and lines keep their order. */
export async function playSerialPort(): Promise<PlayedSerialPort> {
  const dataListeners = new Set<(chunk: Uint8Array) => void>();
  const lineListeners = new Set<(lines: ControlLines) => void>();
  let lines: ControlLines = { dtr: false, rts: false };
  let wire: Socket | undefined;

  const server = createServer({ noDelay: true }, (socket) => {
    wire = socket;
    let pending: Uint8Array = new Uint8Array();
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      pending = Uint8Array.from([...pending, ...chunk]);
      for (let taken = take(pending); taken > 0; taken = take(pending)) {
        pending = pending.subarray(taken);
      }
    });
  });

  /** Takes the first frame, and gives its length: 0 while it is not whole. */
  function take(bytes: Uint8Array): number {
    const [kind, first, second] = bytes;
    if (kind === "L".charCodeAt(0)) {
      if (first === undefined || second === undefined) return 0;
      lines = { dtr: first === 1, rts: second === 1 };
      for (const listener of lineListeners) listener(lines);
      return 3;
    }
    if (bytes.length < 5) return 0;
    const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(1);
    if (bytes.length < 5 + length) return 0;
    for (const listener of dataListeners) listener(bytes.slice(5, 5 + length));
    return 5 + length;
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no TCP address");
  return {
    port: address.port,
    farEnd: {
      get lines() {
        return lines;
      },
      onData: (listener) => {
        dataListeners.add(listener);
        return () => dataListeners.delete(listener);
      },
      onControlLines: (listener) => {
        lineListeners.add(listener);
        return () => lineListeners.delete(listener);
      },
      write: (bytes) => {
        if (wire?.writable) wire.write(Uint8Array.from(bytes));
      },
      unplug: () => {
        wire?.destroy();
      },
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        wire?.destroy();
      }),
  };
}
