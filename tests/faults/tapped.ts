import type { TraceEvent } from "@qsmtp/client";
import type { Connection, Transport } from "@qsmtp/transport";

/** Bytes that really went over a connection. */
export interface Traffic {
  sent: number;
  received: number;
}

/** The same transport, which counts what is handed to its connections and what they hand over. */
export function counted(transport: Transport, traffic: Traffic): Transport {
  return {
    open: async (options) => {
      const connection = await transport.open(options);
      const counting: Connection = {
        capabilities: connection.capabilities,
        closed: connection.closed,
        write: (bytes) => {
          traffic.sent += bytes.length;
          return connection.write(bytes);
        },
        onData: (listener) =>
          connection.onData((chunk) => {
            traffic.received += chunk.length;
            listener(chunk);
          }),
        setDtr: (asserted) => connection.setDtr(asserted),
        close: () => connection.close(),
        [Symbol.asyncDispose]: () => connection.close(),
      };
      return counting;
    },
  };
}

/** The bytes that the records of a trace stand for. */
export function bytesOf(trace: readonly TraceEvent[]): Traffic {
  const sum = (direction: TraceEvent["direction"]): number =>
    trace.reduce((sum, event) => sum + (event.direction === direction ? event.bytes : 0), 0);
  return { sent: sum("sent"), received: sum("received") };
}

/** Which pieces of so many characters of a secret stand in a text. */
export function piecesIn(text: string, secret: string, length = 4): string[] {
  const pieces = Array.from({ length: secret.length - length + 1 }, (_, at) =>
    secret.slice(at, at + length),
  );
  return pieces.filter((piece) => text.includes(piece));
}
