import { describe, expect, it, vi } from "vitest";
import type { Transport } from "../connection.ts";
import { TransportError } from "../errors.ts";
import { createMockLine } from "../mock/mock-line.ts";
import type {
  SerialBinding,
  SerialBindingOptions,
  SerialBindingPort,
  SerialPortInfo,
} from "./serial-binding.ts";
import {
  type SerialPortOptions,
  type SerialTransportOptions,
  serialTransport,
} from "./serial-transport.ts";
import { listUsbSerialPorts } from "./usb-identity.ts";

/** Gives a transport to a mock line whose ports behave differently in what `change` gives. */
function changedTransport(
  change: (port: SerialBindingPort) => Partial<SerialBindingPort> & { poller?: unknown },
): Transport {
  const { path, binding } = createMockLine();
  const changed: SerialBinding = {
    open: async (options) => {
      const port = await binding.open(options);
      const same: SerialBindingPort = {
        get isOpen() {
          return port.isOpen;
        },
        close: () => port.close(),
        read: (buffer, offset, length) => port.read(buffer, offset, length),
        write: (buffer) => port.write(buffer),
        drain: () => port.drain(),
        set: (lines) => port.set(lines),
      };
      return Object.assign(same, change(port));
    },
  };
  return serialTransport({ path, binding: changed });
}

/** Stands in for what node-serialport's Unix ports use to wait for the system. */
class HangUp {
  readonly #isImmediate: boolean;
  report: (error: Error) => void = () => {};

  constructor(isImmediate: boolean) {
    this.#isImmediate = isImmediate;
  }

  once(event: string, listener: (error: Error) => void): void {
    if (event !== "disconnect") return;
    this.report = listener;
    if (this.#isImmediate) listener(new Error("bad file descriptor"));
  }
}

function turnOfTheEventLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe("serial transport, opening", () => {
  it.each([
    ["Error: No such file or directory, cannot open /dev/x", "PORT_NOT_FOUND"],
    ["Error: No such device or address, cannot open /dev/x", "PORT_NOT_FOUND"],
    ["Opening COM9: File not found", "PORT_NOT_FOUND"],
    ["Error Resource temporarily unavailable Cannot lock port", "PORT_BUSY"],
    ["Error: Resource busy, cannot open /dev/x", "PORT_BUSY"],
    ["Error: Device or resource busy, cannot open /dev/x", "PORT_BUSY"],
    ["Opening COM9: Access denied", "PORT_BUSY"],
    ["Error: Permission denied, cannot open /dev/x", "ACCESS_DENIED"],
    ["Error: Inappropriate ioctl for device setting custom baud rate of 9600", "OPEN_FAILED"],
    ["Opening COM9: Unknown error code 31", "OPEN_FAILED"],
  ])("reports %j as %s, with the port's name and the cause", async (reported, code) => {
    const cause = new Error(reported);
    const binding: SerialBinding = { open: () => Promise.reject(cause) };
    await expect(serialTransport({ path: "/dev/x", binding }).open()).rejects.toMatchObject({
      name: "TransportError",
      code,
      cause,
      message: expect.stringContaining("serial port /dev/x"),
    });
  });

  it("asks for an exclusive port with the given speed and flow control", async () => {
    const asked: SerialBindingOptions[] = [];
    const { path, binding } = createMockLine();
    const connection = await serialTransport({
      path,
      baudRate: 921_600,
      flowControl: "rtscts",
      binding: {
        open: (options) => {
          asked.push(options);
          return binding.open(options);
        },
      },
    }).open();
    expect(asked).toEqual([
      expect.objectContaining({ path, baudRate: 921_600, rtscts: true, lock: true, hupcl: true }),
    ]);
    await connection.close();
  });

  it("passes on what a binding has already put into a transport error", async () => {
    const error = new TransportError("MISSING_DEPENDENCY", "no such package");
    const binding: SerialBinding = { open: () => Promise.reject(error) };
    await expect(serialTransport({ path: "/dev/x", binding }).open()).rejects.toBe(error);
  });

  it("rejects and frees the port when the system takes it away on the way", async () => {
    const isOpen: (() => boolean)[] = [];
    const transport = changedTransport((port) => {
      isOpen.push(() => port.isOpen);
      return { poller: new HangUp(true) };
    });
    await expect(transport.open()).rejects.toMatchObject({ code: "OPEN_FAILED" });
    expect(isOpen.map((ask) => ask())).toEqual([false]);
  });

  it("rejects and frees the port when it is lost on the way", async () => {
    const close = vi.fn();
    const transport = changedTransport((port) => ({
      set: async () => {
        close();
        await port.close();
      },
    }));
    await expect(transport.open()).rejects.toMatchObject({ code: "OPEN_FAILED" });
    expect(close).toHaveBeenCalledOnce();
  });

  it("rejects an abort at once even while the system does not answer, and opens again after", async () => {
    const { path, binding } = createMockLine();
    let letOpen = (): void => {};
    const gate = new Promise<void>((resolve) => {
      letOpen = resolve;
    });
    const asked = vi.fn();
    const opened: SerialBindingPort[] = [];
    const transport = serialTransport({
      path,
      binding: {
        open: async (options) => {
          asked();
          await gate;
          const port = await binding.open(options);
          opened.push(port);
          return port;
        },
      },
    });
    const controller = new AbortController();
    const reason = new Error("enough");
    const opening = transport.open({ signal: controller.signal });
    await vi.waitFor(() => expect(asked).toHaveBeenCalledOnce(), { timeout: 60_000 });
    controller.abort(reason);
    await expect(opening).rejects.toBe(reason);
    const next = transport.open();
    letOpen();
    const connection = await next;
    expect(opened.map((port) => port.isOpen)).toEqual([false, true]);
    await connection.close();
  });

  it.each<SerialPortOptions & { readonly path?: string }>([
    { path: "" },
    { baudRate: 0 },
    { baudRate: 9600.5 },
    { flowControl: "rtscts", rtsOnOpen: false },
  ])("rejects the options %o before anything is opened", (options) => {
    expect(() => serialTransport({ path: "/dev/x", ...options })).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION" }),
    );
  });
});

describe("serial transport, by USB identity", () => {
  const quectel = { vendorId: "2c7c", productId: "0125" };
  const usb = { ...quectel, interfaceNumber: 2 };

  /** Ports as node-serialport lists them on Linux; the one of the given number leads somewhere. */
  function bindingWith(ports: () => readonly SerialPortInfo[]) {
    const { path, binding } = createMockLine();
    const opened: string[] = [];
    const listing: SerialBinding = {
      list: async () => ports(),
      open: (options) => {
        opened.push(options.path);
        return binding.open({ ...options, path });
      },
    };
    return { binding: listing, opened };
  }

  function module(firstNumber: number, serialNumber?: string): readonly SerialPortInfo[] {
    return [0, 1, 2, 3].map((index) => ({
      path: `/dev/ttyUSB${firstNumber + index}`,
      ...{ ...quectel, serialNumber },
      pnpId: `usb-Quectel_EC25-if0${index}-port0`,
    }));
  }

  const others: readonly SerialPortInfo[] = [
    { path: "/dev/ttyS0" },
    { path: "/dev/ttyACM0", vendorId: "2341", productId: "0043", pnpId: "usb-Arduino-if00" },
  ];

  it("looks the port up at every opening, so that its name may change", async () => {
    let ports = [...others, ...module(0)];
    const { binding, opened } = bindingWith(() => ports);
    const transport = serialTransport({ usb, binding });
    await (await transport.open()).close();
    ports = [...module(3), ...others];
    await (await transport.open()).close();
    expect(opened).toEqual(["/dev/ttyUSB2", "/dev/ttyUSB5"]);
  });

  it("knows the interface on Windows, and ids in any case", async () => {
    const { binding, opened } = bindingWith(() =>
      ["01", "02", "1A"].map((digits, index) => ({
        path: `COM${index}`,
        ...{ vendorId: "2C7C", productId: "0125" },
        pnpId: `USB\\VID_2C7C&PID_0125&MI_${digits}\\6&2A2B&0&00${digits}`,
      })),
    );
    for (const interfaceNumber of [2, 26]) {
      const transport = serialTransport({
        usb: { vendorId: "2c7C", productId: "0125", interfaceNumber },
        binding,
      });
      await (await transport.open()).close();
    }
    expect(opened).toEqual(["COM1", "COM2"]);
  });

  it("tells two modules apart by their serial numbers", async () => {
    const { binding, opened } = bindingWith(() => [...module(0, "A1"), ...module(4, "B2")]);
    const transport = serialTransport({ usb: { ...usb, serialNumber: "B2" }, binding });
    await (await transport.open()).close();
    expect(opened).toEqual(["/dev/ttyUSB6"]);
  });

  it("says what there is when the port is not", async () => {
    let ports: readonly SerialPortInfo[] = others;
    const { binding } = bindingWith(() => ports);
    const transport = serialTransport({ usb, binding });
    await expect(transport.open()).rejects.toMatchObject({
      code: "PORT_NOT_FOUND",
      message: expect.stringMatching(
        /USB device 2c7c:0125, interface 2; there is \/dev\/ttyACM0 \(2341:0043, interface 0\)\./,
      ),
    });
    ports = [];
    await expect(transport.open()).rejects.toMatchObject({
      code: "PORT_NOT_FOUND",
      message: expect.stringContaining("no USB serial port at all"),
    });
    ports = module(0);
    await (await transport.open()).close();
  });

  it("lists the ports when several fit, and asks for more", async () => {
    const { binding, opened } = bindingWith(() => [...others, ...module(0, "A1")]);
    await expect(serialTransport({ usb: quectel, binding }).open()).rejects.toMatchObject({
      code: "PORT_AMBIGUOUS",
      message: expect.stringMatching(
        /ttyUSB0 \(2c7c:0125, serial number A1, interface 0\), .*ttyUSB3 .*\. Give the interface/,
      ),
    });
    expect(opened).toEqual([]);
  });

  it("reports a system that does not tell its ports", async () => {
    const cause = new Error("no such program");
    const binding: SerialBinding = {
      list: () => Promise.reject(cause),
      open: () => Promise.reject(new Error("never asked")),
    };
    await expect(serialTransport({ usb, binding }).open()).rejects.toMatchObject({
      code: "OPEN_FAILED",
      cause,
      message: expect.stringContaining("Cannot list the serial ports: no such program"),
    });
  });

  it("needs a binding that lists ports", async () => {
    const { binding } = createMockLine();
    await expect(serialTransport({ usb, binding }).open()).rejects.toMatchObject({
      code: "UNSUPPORTED",
    });
  });

  it("lists the ports of USB devices for whoever wants to choose", async () => {
    const { binding } = bindingWith(() => [
      ...others,
      { path: "/dev/cu.usb1", ...quectel, serialNumber: "A1" },
    ]);
    expect(await listUsbSerialPorts(binding)).toEqual([
      {
        path: "/dev/ttyACM0",
        ...{ vendorId: "2341", productId: "0043" },
        ...{ serialNumber: undefined, interfaceNumber: 0 },
      },
      { path: "/dev/cu.usb1", ...quectel, serialNumber: "A1", interfaceNumber: undefined },
    ]);
  });

  it.each([
    { vendorId: "2c7" },
    { productId: "0x0125" },
    { serialNumber: "" },
    { interfaceNumber: 256 },
    { interfaceNumber: -1 },
  ])("rejects the identity %o before anything is opened", (change) => {
    expect(() => serialTransport({ usb: { ...usb, ...change } })).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION" }),
    );
  });

  it("takes either a path or an identity", () => {
    // @ts-expect-error: both
    const both: SerialTransportOptions = { path: "/dev/x", usb };
    // @ts-expect-error: neither
    const neither: SerialTransportOptions = { baudRate: 9600 };
    for (const options of [both, neither]) {
      expect(() => serialTransport(options)).toThrow(
        expect.objectContaining({ code: "INVALID_OPTION" }),
      );
    }
  });
});

describe("serial transport, with a port that", () => {
  const bytes = Uint8Array.of(1);
  const refuse = (): Promise<never> => Promise.reject(new Error("Error: refused"));

  it("cannot drain, resolves writes without it", async () => {
    const connection = await changedTransport(() => ({ drain: refuse })).open();
    expect(connection.capabilities).toEqual({ controlLines: true, drain: false });
    await connection.write(bytes);
    await connection.close();
  });

  it("fails to drain later, rejects that write and takes the next", async () => {
    let isBroken = false;
    const transport = changedTransport((port) => ({
      drain: () => (isBroken ? refuse() : port.drain()),
    }));
    const connection = await transport.open();
    isBroken = true;
    await expect(connection.write(bytes)).rejects.toMatchObject({ code: "WRITE_FAILED" });
    isBroken = false;
    await connection.write(bytes);
    await connection.close();
  });

  it("refuses a line change later, rejects that change and sends the right state next", async () => {
    const states: unknown[] = [];
    const transport = changedTransport((port) => ({
      set: (lines) => {
        states.push({ ...lines });
        return states.length === 2 ? refuse() : port.set(lines);
      },
    }));
    const connection = await transport.open();
    await expect(connection.setDtr(false)).rejects.toMatchObject({ code: "CONTROL_LINES_FAILED" });
    await connection.setDtr(true);
    expect(states).toMatchObject([
      { dtr: true, rts: true },
      { dtr: false, rts: true },
      { dtr: true, rts: true },
    ]);
    await connection.close();
  });

  it("fails a write, is lost, and has ended only when the system has it back", async () => {
    const close = vi.fn();
    let letClose = (): void => {};
    const gate = new Promise<void>((resolve) => {
      letClose = resolve;
    });
    const transport = changedTransport((port) => ({
      write: refuse,
      close: async () => {
        close();
        await gate;
        await port.close();
      },
    }));
    const connection = await transport.open();
    const closed = vi.fn();
    void connection.closed.then(closed);
    await expect(connection.write(bytes)).rejects.toMatchObject({ code: "CONNECTION_LOST" });
    await turnOfTheEventLoop();
    expect(closed).not.toHaveBeenCalled();
    letClose();
    expect(await connection.closed).toMatchObject({ kind: "lost" });
    expect(close).toHaveBeenCalledOnce();
    await (await transport.open()).close();
  });

  it("fails to drain because it is being lost, rejects that write with the loss", async () => {
    let failRead = (_error: Error): void => {};
    let failDrain: ((error: Error) => void) | undefined;
    let isProbed = false;
    const transport = changedTransport((port) => ({
      read: () =>
        new Promise((_resolve, reject) => {
          failRead = reject;
        }),
      drain: () => {
        if (!isProbed) return port.drain();
        return new Promise((_resolve, reject) => {
          failDrain = reject;
        });
      },
      close: async () => {
        failDrain?.(new Error("Error: Input/output error, cannot drain"));
        await turnOfTheEventLoop();
        await port.close();
      },
    }));
    const connection = await transport.open();
    isProbed = true;
    const write = expect(connection.write(bytes)).rejects.toMatchObject({
      code: "CONNECTION_LOST",
    });
    await vi.waitFor(() => expect(failDrain).toBeDefined(), { timeout: 60_000 });
    failRead(new Error("bad file descriptor"));
    await write;
  });

  it("is taken away by the system while nothing is read, is lost", async () => {
    const hangUp = new HangUp(false);
    const connection = await changedTransport(() => ({ poller: hangUp })).open();
    hangUp.report(new Error("bad file descriptor"));
    expect(await connection.closed).toMatchObject({
      kind: "lost",
      error: { code: "CONNECTION_LOST", cause: { message: "bad file descriptor" } },
    });
  });

  it("fails to close, still ends", async () => {
    const connection = await changedTransport(() => ({ close: refuse })).open();
    await connection.close();
    expect(await connection.closed).toEqual({ kind: "local" });
  });
});
