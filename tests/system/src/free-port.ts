import { once } from "node:events";
import { createServer } from "node:net";

const lowest = 20_000;
const count = 10_000;
/** Those that somebody in this process has been given: nobody listens there yet. */
const given = new Set<number>();

/**
 * A port of this computer that nobody has: one below those that a system gives out by itself, so that no
 * connection takes it meanwhile, and another one each time.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = lowest + Math.floor(Math.random() * count);
    if (given.has(port)) continue;
    given.add(port);
    const server = createServer().listen(port, "127.0.0.1");
    const isFree = await once(server, "listening").then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, "close");
    return port;
  }
}
