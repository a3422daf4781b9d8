import { describe, expect, it, vi } from "vitest";
import { tcpTransport } from "../tcp/tcp-transport.ts";
import { listenFarEnd } from "./far-end-server.ts";

describe("listenFarEnd", () => {
  it("tells when the host has left", async () => {
    const left = vi.fn();
    const server = await listenFarEnd({ onConnection: () => left });
    const connection = await tcpTransport({ host: "127.0.0.1", port: server.port }).open();
    expect(left).not.toHaveBeenCalled();
    await connection.close();
    await vi.waitFor(() => expect(left).toHaveBeenCalledOnce(), { timeout: 60_000 });
    await server.close();
  });

  it("ends its connections when it is closed, and listens no more", async () => {
    const server = await listenFarEnd({ onConnection: () => undefined });
    const transport = tcpTransport({ host: "127.0.0.1", port: server.port });
    const connection = await transport.open();
    await server.close();
    await connection.closed;
    await expect(transport.open()).rejects.toMatchObject({ code: "CONNECT_REFUSED" });
  });

  it("rejects when the port is taken", async () => {
    const server = await listenFarEnd({ onConnection: () => undefined });
    const second = listenFarEnd({ port: server.port, onConnection: () => undefined });
    await expect(second).rejects.toMatchObject({ code: "EADDRINUSE" });
    await server.close();
  });

  it("serves far ends without control lines", async () => {
    const lines = vi.fn();
    const server = await listenFarEnd({
      onConnection: (farEnd) => {
        lines(farEnd.lines);
        return undefined;
      },
    });
    const connection = await tcpTransport({ host: "127.0.0.1", port: server.port }).open();
    await vi.waitFor(() => expect(lines).toHaveBeenCalledExactlyOnceWith(undefined), {
      timeout: 60_000,
    });
    await connection.close();
    await server.close();
  });
});
