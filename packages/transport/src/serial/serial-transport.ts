import type { Transport } from "../connection.ts";
import { TransportError } from "../errors.ts";
import { checkIntegerOption } from "../integer-option.ts";
import { unlessAborted } from "../unless-aborted.ts";
import { openPort, type PortName, type PortSettings } from "./open-port.ts";
import type { SerialBinding } from "./serial-binding.ts";
import { checkedUsbIdentity, type UsbIdentity } from "./usb-identity.ts";

/** Which serial port to open, and how. */
export type SerialTransportOptions = SerialPortOptions & SerialPortChoice;

/** Which serial port to open: by its name, or by the USB device that it belongs to. */
export type SerialPortChoice =
  | {
      /** The port's name, for example `/dev/ttyUSB2` or `COM5`. */
      readonly path: string;
      readonly usb?: undefined;
    }
  | {
      /** Looked up at each `open`, so that the port is found again when its name has changed. */
      readonly usb: UsbIdentity;
      readonly path?: undefined;
    };

/** How a serial port is opened. */
export interface SerialPortOptions {
  /** Speed in bit/s. Default 115 200. */
  readonly baudRate?: number | undefined;
  /** `"rtscts"` lets the operating system hold back both sides by RTS and CTS. Default `"none"`. */
  readonly flowControl?: "none" | "rtscts" | undefined;
  /**
   * State of DTR once the port is open. Default `true`. On Linux and macOS the operating system
   * itself asserts DTR and RTS while it opens a port, so `false` still gives a short pulse there.
   */
  readonly dtrOnOpen?: boolean | undefined;
  /** State of RTS once the port is open. Default `true`, and always `true` with `"rtscts"`. */
  readonly rtsOnOpen?: boolean | undefined;
  /**
   * Whether the operating system de-asserts DTR when the port is closed. Default `true`. A module
   * set to `AT&D1` or `AT&D2` leaves data mode then, and one in command mode does nothing.
   *
   * Linux and macOS: `true` sets the port's HUPCL flag. `false` leaves the flag as it is, and most
   * systems set it from the start, so clear it as well: `stty -F /dev/ttyUSB2 -hupcl`.
   *
   * Windows: no effect; the driver decides.
   */
  readonly dropDtrOnClose?: boolean | undefined;
  /**
   * Another node-serialport binding than that of the operating system. Then `@serialport/stream`
   * is needed instead of `serialport`.
   */
  readonly binding?: SerialBinding | undefined;
}

/**
 * Gives a transport over a serial port, by way of node-serialport, which is loaded at the first
 * `open`. The port is locked while it is open, and a write resolves when its bytes have been sent.
 * A port whose control lines cannot be set, such as a pseudo-terminal, is used without them:
 * `capabilities.controlLines` is false.
 *
 * `open` rejects with `PORT_NOT_FOUND`, `PORT_AMBIGUOUS` when several ports fit a USB identity,
 * `PORT_BUSY`, `ACCESS_DENIED`, `MISSING_DEPENDENCY` or, for every other reason, `OPEN_FAILED`.
 *
 * @throws {@link TransportError} `INVALID_OPTION` for an option out of its range.
 */
export function serialTransport(options: SerialTransportOptions): Transport {
  const settings = checkedSettings(options);
  /** Settles when a port that an aborted `open` may have left behind is closed. */
  let abandoned: Promise<void> = Promise.resolve();
  return {
    open: async ({ signal } = {}) => {
      signal?.throwIfAborted();
      const opening = abandoned.then(() => openPort(settings, signal));
      return await unlessAborted(opening, signal, () => {
        abandoned = opening.then(
          (connection) => connection.close(),
          () => {},
        );
      });
    },
  };
}

function checkedSettings(options: SerialTransportOptions): PortSettings {
  const { baudRate = 115_200, flowControl = "none", binding } = options;
  const { dtrOnOpen = true, rtsOnOpen = true, dropDtrOnClose = true } = options;
  const port = checkedPortName(options);
  checkIntegerOption("baudRate", baudRate, 1, 2 ** 31 - 1);
  if (flowControl !== "none" && flowControl !== "rtscts") {
    const message = `Option "flowControl" is "${String(flowControl)}", but must be "none" or "rtscts".`;
    throw new TransportError("INVALID_OPTION", message);
  }
  if (flowControl === "rtscts" && !rtsOnOpen) {
    const message = `Option "rtsOnOpen" is false, but with flowControl "rtscts" the operating system drives RTS. Leave "rtsOnOpen" out, or use flowControl "none".`;
    throw new TransportError("INVALID_OPTION", message);
  }
  return {
    port,
    baudRate,
    hardwareFlowControl: flowControl === "rtscts",
    lines: { dtr: dtrOnOpen, rts: rtsOnOpen },
    dropDtrOnClose,
    binding,
  };
}

function checkedPortName({ path, usb }: SerialPortChoice): PortName {
  if (usb !== undefined && path === undefined) {
    return { by: "usb", identity: checkedUsbIdentity(usb) };
  }
  if (usb === undefined && path !== undefined && path !== "") return { by: "path", path };
  const message =
    path === ""
      ? `Option "path" is empty, but must name a port.`
      : `Either the option "path" or the option "usb" must be given.`;
  throw new TransportError("INVALID_OPTION", message);
}
