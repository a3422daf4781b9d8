import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, it } from "vitest";
import { openConnection } from "./open-connection.ts";

it("gives up when the server cannot be reached in time", async () => {
  const server = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const never = new AbortController().signal;
  const opening = openConnection({ host: "127.0.0.1", port }, 1, never);
  // Blocks the thread beyond the limit: the event loop runs timers before it looks at sockets.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  await expect(opening).rejects.toMatchObject({
    code: "networkError",
    result: { error: 654, protocolError: 0 },
    message: expect.stringContaining("within 1 ms"),
  });
  server.close();
});
