import type { OpenOptions, Transport } from "../connection.ts";
import { TransportError } from "../errors.ts";
import { checkIntegerOption } from "../integer-option.ts";
import { connectSocket } from "../tcp/connect-socket.ts";
import {
  checkedSocketSettings,
  MAX_TIMER_MS,
  type SocketOptions,
  socketTarget,
} from "../tcp/socket-options.ts";
import { unlessAborted } from "../unless-aborted.ts";
import { PARITY_VALUES, STOP_SIZE_VALUES } from "./com-port.ts";
import { ComPortSession } from "./com-port-session.ts";
import type { LineState, ModemState } from "./line-states.ts";
import { type ComPortSettings, openComPort } from "./open-com-port.ts";
import type { Rfc2217Connection } from "./rfc2217-connection.ts";
import { SerialPace } from "./serial-pace.ts";
import { serverConnection } from "./server-connection.ts";

/** Which RFC 2217 server to connect to, and how its serial port is to be. */
export interface Rfc2217TransportOptions extends SocketOptions {
  /** Speed of the serial port in bit/s. Default 115 200. */
  readonly baudRate?: number | undefined;
  /** Data bits of a byte. Default 8. */
  readonly dataBits?: 5 | 6 | 7 | 8 | undefined;
  /** Default `"none"`. */
  readonly parity?: "none" | "odd" | "even" | "mark" | "space" | undefined;
  /** Default 1. */
  readonly stopBits?: 1 | 1.5 | 2 | undefined;
  /**
   * `"rtscts"` lets server and module hold each other back by RTS and CTS. Default `"none"`.
   * XON/XOFF is not offered: it takes two byte values away from the data.
   */
  readonly flowControl?: "none" | "rtscts" | undefined;
  /** State of DTR once the port is open. Default `true`. */
  readonly dtrOnOpen?: boolean | undefined;
  /** State of RTS once the port is open. Default `true`, and always `true` with `"rtscts"`. */
  readonly rtsOnOpen?: boolean | undefined;
  /**
   * Whether `close()` has the server de-assert DTR first, which it is given a second for. Default
   * `true`. Whatever it is, the server may do so by itself when the connection ends, and most do.
   */
  readonly dropDtrOnClose?: boolean | undefined;
  /** How long the server may take over an answer, in ms. Default 5000. */
  readonly replyTimeoutMs?: number | undefined;
  /** Called when the server's port has received something wrong. Not every server tells. */
  readonly onLineState?: ((state: LineState) => void) | undefined;
  /** Called with the lines that the module drives, first when the port is opened. */
  readonly onModemState?: ((state: ModemState) => void) | undefined;
}

/** A {@link Transport} whose connections can do what an RFC 2217 server can. */
export interface Rfc2217Transport extends Transport {
  open(options?: OpenOptions): Promise<Rfc2217Connection>;
}

/**
 * Gives a transport to a serial port behind an RFC 2217 server (telnet with the COM-PORT option),
 * such as ser2net or a serial device server. It has DTR where the server's port has:
 * `capabilities.controlLines` is false where the server does not confirm the line.
 *
 * A write resolves when the operating system has taken the bytes. A change of a line waits until the
 * server's port should have sent them, by its speed, and resolves when the server has confirmed it;
 * without an answer within `replyTimeoutMs` it rejects with `CONTROL_LINES_FAILED`. While the server
 * has asked for a pause, writes wait.
 *
 * `open` rejects with `NOT_RFC2217` when something else answers, `SETTINGS_REFUSED` when the port is
 * not set as asked, `PORT_BUSY` when the server says so, `CONNECTION_LOST` when it ends the connection
 * at once, `CONNECT_REFUSED`, `HOST_NOT_FOUND`, `CONNECT_TIMEOUT` or, for every other reason,
 * `OPEN_FAILED`.
 *
 * @throws {@link TransportError} `INVALID_OPTION` for an option out of its range.
 */
export function rfc2217Transport(options: Rfc2217TransportOptions): Rfc2217Transport {
  const socketSettings = checkedSocketSettings(options, true);
  const settings = checkedPort(options, socketTarget(socketSettings));
  const { dropDtrOnClose = true, onLineState, onModemState } = options;
  const { target, replyTimeoutMs } = settings;
  return {
    open: async ({ signal } = {}) => {
      signal?.throwIfAborted();
      const session = await connectSocket(socketSettings, signal, (socket) => {
        const pace = new SerialPace({ ...settings, hasParity: settings.parity !== "none" });
        return new ComPortSession(socket, { pace, onLineState, onModemState });
      });
      try {
        signal?.throwIfAborted();
        const opening = openComPort(session, settings);
        const { hasLines } = await unlessAborted(opening, signal, () => {});
        return serverConnection(session, { target, hasLines, dropDtrOnClose, replyTimeoutMs });
      } catch (error) {
        void session.dispose();
        throw error;
      }
    },
  };
}

function checkedPort(options: Rfc2217TransportOptions, target: string): ComPortSettings {
  const { baudRate = 115_200, dataBits = 8, parity = "none", stopBits = 1 } = options;
  const { flowControl = "none", dtrOnOpen = true, rtsOnOpen = true } = options;
  const { replyTimeoutMs = 5000 } = options;
  checkIntegerOption("baudRate", baudRate, 1, 2 ** 32 - 1);
  checkChoice("dataBits", dataBits, [5, 6, 7, 8]);
  checkChoice("parity", parity, Object.keys(PARITY_VALUES));
  checkChoice("stopBits", String(stopBits), Object.keys(STOP_SIZE_VALUES));
  checkChoice("flowControl", flowControl, ["none", "rtscts"]);
  checkIntegerOption("replyTimeoutMs", replyTimeoutMs, 1, MAX_TIMER_MS);
  if (flowControl === "rtscts" && !rtsOnOpen) {
    const message = `Option "rtsOnOpen" is false, but with flowControl "rtscts" the server drives RTS. Leave "rtsOnOpen" out, or use flowControl "none".`;
    throw new TransportError("INVALID_OPTION", message);
  }
  return {
    target,
    baudRate,
    dataBits,
    parity,
    stopBits,
    hardwareFlowControl: flowControl === "rtscts",
    dtr: dtrOnOpen,
    rts: rtsOnOpen,
    replyTimeoutMs,
  };
}

function checkChoice<Value>(name: string, value: Value, choices: readonly Value[]): void {
  if (choices.includes(value)) return;
  const message = `Option "${name}" is ${String(value)}, but must be one of ${choices.join(", ")}.`;
  throw new TransportError("INVALID_OPTION", message);
}
