import type { Connection, Transport } from "@qsmtp/transport";
import { abortError } from "../channel/call-error.ts";
import { connectionFailed } from "../errors/connection-failed.ts";

/**
 * Opens a connection. A transport that hangs does not keep the caller; what it opens later is closed.
 * @throws QsmtpError `CONNECTION_FAILED`, or what the signal's reason means
 */
export async function connect(transport: Transport, signal: AbortSignal): Promise<Connection> {
  const opening = transport.open({ signal });
  let give = (): void => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    give = () => reject(abortError(signal));
    signal.addEventListener("abort", give, { once: true });
    if (signal.aborted) give();
  });
  try {
    return await Promise.race([opening, aborted]);
  } catch (error) {
    opening.then((connection) => connection.close()).catch(() => undefined);
    throw signal.aborted ? abortError(signal) : connectionFailed(error);
  } finally {
    signal.removeEventListener("abort", give);
  }
}
