import type { FarEnd } from "@qsmtp/transport";
import { checkedOptions } from "../checked-options.ts";
import { Guests } from "./guests.ts";
import { listening, refuseRemote } from "./listening.ts";
import { tcpServerOptions } from "./serve-tables.gen.ts";
import type { WireEnd } from "./wire/host-wire.ts";
import { openTcpDoor } from "./wire/tcp-door.ts";

/** Where is listened, and who gets what comes in. */
export interface TcpServerOptions {
  /**
   * Default `127.0.0.1`.
   * @host
   */
  readonly host?: string | undefined;
  /**
   * Default 0: the system chooses a free one.
   * @whole
   * @minimum 0
   * @maximum 65535
   */
  readonly port?: number | undefined;
  /** Whether other computers may connect: a host beyond loopback is refused otherwise. Default false. */
  readonly allowRemote?: boolean | undefined;
  /**
   * Called with the far end of each program that connects, one after the other: a program waits for a
   * quarter of a second for the one before it to leave. The function that it may give is called when
   * that program has left, with the reason.
   */
  readonly onConnection: (farEnd: FarEnd) => ((reason: WireEnd) => void) | undefined;
}

/** A TCP port that programs connect to. */
export interface TcpServer {
  /** The address that is listened on, as it was given. */
  readonly host: string;
  /** The port that is listened on: where 0 was given, the one that the system has chosen. */
  readonly port: number;
  /** Lets the programs have what was sent, ends their connections and stops listening. */
  close(): Promise<void>;
}

/**
 * Listens on a TCP port, and gives a far end for each program that connects: what plays the module on
 * another wire plays it there. It has no control lines. As with `serveModules`, a connection that begins
 * with HTTP or TLS, as a web page can make one, is broken before anything of it is heard, and one whose
 * program does not read is broken at 2 MiB.
 *
 * @throws ServeError `NOT_LOOPBACK`, `CANNOT_LISTEN`
 * @throws SimulationOptionError `INVALID_OPTION`
 */
export async function listenTcp(options: TcpServerOptions): Promise<TcpServer> {
  const checked = checkedOptions(options, tcpServerOptions);
  const { host = "127.0.0.1", port = 0, allowRemote, onConnection } = checked;
  refuseRemote(host, allowRemote);
  const guests = new Guests(onConnection);
  const door = await listening({ host, port }, () =>
    openTcpDoor({ host, port }, (socket) => guests.accept(socket)),
  );
  return {
    host,
    port: door.port,
    close: async () => {
      // Nobody comes in any more; the door is closed once all have left.
      const closed = door.close();
      await guests.dismiss();
      await closed;
    },
  };
}
