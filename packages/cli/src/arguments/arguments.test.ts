import { InvalidArgumentError } from "commander";
import { describe, expect, it } from "vitest";
import { formatEndpoint, parseEndpoint } from "./endpoint.ts";
import { parseModulePort } from "./module-port.ts";
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
  it.each([
    ["/dev/ttyUSB2", { kind: "serial", path: "/dev/ttyUSB2" }],
    ["/dev/serial/by-path/pci-0:1.2", { kind: "serial", path: "/dev/serial/by-path/pci-0:1.2" }],
    ["COM5", { kind: "serial", path: "COM5" }],
    ["\\\\.\\COM12", { kind: "serial", path: "\\\\.\\COM12" }],
    ["tcp://10.0.0.7:7070", { kind: "tcp", host: "10.0.0.7", port: 7070 }],
    ["tcp://[::1]:7070", { kind: "tcp", host: "::1", port: 7070 }],
    ["sim:", { kind: "simulated" }],
  ])("%s", (text, port) => {
    expect(parseModulePort(text)).toEqual(port);
  });

  it.each([
    [""],
    ["tcp://host"],
    ["tcp://host:0"],
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
