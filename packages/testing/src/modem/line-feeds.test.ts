import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  createSimulatedModule,
  type SimulatedModule,
  type SimulatedModuleOptions,
} from "../simulated-module.ts";
import { TestHost } from "../test-host.fixture.ts";

let module: SimulatedModule;
let host: TestHost;

function start(options: SimulatedModuleOptions = {}): void {
  module = createSimulatedModule(options);
  host = new TestHost();
  module.attach(host.farEnd);
  host.ask("ATE0");
  vi.advanceTimersByTime(500);
  host.take();
}

const storedBody = (): Uint8Array => module.settings.draft.body.bytes;
const storedFile = (): Uint8Array => module.files.read("RAM:a") ?? new Uint8Array();

/** Each command that takes data, with and without acknowledgements, alone and behind others. */
const commands: readonly (readonly [
  what: string,
  command: (bytes: number) => string,
  stored: () => Uint8Array,
])[] = [
  ["a body", (bytes) => `AT+QSMTPBODY=0,${bytes},20`, storedBody],
  ["a body behind a semicolon", (bytes) => `AT+CMEE=1;+QSMTPBODY=0,${bytes},20`, storedBody],
  ["a body behind basic commands", (bytes) => `ATE0V1+QSMTPBODY=0,${bytes},20`, storedBody],
  ["an upload", (bytes) => `AT+QFUPL="RAM:a",${bytes}`, storedFile],
  ["an upload with ACK", (bytes) => `AT+QFUPL="RAM:a",${bytes},20,1`, storedFile],
  ["a write", (bytes) => `AT+QFOPEN="RAM:a";+QFWRITE=3000,${bytes}`, storedFile],
];
const speeds = [undefined, 4800, 9600, 115_200, 921_600];
const cases = commands.flatMap((command) =>
  speeds.map((baudRate) => [...command, baudRate] as const),
);

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  module.dispose();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

/** A text that begins with an LF and has every kind of line end, longer than a block of an upload. */
const data = `\n\r\n\rA/AT\r${"x".repeat(1500)}\n`;

describe.each(cases)("%s", (_what, command, stored, baudRate) => {
  const line = command(data.length);

  it.each<[how: string, pieces: readonly string[]]>([
    ["CR", [`${line}\r`]],
    ["CR LF in one write", [`${line}\r\n`]],
    ["CR LF in two writes", [`${line}\r`, "\n"]],
    ["CR LF byte by byte", [...line, "\r", "\n"]],
  ])(
    `behind %s, at ${baudRate ?? "any speed"}, is stored from its first LF to its last byte`,
    (_how, pieces) => {
      start({ baudRate });
      for (const piece of pieces) host.type(piece);
      vi.advanceTimersByTime(500);
      expect(host.take()).toContain("CONNECT\r\n");
      host.type(data);
      vi.advanceTimersByTime(6000);
      expect(new TextDecoder().decode(stored())).toBe(data);
      expect(host.take()).toMatch(/\r\nOK\r\n$/);
      host.type("AT\r\n");
      vi.advanceTimersByTime(100);
      expect(host.take()).toBe("\r\nOK\r\n");
    },
  );

  it(`at ${baudRate ?? "any speed"} is stored whole when the host answers CONNECT at once`, () => {
    start({ baudRate });
    let heard = "";
    host.onOutput((text) => {
      heard += text;
      if (!heard.endsWith("\r\nCONNECT\r\n")) return;
      heard = "";
      host.type(data);
    });
    host.type(`${line}\r\n`);
    vi.advanceTimersByTime(6000);
    expect(new TextDecoder().decode(stored())).toBe(data);
  });
});

describe("what comes before CONNECT", () => {
  it.each(commands)("is no data of %s", (_what, command, stored) => {
    start();
    host.type(`${command(5)}\rhello`);
    vi.advanceTimersByTime(50);
    expect(host.take()).toContain("CONNECT\r\n");
    host.type("world");
    vi.advanceTimersByTime(50);
    expect(new TextDecoder().decode(stored())).toBe("world");
  });

  it("is a command line later, or lost", () => {
    start();
    host.type("AT+QSMTPBODY=0,5\rAT+CSQ\r");
    vi.advanceTimersByTime(50);
    host.type("world");
    vi.advanceTimersByTime(50);
    expect(host.take()).toMatch(/\+QSMTPBODY: 5\r\n\r\nOK\r\n\r\n\+CSQ: 20,99\r\n\r\nOK\r\n$/);
    module.dispose();
    start({ busyInput: "drop" });
    host.type("AT+QSMTPBODY=0,5\rAT+CSQ\r");
    vi.advanceTimersByTime(50);
    host.type("world");
    vi.advanceTimersByTime(50);
    expect(host.take()).toMatch(/\+QSMTPBODY: 5\r\n\r\nOK\r\n$/);
  });

  it("comes later when every command takes longer than that", () => {
    start({ responseDelayMs: 100 });
    host.type("AT+QSMTPBODY=0,5\r");
    vi.advanceTimersByTime(99);
    expect(host.take()).toBe("");
    vi.advanceTimersByTime(1);
    expect(host.take()).toBe("\r\nCONNECT\r\n");
    host.type("hello");
    vi.advanceTimersByTime(100);
  });
});

it("LF behind CR is no data on a line slower than any of a module", () => {
  start({ baudRate: 300 });
  host.type("AT+QSMTPBODY=0,5\r\n");
  vi.advanceTimersByTime(2000);
  expect(host.take()).toBe("\r\nCONNECT\r\n");
  host.type("\nello");
  vi.advanceTimersByTime(2000);
  expect(new TextDecoder().decode(storedBody())).toBe("\nello");
});

it("LF behind CR in one write is no data even without a delay", () => {
  start({ connectDelayMs: 0 });
  host.type("AT+QSMTPBODY=0,5\r\nhello");
  expect(new TextDecoder().decode(storedBody())).toBe("hello");
});

it("LF behind a command that reads a file changes nothing", () => {
  start();
  module.files.write("RAM:a", "abc");
  host.type('AT+QFDWL="RAM:a"\r\nAT\r\n');
  vi.advanceTimersByTime(100);
  expect(host.take()).toMatch(/^\r\nCONNECT\r\nabc\r\n\+QFDWL: 3,\w+\r\n\r\nOK\r\n\r\nOK\r\n$/);
});
