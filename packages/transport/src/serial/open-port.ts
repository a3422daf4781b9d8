import type { SerialPortStream, OpenOptions as StreamOptions } from "@serialport/stream";
import type { Connection } from "../connection.ts";
import { TransportError } from "../errors.ts";
import { loadOptionalDependency } from "../optional-dependency.ts";
import { type Link, StreamConnection } from "../stream-connection.ts";
import { openError } from "./open-error.ts";
import type { SerialBinding } from "./serial-binding.ts";
import { findUsbPort, type UsbIdentity } from "./usb-identity.ts";

/** The checked options of a serial transport. */
export interface PortSettings {
  readonly port: PortName;
  readonly baudRate: number;
  readonly hardwareFlowControl: boolean;
  readonly lines: PortLines;
  readonly dropDtrOnClose: boolean;
  readonly binding: SerialBinding | undefined;
}

/** What a port is asked for by. */
export type PortName =
  | { readonly by: "path"; readonly path: string }
  | { readonly by: "usb"; readonly identity: UsbIdentity };

interface PortLines {
  readonly dtr: boolean;
  readonly rts: boolean;
}

/** Opens the port, sets its lines and gives the connection; on any failure the port is closed. */
export async function openPort(
  settings: PortSettings,
  signal: AbortSignal | undefined,
): Promise<Connection> {
  const { port, binding } = settings;
  const path = port.by === "path" ? port.path : await findUsbPort(port.identity, binding);
  const stream = await createStream(path, settings);
  signal?.throwIfAborted();
  // A port that fails before the connection listens would end the process.
  stream.on("error", () => {});
  try {
    await settle((done) => stream.open(done));
  } catch (cause) {
    throw openError(path, cause);
  }
  try {
    watchForHangUp(stream);
    const link = await probedLink(stream, path, settings);
    signal?.throwIfAborted();
    if (!stream.isOpen || stream.destroyed) {
      throw new TransportError(
        "OPEN_FAILED",
        `Serial port ${path} was lost while it was being opened. Check the cable and the module's power.`,
      );
    }
    return new StreamConnection(link);
  } catch (error) {
    await release(stream);
    throw error;
  }
}

async function createStream(path: string, settings: PortSettings): Promise<SerialPortStream> {
  const { baudRate, hardwareFlowControl, lines, dropDtrOnClose, binding } = settings;
  const options = {
    path,
    baudRate,
    rtscts: hardwareFlowControl,
    lock: true,
    // One flag of node-serialport with two meanings: at close on Unix, at open on Windows.
    hupcl: process.platform === "win32" ? lines.dtr : dropDtrOnClose,
    autoOpen: false,
  };
  if (binding === undefined) {
    const { SerialPort } = await loadOptionalDependency("serialport", () => import("serialport"));
    return new SerialPort(options);
  }
  const module = await loadOptionalDependency(
    "@serialport/stream",
    () => import("@serialport/stream"),
  );
  // Our binding type leaves out what is never called.
  return new module.SerialPortStream({ ...options, binding } as unknown as StreamOptions);
}

/** The part of node-serialport's Unix ports that waits for the system. */
interface Poller {
  once(
    event: "disconnect",
    listener: (error: (Error & { canceled?: boolean }) | null) => void,
  ): void;
}

/**
 * Ends the stream when the system takes the port away. Left alone, a Unix read that comes just
 * after that moment never ends and takes all memory (serialport/bindings-cpp#162). Must be called
 * before the first read or write, whose waiting it would replace.
 */
function watchForHangUp(stream: SerialPortStream): void {
  const { poller } = (stream.port ?? {}) as { readonly poller?: Poller };
  poller?.once("disconnect", (error) => {
    if (error?.canceled !== true) stream.destroy(error ?? new Error("hung up"));
  });
}

/** Finds out by use what the port can do, and sets its lines on the way. */
async function probedLink(
  stream: SerialPortStream,
  path: string,
  settings: PortSettings,
): Promise<Link> {
  let lines = settings.lines;
  // node-serialport asserts every line it is not told about, so all are sent each time.
  const setLines = (next: PortLines): Promise<void> =>
    settle((done) => stream.set({ ...next }, done));
  const drain = (): Promise<void> =>
    settle((done) => {
      // A closed port would keep the request until it is opened again, which never happens.
      if (stream.isOpen) stream.drain(done);
      else done(new Error("Port is not open"));
    });
  // A pseudo-terminal answers ENOTTY, and some adapters fail in ways of their own.
  const hasLines = await succeeds(setLines(lines));
  const canDrain = await succeeds(drain());
  const setDtr = async (asserted: boolean): Promise<void> => {
    const next = { ...lines, dtr: asserted };
    await setLines(next);
    lines = next;
  };
  return {
    name: `serial port ${path}`,
    stream,
    drain: canDrain ? () => unlessClosing(stream, drain()) : undefined,
    setDtr: hasLines ? (asserted) => unlessClosing(stream, setDtr(asserted)) : undefined,
    release: () => release(stream),
  };
}

/** Closes the port, or waits for it to be closed if that has already begun. */
function release(stream: SerialPortStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.isOpen) {
      // Whatever closing reports, nothing more can be done about it.
      stream.close(() => resolve());
      return;
    }
    const check = (): void => {
      // A failed write makes Node emit "close" before the port is closed, hence not `once`.
      if (stream.closing) return;
      stream.off("close", check);
      stream.off("error", check);
      resolve();
    };
    stream.on("close", check);
    stream.on("error", check);
    check();
  });
}

function settle(start: (done: (error: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    start((error) => (error === null ? resolve() : reject(error)));
  });
}

/** Leaves a failure of a port that is going away to the loss that is reported right after. */
function unlessClosing(stream: SerialPortStream, attempt: Promise<void>): Promise<void> {
  return attempt.catch((error) => {
    if (!stream.closing) throw error;
    return new Promise(() => {});
  });
}

function succeeds(attempt: Promise<void>): Promise<boolean> {
  return attempt.then(
    () => true,
    () => false,
  );
}
