import { checkedOptions } from "../checked-options.ts";
import type { OpenOptions, Transport } from "../connection.ts";
import { rfc2217Advice } from "../foreign-keys.ts";
import { openOptions, rfc2217TransportOptions } from "../option-tables.gen.ts";
import type { OptionProblem } from "../options/option-table.ts";
import { rtsProblems } from "../rts-problems.ts";
import { connectSocket } from "../tcp/connect-socket.ts";
import { type SocketOptions, socketSettings, socketTarget } from "../tcp/socket-options.ts";
import { unlessAborted } from "../unless-aborted.ts";
import { ComPortSession } from "./com-port-session.ts";
import type { LineState, ModemState } from "./line-states.ts";
import { type ComPortSettings, openComPort } from "./open-com-port.ts";
import type { Rfc2217Connection } from "./rfc2217-connection.ts";
import { SerialPace } from "./serial-pace.ts";
import { serverConnection } from "./server-connection.ts";

/** Which RFC 2217 server to connect to, and how its serial port is to be. */
export interface Rfc2217TransportOptions extends SocketOptions {
  /**
   * Speed of the serial port in bit/s. Default 115 200.
   * @whole
   * @minimum 1
   * @maximum 4294967295
   */
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
  /**
   * How long the server may take over an answer, in ms. Default 5000.
   * @whole
   */
  readonly replyTimeoutMs?: number | undefined;
  /** Called when the server's port has received something wrong. Not every server tells. */
  readonly onLineState?: ((state: LineState) => void) | undefined;
  /** Called with the lines that the module drives, first when the port is opened. */
  readonly onModemState?: ((state: ModemState) => void) | undefined;
}

/** A {@link Transport} whose connections can do what an RFC 2217 server can. */
export interface Rfc2217Transport extends Transport {
  /**
   * Gives a new connection that can also set RTS, send a break and purge the port's buffers. For
   * the rest as {@link Transport.open}.
   */
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
 * @throws {@link TransportError} `INVALID_OPTION` with every option that cannot work.
 */
export function rfc2217Transport(options: Rfc2217TransportOptions): Rfc2217Transport {
  const checked = checkedOptions(options, rfc2217TransportOptions, rfc2217Advice, judgeRts);
  const socket = socketSettings(checked, true);
  const settings = portSettings(checked, socketTarget(socket));
  const { dropDtrOnClose = true, onLineState, onModemState } = checked;
  const { target, replyTimeoutMs } = settings;
  return {
    open: async (given) => {
      const { signal } = checkedOptions(given, openOptions);
      signal?.throwIfAborted();
      const session = await connectSocket(socket, signal, (connected) => {
        const pace = new SerialPace({ ...settings, hasParity: settings.parity !== "none" });
        return new ComPortSession(connected, { pace, onLineState, onModemState });
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

function portSettings(options: Rfc2217TransportOptions, target: string): ComPortSettings {
  const { baudRate = 115_200, dataBits = 8, parity = "none", stopBits = 1 } = options;
  const { flowControl = "none", dtrOnOpen = true, rtsOnOpen = true } = options;
  const { replyTimeoutMs = 5000 } = options;
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

function judgeRts(options: Partial<Rfc2217TransportOptions>): readonly OptionProblem[] {
  return rtsProblems(options, "the server");
}
