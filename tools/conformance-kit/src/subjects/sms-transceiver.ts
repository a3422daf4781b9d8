import Module, { createRequire } from "node:module";
import { SerialPortStream } from "@serialport/stream";
import { fakeBinding, fakePath } from "../fake-binding.ts";
import type { FarEnd } from "../far-end.ts";
import { versionOf } from "../installed-version.ts";
import { informationLines } from "./raw-text.ts";
import type { Subject } from "./subject.ts";

export const smsTransceiver: Subject = {
  name: "node-sms-transceiver",
  version: versionOf("node-sms-transceiver"),
  asked:
    "`open`, then `execCommand`; raw text without a line that begins with `OK` counts as a failure told. It is no longer kept up and calls a constructor that node-serialport has no more; the kit gives it one",
  open: async (farEnd) => {
    const Transceiver = loadWithShim();
    OldSerialPort.farEnd = farEnd;
    const modem = new Transceiver(fakePath, {});
    await modem.open();
    return {
      execute: async ({ text }, timeoutMs) => {
        try {
          const raw = await modem.execCommand(text, { timeout: timeoutMs });
          // How its own methods judge a reply; `execCommand` leaves it to its caller.
          if (!/(^|\n)OK/.test(raw)) return { kind: "failed", says: raw };
          return { kind: "reply", lines: informationLines(raw, text) };
        } catch (error) {
          const isTimeout = error instanceof Error && error.message.startsWith("TIMEOUT");
          if (isTimeout) return { kind: "timeout" };
          throw error;
        }
      },
      close: () => modem.close(),
    };
  },
};

/** What is used of the peer, which brings no declarations. */
interface Transceiver {
  open(): Promise<void>;
  execCommand(command: string, options: { readonly timeout: number }): Promise<string>;
  close(): Promise<void>;
}

/** The constructor that node-serialport had before version 10, over the binding of the kit. */
class OldSerialPort extends SerialPortStream {
  static farEnd: FarEnd | undefined;

  constructor(path: string, options: { readonly autoOpen: boolean; readonly baudRate: number }) {
    const { farEnd } = OldSerialPort;
    if (farEnd === undefined) throw new Error("no far end to open a port to");
    super({ path, ...options, binding: fakeBinding(farEnd) });
  }
}

/**
 * The peer asks for any node-serialport from version 8 on, gets the newest, and calls its module as a
 * constructor, which it is no more. So it gets one that can be called.
 */
function loadWithShim(): new (path: string, options: object) => Transceiver {
  const require = createRequire(import.meta.url);
  const peer = require.resolve("node-sms-transceiver");
  const serialport = createRequire(peer).resolve("serialport");
  const shim = new Module(serialport);
  shim.exports = OldSerialPort;
  shim.loaded = true;
  const before = require.cache[serialport];
  require.cache[serialport] = shim;
  try {
    return require(peer);
  } finally {
    if (before === undefined) delete require.cache[serialport];
    else require.cache[serialport] = before;
  }
}
