import { describe, expect, it } from "vitest";
import { isTransportError } from "../errors.ts";
import { serialTransport } from "./serial-transport.ts";

/** What no option takes. */
const wrong: readonly (() => unknown)[] = [
  () => Number.NaN,
  () => 1n,
  () => Symbol("odd"),
  () => new Date(0),
  () => new Map(),
  () => [[]],
  () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
];
const usb = { vendorId: "2c7c", productId: "0125" };

function refusalOf(options: unknown): { readonly message: string; readonly paths: string[] } {
  try {
    serialTransport(options as never);
  } catch (error) {
    if (!isTransportError(error, "INVALID_OPTION")) throw error;
    return { message: error.message, paths: (error.problems ?? []).map(({ path }) => path) };
  }
  throw new Error("the options were taken");
}

describe("the options of a serial port", () => {
  it.each([
    "path",
    "baudRate",
    "flowControl",
    "dtrOnOpen",
    "rtsOnOpen",
    "dropDtrOnClose",
    "binding",
    "usb",
  ])("refuse odd values of %s by its path alone", (key) => {
    for (const make of wrong) {
      const { paths } = refusalOf({ path: "/dev/x", [key]: make() });
      const wanted = key === "usb" && paths[0]?.startsWith("usb.") ? paths : [key];
      expect(paths).toEqual(wanted);
    }
  });

  it.each(["vendorId", "productId", "serialNumber", "interfaceNumber"])(
    "refuse odd values of usb.%s",
    (key) => {
      for (const make of wrong) {
        expect(refusalOf({ usb: { ...usb, [key]: make() } }).paths).toEqual([`usb.${key}`]);
      }
    },
  );

  it("take null for what may be left out", () => {
    const nothing = { baudRate: null, flowControl: null, binding: null, dtrOnOpen: null };
    const options = { ...nothing, usb: { ...usb, serialNumber: null }, path: null };
    expect(() => serialTransport(options as never)).not.toThrow();
  });

  it("are refused all at once", () => {
    const options = { port: "/dev/x", baudRate: "9600", flowControl: "xon", parity: "none" };
    expect(refusalOf(options).paths.sort()).toEqual(
      ["baudRate", "flowControl", "parity", "path", "port"].sort(),
    );
  });

  it.each<[object, RegExp]>([
    [{ path: "/dev/x", rtscts: true }, /flowControl: "rtscts"/],
    [{ path: "/dev/x", baudrate: 9600 }, /Is baudRate meant\?/],
    [{ path: "/dev/x", speed: 9600 }, /Is baudRate meant\?/],
    [{ port: "/dev/x" }, /path: "\/dev\/ttyUSB2"/],
    [{ device: "/dev/x" }, /Is path meant\?/],
    [{ path: "/dev/x", parity: "none" }, /leave it out/],
    [{ path: "/dev/x", vendorId: "2c7c" }, /Give it as usb\.vendorId\./],
    [{ path: "/dev/x", usb }, /cannot be given together/],
    [{}, /path" or usb must be given/],
  ])("say what to write: %o", (options, said) => {
    expect(refusalOf(options).message).toMatch(said);
  });

  it("of open() too", async () => {
    const transport = serialTransport({ path: "/dev/x" });
    await expect(transport.open({ signal: {} } as never)).rejects.toMatchObject({
      code: "INVALID_OPTION",
      problems: [{ path: "signal" }],
    });
  });
});
