import { connect } from "node:net";
import type { FarEnd } from "@qsmtp/transport";
import { afterEach, describe, expect, it } from "vitest";
import { TestClient } from "./client.fixture.ts";
import { listenTcp, type TcpServer } from "./listen-tcp.ts";
import type { WireEnd } from "./wire/host-wire.ts";

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function listen(
  onConnection: (farEnd: FarEnd) => ((reason: WireEnd) => void) | undefined,
): Promise<TcpServer> {
  const server = await listenTcp({ onConnection });
  closing.push(() => server.close());
  return server;
}

async function open({ port }: TcpServer): Promise<TestClient> {
  const client = await TestClient.open(port);
  closing.push(() => client.close());
  return client;
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytes = (given: string): Uint8Array => new TextEncoder().encode(given);

describe("a TCP port for programs", () => {
  it("gives each connection a far end of its own, one after the other", async () => {
    const heard: string[] = [];
    const server = await listen((farEnd) => {
      const number = heard.push("");
      farEnd.onData((chunk) => {
        heard[number - 1] += text(chunk);
        farEnd.write(bytes(`OK\r\n`));
      });
      return undefined;
    });
    for (const line of ["AT1\r", "AT2\r"]) {
      const client = await open(server);
      await client.ask(line);
      await client.close();
    }
    expect(heard).toEqual(["AT1\r", "AT2\r"]);
  });

  it.each([
    ["POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nAT+CFUN=0\r"],
    ["\x16\x03\x01\x02\x00\x01\x00"],
  ])("closes a connection that begins with %j, and hears nothing of it", async (request) => {
    const heard: string[] = [];
    let tellLeft: (reason: WireEnd) => void = () => {};
    const left = new Promise<WireEnd>((resolve) => {
      tellLeft = resolve;
    });
    const server = await listen((farEnd) => {
      farEnd.onData((chunk) => heard.push(text(chunk)));
      return tellLeft;
    });
    const browser = await open(server);
    browser.socket.write(request, "latin1");
    await browser.closed();
    expect(await left).toBe("not-at-commands");
    expect(heard).toEqual([]);
  });

  it("closes the connection of a program that does not read", async () => {
    let isOver = false;
    let tellLeft: (reason: WireEnd) => void = () => {};
    const left = new Promise<WireEnd>((resolve) => {
      tellLeft = resolve;
    });
    const server = await listen((farEnd) => {
      const pour = (): void => {
        farEnd.write(new Uint8Array(65_536));
        if (!isOver) setImmediate(pour);
      };
      pour();
      return (reason) => {
        isOver = true;
        tellLeft(reason);
      };
    });
    const deaf = connect(server.port, "127.0.0.1");
    closing.push(async () => deaf.destroy());
    deaf.on("error", () => {});
    deaf.pause();
    expect(await left).toBe("not-read");
  });

  it("lets a program read what was sent before the end", async () => {
    const last = `${"x".repeat(200_000)}\r\n`;
    const server = await listen((farEnd) => {
      farEnd.onData(() => {
        farEnd.write(bytes(last));
        void server.close();
      });
      return undefined;
    });
    const client = await open(server);
    expect(await client.ask("AT\r", /x\r\n/)).toBe(last);
    await client.closed();
  });

  it("refuses addresses beyond this computer, and ports that are taken", async () => {
    const onConnection = () => undefined;
    await expect(listenTcp({ host: "0.0.0.0", onConnection })).rejects.toMatchObject({
      code: "NOT_LOOPBACK",
    });
    const { port } = await listen(onConnection);
    await expect(listenTcp({ port, onConnection })).rejects.toMatchObject({
      code: "CANNOT_LISTEN",
    });
  });
});
