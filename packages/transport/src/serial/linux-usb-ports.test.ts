import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listLinuxUsbPorts } from "./linux-usb-ports.ts";

// A tree as the kernel's, so that links and files behave as there. Windows lets no plain user make links.
describe.skipIf(process.platform === "win32")("the kernel's list of USB serial ports", () => {
  let folder = "";
  const root = (): string => join(folder, "class/tty");

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "qsmtp-sysfs-"));
    await mkdir(root(), { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Lays a terminal below a device's folder, and the link to it. */
  async function addTerminal(name: string, path: string): Promise<void> {
    const target = join(folder, "devices", path, name);
    await mkdir(target, { recursive: true });
    await writeFile(join(target, "dev"), "188:2\n");
    await symlink(target, join(root(), name));
  }

  async function addFiles(path: string, files: Readonly<Record<string, string>>): Promise<void> {
    const target = join(folder, "devices", path);
    await mkdir(target, { recursive: true });
    for (const [name, text] of Object.entries(files)) await writeFile(join(target, name), text);
  }

  it("has vendor, product, serial number and interface of each, and no other terminals", async () => {
    const hub = "pci0000:00/0000:00:14.0/usb1";
    await addFiles(hub, { idVendor: "1d6b\n", idProduct: "0002\n", serial: "0000:00:14.0\n" });
    await addFiles(`${hub}/1-1`, { idVendor: "2c7c\n", idProduct: "0125\n" });
    await addFiles(`${hub}/1-1/1-1:1.2`, { bInterfaceNumber: "02\n" });
    await addTerminal("ttyUSB2", `${hub}/1-1/1-1:1.2/ttyUSB2/tty`);
    const other = `${hub}/1-2/1-2.4`;
    await addFiles(other, { idVendor: "2341\n", idProduct: "0043\n", serial: "A1 B2\n" });
    await addFiles(`${other}/1-2.4:1.10`, { bInterfaceNumber: "0a\n" });
    await addTerminal("ttyACM0", `${other}/1-2.4:1.10/tty`);
    await addTerminal("ttyS0", "platform/serial8250/tty");
    await addTerminal("tty1", "virtual/tty");
    // Unplugged a moment ago.
    await symlink(join(folder, "gone"), join(root(), "ttyUSB7"));
    expect(await listLinuxUsbPorts(root())).toEqual([
      {
        path: "/dev/ttyACM0",
        ...{ vendorId: "2341", productId: "0043" },
        ...{ serialNumber: "A1 B2", interfaceNumber: 10 },
      },
      {
        path: "/dev/ttyUSB2",
        ...{ vendorId: "2c7c", productId: "0125" },
        ...{ serialNumber: undefined, interfaceNumber: 2 },
      },
    ]);
  });

  it("rejects when there is none", async () => {
    await expect(listLinuxUsbPorts(join(dirname(root()), "none"))).rejects.toMatchObject({
      code: "ENOENT",
    });
  });

  // Only Linux has this tree.
  it.runIf(process.platform === "linux")("is read from this system", async () => {
    expect(await listLinuxUsbPorts()).toBeInstanceOf(Array);
  });
});
