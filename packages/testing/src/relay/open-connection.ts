import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { type Clock, globalClock } from "../clock/clock.ts";
import { createDeadline } from "../clock/deadline.ts";
import { failure } from "./delivery-failure.ts";

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/**
 * Opens a TCP connection.
 *
 * @throws {@link DeliveryFailure} `dnsFailed` for a name without address, `networkError` when the
 *   server refuses, cannot be reached, or `timeoutMs` is over.
 */
export async function openConnection(
  { host, port }: Endpoint,
  timeoutMs: number,
  signal: AbortSignal,
  clock: Clock = globalClock,
): Promise<Socket> {
  const limit = createDeadline(clock, timeoutMs);
  const socket = connect({ host, port });
  // Whoever waits learns from "close" that the socket has failed; an "error" without a listener
  // would end the process.
  socket.on("error", () => {});
  try {
    await once(socket, "connect", { signal: AbortSignal.any([signal, limit.signal]) });
    return socket;
  } catch (cause) {
    socket.destroy();
    if (isLookupError(cause)) {
      throw failure("dnsFailed", `The name ${host} has no address (${cause.code}).`, { cause });
    }
    const reason = limit.signal.aborted
      ? `nothing answered within ${timeoutMs} ms`
      : describe(cause);
    const message = `No connection to ${host} port ${port}: ${reason}.`;
    throw failure("networkError", message, { cause });
  } finally {
    limit.callOff();
  }
}

function isLookupError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error && error.syscall === "getaddrinfo";
}

/** The code, as the error of a name with several addresses has an empty message. */
function describe(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
