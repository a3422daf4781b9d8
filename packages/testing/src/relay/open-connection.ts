import { once } from "node:events";
import { connect, type Socket } from "node:net";
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
): Promise<Socket> {
  const limit = AbortSignal.timeout(timeoutMs);
  const socket = connect({ host, port });
  // Whoever waits learns from "close" that the socket has failed; an "error" without a listener
  // would end the process.
  socket.on("error", () => {});
  try {
    await once(socket, "connect", { signal: AbortSignal.any([signal, limit]) });
    return socket;
  } catch (cause) {
    socket.destroy();
    if (isLookupError(cause)) {
      throw failure("dnsFailed", `The name ${host} has no address (${cause.code}).`, { cause });
    }
    const reason = limit.aborted ? `nothing answered within ${timeoutMs} ms` : describe(cause);
    const message = `No connection to ${host} port ${port}: ${reason}.`;
    throw failure("networkError", message, { cause });
  }
}

function isLookupError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error && error.syscall === "getaddrinfo";
}

/** The code, as the error of a name with several addresses has an empty message. */
function describe(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
