import { abortableTransport } from "../abortable-transport.ts";
import { checkedOptions } from "../checked-options.ts";
import type { Transport } from "../connection.ts";
import { serialAdvice } from "../foreign-keys.ts";
import { serialTransportOptions } from "../option-tables.gen.ts";
import type { OptionProblem } from "../options/option-table.ts";
import { rtsProblems } from "../rts-problems.ts";
import { openPort, type PortSettings } from "./open-port.ts";
import type { SerialBinding } from "./serial-binding.ts";
import { lowerCase, type UsbIdentity, usbProblems } from "./usb-identity.ts";

/** Which serial port to open, and how. */
export type SerialTransportOptions = SerialPortOptions & SerialPortChoice;

/** Which serial port to open: by its name, or by the USB device that it belongs to. */
export type SerialPortChoice =
  | {
      /**
       * The port's name, for example `/dev/ttyUSB2` or `COM5`.
       * @nonEmpty
       */
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
  /**
   * Speed in bit/s. Default 115 200.
   * @whole
   * @minimum 1
   * @maximum 2147483647
   */
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
 * @throws {@link TransportError} `INVALID_OPTION` with every option that cannot work.
 */
export function serialTransport(options: SerialTransportOptions): Transport {
  const checked = checkedOptions(options, serialTransportOptions, serialAdvice, judgePort);
  const settings = portSettings(checked);
  return abortableTransport((signal) => openPort(settings, signal));
}

function portSettings(options: SerialTransportOptions): PortSettings {
  const { baudRate = 115_200, flowControl = "none", binding, path, usb } = options;
  const { dtrOnOpen = true, rtsOnOpen = true, dropDtrOnClose = true } = options;
  return {
    port: usb === undefined ? { by: "path", path } : { by: "usb", identity: lowerCase(usb) },
    baudRate,
    hardwareFlowControl: flowControl === "rtscts",
    lines: { dtr: dtrOnOpen, rts: rtsOnOpen },
    dropDtrOnClose,
    binding,
  };
}

function judgePort(
  options: Partial<SerialTransportOptions>,
  isTold: (path: string) => boolean,
): readonly OptionProblem[] {
  const { path, usb } = options;
  const problems = [...rtsProblems(options, "the operating system"), ...usbProblems(usb)];
  if ((path === undefined) !== (usb === undefined) || isTold("path") || isTold("usb")) {
    return problems;
  }
  const message = usb === undefined ? "or usb must be given" : "and usb cannot be given together";
  return [...problems, { path: "path", message }];
}
