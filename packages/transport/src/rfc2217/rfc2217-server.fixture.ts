import { createServer, type Socket } from "node:net";
import type { ControlLines, FarEnd } from "../far-end.ts";

/**
 * A small RFC 2217 server for tests, written from the RFC and sharing no code with the client. Its
 * serial port is a {@link FarEnd}.
 */
export interface Rfc2217Server {
  readonly port: number;
  /** What the client sent beside data, in order, as text: `will 44`, `sub 44 1 0 1 194 0`. */
  readonly heard: readonly string[];
  /** The serial port of the latest connection. */
  readonly farEnd: FarEnd;
  /** Sends telnet bytes as they are on the latest connection. */
  sendRaw(...bytes: readonly number[]): void;
  /** Sends a COM-PORT subnegotiation. */
  sendComPort(...payload: readonly number[]): void;
  /** Takes no more bytes on the latest connection. */
  stopReading(): void;
  /** Open connections. */
  readonly connectionCount: number;
  close(): Promise<void>;
}

export interface Rfc2217ServerOptions {
  /** The answer to `will` (as `do` or `dont`) and to `do` (as `will` or `wont`), for each option. */
  readonly agrees?: (option: number) => boolean | undefined;
  /** Changes the payload of a reply, or drops it. */
  readonly reply?: (payload: readonly number[]) => readonly number[] | undefined;
  /** Sent, byte by byte as raw telnet, as soon as a client connects. */
  readonly greeting?: readonly number[];
  readonly controlLines?: boolean;
  readonly onConnection?: (socket: Socket) => void;
}

const NAMES: Readonly<Record<number, string>> = {
  251: "will",
  252: "wont",
  253: "do",
  254: "dont",
};

export async function startRfc2217Server(
  options: Rfc2217ServerOptions = {},
): Promise<Rfc2217Server> {
  const { agrees = (option) => [0, 3, 44].includes(option), reply = (payload) => payload } =
    options;
  const { controlLines = true } = options;
  const sockets = new Set<Socket>();
  const heard: string[] = [];
  let latest: Socket | undefined;
  let farEnd: FarEnd | undefined;

  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    latest = socket;
    socket.on("error", () => {});
    socket.once("close", () => sockets.delete(socket));
    if (options.greeting !== undefined) socket.write(Uint8Array.from(options.greeting));
    const dataListeners = new Set<(chunk: Uint8Array) => void>();
    const lineListeners = new Set<(lines: ControlLines) => void>();
    let lines: ControlLines = { dtr: false, rts: false };

    const setLine = (change: Partial<ControlLines>): void => {
      lines = { ...lines, ...change };
      for (const listener of lineListeners) listener(lines);
    };
    const comPort = (payload: readonly number[]): void => {
      const [command = 0, value = 0] = payload;
      if (command === 10 || command === 11) return;
      if (command === 5 && value >= 7 && value <= 12) {
        if (!controlLines) return;
        if (value === 8 || value === 9) setLine({ dtr: value === 8 });
        if (value === 11 || value === 12) setLine({ rts: value === 11 });
      }
      const answer = reply([command + 100, ...payload.slice(1)]);
      if (answer !== undefined) sendSub(socket, answer);
    };
    const negotiate = (verb: number, option: number): void => {
      heard.push(`${NAMES[verb]} ${option}`);
      const agreed = agrees(option);
      if (agreed === undefined || verb === 252 || verb === 254) return;
      const answer = verb === 251 ? (agreed ? 253 : 254) : agreed ? 251 : 252;
      socket.write(Uint8Array.of(255, answer, option));
    };

    let mode: "data" | "iac" | "verb" | "sub" | "sub-iac" = "data";
    let verb = 0;
    let sub: number[] = [];
    socket.on("data", (chunk) => {
      let data: number[] = [];
      const flush = (): void => {
        if (data.length === 0) return;
        for (const listener of dataListeners) listener(Uint8Array.from(data));
        data = [];
      };
      for (const byte of chunk) {
        if (mode === "data") {
          if (byte === 255) mode = "iac";
          else data.push(byte);
        } else if (mode === "iac") {
          if (byte === 255) data.push(255);
          mode = byte === 250 ? "sub" : byte >= 251 && byte <= 254 ? "verb" : "data";
          verb = byte;
          sub = [];
        } else if (mode === "verb") {
          flush();
          mode = "data";
          negotiate(verb, byte);
        } else if (mode === "sub") {
          if (byte === 255) mode = "sub-iac";
          else sub.push(byte);
        } else if (byte === 255) {
          sub.push(255);
          mode = "sub";
        } else {
          flush();
          mode = "data";
          heard.push(`sub ${sub.join(" ")}`);
          if (sub[0] === 44) comPort(sub.slice(1));
        }
      }
      flush();
    });

    options.onConnection?.(socket);
    farEnd = {
      get lines() {
        return controlLines ? lines : undefined;
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
        const escaped = [...bytes].flatMap((byte) => (byte === 255 ? [255, 255] : [byte]));
        if (socket.writable) socket.write(Uint8Array.from(escaped));
      },
      unplug: () => {
        socket.resetAndDestroy();
      },
    };
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no TCP address");
  return {
    port: address.port,
    heard,
    get farEnd() {
      if (farEnd === undefined) throw new Error("nobody has connected yet");
      return farEnd;
    },
    sendRaw: (...bytes) => latest?.write(Uint8Array.from(bytes)),
    sendComPort: (...payload) => {
      if (latest !== undefined) sendSub(latest, payload);
    },
    stopReading: () => latest?.pause(),
    get connectionCount() {
      return sockets.size;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function sendSub(socket: Socket, payload: readonly number[]): void {
  const escaped = payload.flatMap((byte) => (byte === 255 ? [255, 255] : [byte]));
  if (socket.writable) socket.write(Uint8Array.of(255, 250, 44, ...escaped, 255, 240));
}
