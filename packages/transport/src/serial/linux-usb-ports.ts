import { readdir, readFile, realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { UsbSerialPort } from "./usb-port.ts";

/**
 * Gives the serial ports of USB devices as the kernel lists them. Unlike node-serialport's list it
 * needs neither udev's program nor its links, which containers and small systems lack.
 *
 * Rejects with Node's own error when the kernel's list cannot be read.
 */
export async function listLinuxUsbPorts(
  root = "/sys/class/tty",
): Promise<readonly UsbSerialPort[]> {
  const names = await readdir(root);
  const ports = await Promise.all(names.sort().map((name) => usbPort(join(root, name), name)));
  return ports.filter((port) => port !== undefined);
}

async function usbPort(link: string, name: string): Promise<UsbSerialPort | undefined> {
  const interfaceFolder = await findInterface(link);
  if (interfaceFolder === undefined) return undefined;
  const device = dirname(interfaceFolder);
  const [interfaceDigits, vendorId, productId, serialNumber] = await Promise.all([
    attribute(interfaceFolder, "bInterfaceNumber"),
    attribute(device, "idVendor"),
    attribute(device, "idProduct"),
    attribute(device, "serial"),
  ]);
  // It may be unplugged while it is looked at.
  if (interfaceDigits === undefined || vendorId === undefined || productId === undefined) {
    return undefined;
  }
  const interfaceNumber = Number.parseInt(interfaceDigits, 16);
  return { path: `/dev/${name}`, vendorId, productId, serialNumber, interfaceNumber };
}

/** The folder of the USB interface that a terminal belongs to: a few above its own, if any. */
async function findInterface(link: string): Promise<string | undefined> {
  const start = await realpath(link).catch(() => undefined);
  if (start === undefined) return undefined;
  for (let folder = start; folder !== dirname(folder); folder = dirname(folder)) {
    if ((await attribute(folder, "bInterfaceNumber")) !== undefined) return folder;
  }
  return undefined;
}

async function attribute(folder: string, name: string): Promise<string | undefined> {
  const text = await readFile(join(folder, name), "utf8").catch(() => undefined);
  return text?.trim();
}
