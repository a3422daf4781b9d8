import { describeCause, isTransportError, TransportError } from "../errors.ts";
import { loadOptionalDependency } from "../optional-dependency.ts";
import type { OptionProblem } from "../options/option-table.ts";
import { listLinuxUsbPorts } from "./linux-usb-ports.ts";
import type { SerialBinding, SerialPortInfo } from "./serial-binding.ts";
import type { UsbSerialPort } from "./usb-port.ts";

/** What a module on USB is known by, whatever name the system gives its ports. */
export interface UsbIdentity {
  /** Vendor, four hexadecimal digits, e.g. `2c7c` for Quectel. */
  readonly vendorId: string;
  /** Product, four hexadecimal digits, e.g. `0125` for EC25. */
  readonly productId: string;
  /**
   * The device's own serial number, for hosts with several of a kind. Many modules have none.
   * @nonEmpty
   */
  readonly serialNumber?: string | undefined;
  /**
   * Which of the device's ports, 0 to 255: a module has several, and on EC2x, EG9x and EM05 the AT
   * port is 2. Linux and Windows tell it, macOS does not.
   * @whole
   * @minimum 0
   * @maximum 255
   */
  readonly interfaceNumber?: number | undefined;
}

/** What of an identity no device can have. */
export function usbProblems(identity: Partial<UsbIdentity> = {}): readonly OptionProblem[] {
  return (["vendorId", "productId"] as const).flatMap((name) => {
    const id = identity[name];
    if (id === undefined || /^[\da-f]{4}$/i.test(id)) return [];
    const message = 'must be four hexadecimal digits such as "2c7c"';
    return [{ path: `usb.${name}`, message }];
  });
}

/** An identity as the system writes it. */
export function lowerCase(identity: UsbIdentity): UsbIdentity {
  const { vendorId, productId } = identity;
  return { ...identity, vendorId: vendorId.toLowerCase(), productId: productId.toLowerCase() };
}

/**
 * Gives the serial ports of USB devices that there are now: on Linux from the kernel, elsewhere by way
 * of `serialport`, or from another binding.
 *
 * @throws {@link TransportError} `MISSING_DEPENDENCY`, `UNSUPPORTED` for a binding without a list,
 * `OPEN_FAILED` when the system does not tell.
 */
export async function listUsbSerialPorts(
  binding?: SerialBinding | undefined,
): Promise<readonly UsbSerialPort[]> {
  const list = usbPortList(binding);
  try {
    return await list();
  } catch (cause) {
    if (isTransportError(cause)) throw cause;
    const message = `Cannot list the serial ports: ${describeCause(cause)}. Give the port's path instead.`;
    throw new TransportError("OPEN_FAILED", message, { cause });
  }
}

function usbPortList(binding: SerialBinding | undefined): () => Promise<readonly UsbSerialPort[]> {
  if (binding === undefined) {
    return process.platform === "linux" ? listLinuxUsbPorts : listSystemPorts;
  }
  if (binding.list === undefined) {
    throw new TransportError(
      "UNSUPPORTED",
      "This serial binding has no list of ports, so none can be found by its USB identity. Give the port's path.",
    );
  }
  const list = binding.list.bind(binding);
  return async () => (await list()).flatMap((port) => usbPort(port) ?? []);
}

async function listSystemPorts(): Promise<readonly UsbSerialPort[]> {
  const { SerialPort } = await loadOptionalDependency("serialport", () => import("serialport"));
  return (await SerialPort.list()).flatMap((port) => usbPort(port) ?? []);
}

function usbPort(port: SerialPortInfo): UsbSerialPort | undefined {
  const { path, vendorId, productId, serialNumber, pnpId = "" } = port;
  if (vendorId === undefined || productId === undefined) return undefined;
  // Linux: usb-Quectel_EC25-if02-port0. Windows: USB\VID_2C7C&PID_0125&MI_02\6&...
  const interfaceDigits = /(?:-if|&MI_)([\da-f]{2})(?![\da-f])/i.exec(pnpId)?.[1];
  return {
    path,
    vendorId: vendorId.toLowerCase().padStart(4, "0"),
    productId: productId.toLowerCase().padStart(4, "0"),
    serialNumber,
    interfaceNumber:
      interfaceDigits === undefined ? undefined : Number.parseInt(interfaceDigits, 16),
  };
}

/**
 * Gives the name that the port of an identity has now.
 *
 * @throws {@link TransportError} `PORT_NOT_FOUND`, `PORT_AMBIGUOUS`, and as {@link listUsbSerialPorts}.
 */
export async function findUsbPort(
  identity: UsbIdentity,
  binding: SerialBinding | undefined,
): Promise<string> {
  const ports = await listUsbSerialPorts(binding);
  const [found, ...others] = ports.filter((port) => matches(port, identity));
  if (found !== undefined && others.length === 0) return found.path;
  const wanted = describeUsb(identity);
  if (found === undefined) {
    const present = ports.length === 0 ? "no USB serial port at all" : listed(ports);
    const message = `There is no serial port of USB device ${wanted}; there is ${present}. Check the cable, the identity, and that the module is powered and has started.`;
    throw new TransportError("PORT_NOT_FOUND", message);
  }
  const message = `Several serial ports fit USB device ${wanted}: ${listed([found, ...others])}. Give the interface number, and the serial number where there are several devices; if those are the same, give the path of the port, on Linux one below /dev/serial/by-path.`;
  throw new TransportError("PORT_AMBIGUOUS", message);
}

function matches(port: UsbSerialPort, identity: UsbIdentity): boolean {
  const { vendorId, productId, serialNumber, interfaceNumber } = identity;
  return (
    port.vendorId === vendorId &&
    port.productId === productId &&
    (serialNumber === undefined || port.serialNumber === serialNumber) &&
    (interfaceNumber === undefined || port.interfaceNumber === interfaceNumber)
  );
}

function listed(ports: readonly UsbSerialPort[]): string {
  return ports.map((port) => `${port.path} (${describeUsb(port)})`).join(", ");
}

/** An identity in words. */
function describeUsb(identity: UsbIdentity): string {
  const { vendorId, productId, serialNumber, interfaceNumber } = identity;
  const parts = [`${vendorId}:${productId}`];
  if (serialNumber !== undefined) parts.push(`serial number ${serialNumber}`);
  if (interfaceNumber !== undefined) parts.push(`interface ${interfaceNumber}`);
  return parts.join(", ");
}
