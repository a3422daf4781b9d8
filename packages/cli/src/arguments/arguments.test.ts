import { InvalidArgumentError } from "commander";
import { describe, expect, it } from "vitest";
import { formatEndpoint, parseEndpoint } from "./endpoint.ts";
import { type ModulePort, parseModulePort, type UsbPortIdentity } from "./module-port.ts";
import { wholeNumber } from "./whole-number.ts";

describe("HOST:PORT", () => {
  it.each([
    ["smtp.example.org", "smtp.example.org", undefined],
    ["smtp.example.org:587", "smtp.example.org", 587],
    ["127.0.0.1:0", "127.0.0.1", 0],
    ["[::1]", "::1", undefined],
    ["[2001:db8::1]:25", "2001:db8::1", 25],
  ])("%s", (text, host, port) => {
    expect(parseEndpoint(text)).toEqual({ host, port });
    expect(formatEndpoint({ host, port })).toBe(text);
  });

  it.each([
    [""],
    [":25"],
    ["host:"],
    ["host:x"],
    ["host:70000"],
    ["::1"],
    ["a b:25"],
    ["smtp://host:25"],
    ["[::1"],
  ])("refuses %j", (text) => {
    expect(() => parseEndpoint(text)).toThrow(InvalidArgumentError);
  });
});

describe("PORT", () => {
  function usb(change: Partial<UsbPortIdentity>): ModulePort {
    const unknown = { serialNumber: undefined, interfaceNumber: undefined };
    return {
      kind: "usb",
      identity: { vendorId: "2c7c", productId: "0125", ...unknown, ...change },
    };
  }

  it.each([
    ["/dev/ttyUSB2", { kind: "serial", path: "/dev/ttyUSB2" }],
    ["/dev/serial/by-path/pci-0:1.2", { kind: "serial", path: "/dev/serial/by-path/pci-0:1.2" }],
    ["COM5", { kind: "serial", path: "COM5" }],
    ["\\\\.\\COM12", { kind: "serial", path: "\\\\.\\COM12" }],
    ["tcp://10.0.0.7:7070", { kind: "tcp", host: "10.0.0.7", port: 7070 }],
    ["tcp://[::1]:7070", { kind: "tcp", host: "::1", port: 7070 }],
    ["rfc2217://10.0.0.7:2217", { kind: "rfc2217", host: "10.0.0.7", port: 2217 }],
    ["rfc2217://[::1]:2217", { kind: "rfc2217", host: "::1", port: 2217 }],
    ["usb:2c7c:0125", usb({})],
    ["usb:2C7C:0125.2", usb({ vendorId: "2C7C", interfaceNumber: 2 })],
    ["usb:2c7c:0125:A1", usb({ serialNumber: "A1" })],
    ["usb:2c7c:0125:A1.02", usb({ serialNumber: "A1", interfaceNumber: 2 })],
    ["usb:2c7c:0125:A:1.x.255", usb({ serialNumber: "A:1.x", interfaceNumber: 255 })],
    ["sim:", { kind: "simulated" }],
  ])("%s", (text, port) => {
    expect(parseModulePort(text)).toEqual(port);
  });

  it.each([
    [""],
    ["tcp://host"],
    ["tcp://host:0"],
    ["rfc2217://host"],
    ["rfc2217:host:1"],
    ["usb:"],
    ["usb:2c7c"],
    ["usb:2c7c:125"],
    ["usb:2c7c:0125:"],
    ["usb:2c7c:0125.256"],
    ["usb:2c7c:0125.x"],
    ["sim:ec25"],
    ["sim://"],
    ["http://host:80"],
    ["host:7070"],
  ])("refuses %j", (text) => {
    expect(() => parseModulePort(text)).toThrow(InvalidArgumentError);
  });
});

describe("a whole number", () => {
  it.each([["1"], ["16"], ["007"]])("may be %s", (text) => {
    expect(wholeNumber(1, 16)(text)).toBe(Number(text));
  });

  it.each([["0"], ["17"], ["1.5"], ["1e1"], ["-1"], [""], ["x"]])("may not be %j", (text) => {
    expect(() => wholeNumber(1, 16)(text)).toThrow("from 1 to 16");
  });
});
