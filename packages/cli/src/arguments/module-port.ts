import { InvalidArgumentError } from "commander";
import { parseEndpoint } from "./endpoint.ts";

/** Where the module is: what `--port` says. */
export type ModulePort =
  | { readonly kind: "serial"; readonly path: string }
  | { readonly kind: "usb"; readonly identity: UsbPortIdentity }
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  | { readonly kind: "rfc2217"; readonly host: string; readonly port: number }
  /** A simulated module in this process. */
  | { readonly kind: "simulated" };

/** A port of a USB device, whatever its path is. */
export interface UsbPortIdentity {
  readonly vendorId: string;
  readonly productId: string;
  readonly serialNumber: string | undefined;
  readonly interfaceNumber: number | undefined;
}

/** What `--port` takes beside `sim:`, for help texts. */
export const modulePortHelp = `  a device path    /dev/ttyUSB2 or COM5: the module's AT port
  usb:VVVV:PPPP[:SERIAL][.INTERFACE]
                   the serial port of a USB device, whatever its path is now: vendor and product,
                   its serial number, its interface; usb:2c7c:0125.2 is the AT port of an EC25
  tcp://HOST:PORT  a module behind a serial-to-network bridge, or "qsmtp simulate"
  rfc2217://HOST:PORT
                   a module behind an RFC 2217 server, with speed and control lines`;

/**
 * Reads a device path, `usb:...`, `tcp://HOST:PORT`, `rfc2217://HOST:PORT` or `sim:`.
 * @throws InvalidArgumentError
 */
export function parseModulePort(text: string): ModulePort {
  if (text === "sim:") return { kind: "simulated" };
  if (text.startsWith("usb:")) return { kind: "usb", identity: parseUsbIdentity(text) };
  for (const kind of ["tcp", "rfc2217"] as const) {
    const scheme = `${kind}://`;
    if (!text.startsWith(scheme)) continue;
    const { host, port } = parseEndpoint(text.slice(scheme.length));
    if (port === undefined || port === 0) {
      throw new InvalidArgumentError(`A TCP port is needed: ${scheme}HOST:PORT.`);
    }
    return { kind, host, port };
  }
  // A device path holds no colon behind a word of two letters or more; `COM5:` and `C:\` do not.
  if (text === "" || /^[a-z][a-z\d+.-]+:/i.test(text)) {
    throw new InvalidArgumentError(
      "Give a device path such as /dev/ttyUSB2 or COM5, usb:2c7c:0125.2, tcp://HOST:PORT, rfc2217://HOST:PORT, or sim: for a simulated module.",
    );
  }
  return { kind: "serial", path: text };
}

function parseUsbIdentity(text: string): UsbPortIdentity {
  const pattern =
    /^usb:(?<vendorId>[\da-f]{4}):(?<productId>[\da-f]{4})(?::(?<serialNumber>.+?))?(?:\.(?<interfaceNumber>\d{1,3}))?$/i;
  const { vendorId, productId, serialNumber, interfaceNumber } = pattern.exec(text)?.groups ?? {};
  const number = interfaceNumber === undefined ? undefined : Number(interfaceNumber);
  if (vendorId === undefined || productId === undefined || (number ?? 0) > 255) {
    throw new InvalidArgumentError(
      "Write it as usb:VVVV:PPPP[:SERIAL][.INTERFACE], vendor and product with four hexadecimal digits: usb:2c7c:0125.2.",
    );
  }
  return { vendorId, productId, serialNumber, interfaceNumber: number };
}
