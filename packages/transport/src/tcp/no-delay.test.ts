import { connect, type NetConnectOpts } from "node:net";
import { describe, expect, it, vi } from "vitest";
import { listenFarEnd } from "../mock/far-end-server.ts";
import { tcpTransport } from "./tcp-transport.ts";

// No portable call tells whether a socket delays small writes, so what Node is asked is looked at.
vi.mock(import("node:net"), async (importOriginal) => {
  const actual = await importOriginal();
  return { ...actual, connect: vi.fn(actual.connect) as unknown as typeof connect };
});

describe("TCP transport", () => {
  it.each([
    [undefined, true],
    [true, true],
    [false, false],
  ])("with noDelay %s asks for small writes to be sent at once: %s", async (noDelay, expected) => {
    const server = await listenFarEnd({ onConnection: () => undefined });
    const { port } = server;
    const connection = await tcpTransport({ host: "127.0.0.1", port, noDelay }).open();
    const asked = vi.mocked(connect).mock.lastCall?.[0] as NetConnectOpts | undefined;
    expect(asked).toMatchObject({ port, noDelay: expected });
    await connection.close();
    await server.close();
  });
});
