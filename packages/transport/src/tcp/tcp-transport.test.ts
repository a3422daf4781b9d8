import { createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { describeConnectionContract } from "../connection.contract.ts";
import type { FarEnd } from "../mock/far-end.ts";
import { listenFarEnd } from "../mock/far-end-server.ts";
import { tcpTransport } from "./tcp-transport.ts";

describeConnectionContract("TCP", {
  capabilities: { controlLines: false, drain: false },
  createRig: async () => {
    const arrivals: FarEnd[] = [];
    const waiting: ((farEnd: FarEnd) => void)[] = [];
    let ended = 0;
    const server = await listenFarEnd({
      onConnection: (farEnd) => {
        const next = waiting.shift();
        if (next === undefined) arrivals.push(farEnd);
        else next(farEnd);
        return () => {
          ended += 1;
        };
      },
    });
    void ended;
    const transport = tcpTransport({ host: "127.0.0.1", port: server.port });
    return {
      transport,
      connect: async () => {
        const peer = new Promise<FarEnd>((resolve) => waiting.push(resolve));
        return { connection: await transport.open(), peer: await peer };
      },
      dispose: () => server.close(),
    };
  },
});
