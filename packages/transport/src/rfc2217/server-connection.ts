import { checkIntegerOption } from "../integer-option.ts";
import { type Link, StreamConnection } from "../stream-connection.ts";
import { isOrderlyEnd } from "../tcp/connect-socket.ts";
import { Control, PURGE_VALUES, type Setting } from "./com-port.ts";
import type { ComPortSession } from "./com-port-session.ts";
import type { Rfc2217Connection } from "./rfc2217-connection.ts";

/** How the link to a server is kept. */
export interface ServerLinkOptions {
  /** Names the server in messages. */
  readonly target: string;
  readonly hasLines: boolean;
  readonly dropDtrOnClose: boolean;
  readonly replyTimeoutMs: number;
}

/** How long closing waits for the server to have let go of DTR. */
const CLOSING_DTR_MS = 1000;

/** Makes the connection of a session whose port is open and set. */
export function serverConnection(
  session: ComPortSession,
  options: ServerLinkOptions,
): Rfc2217Connection {
  return new ServerConnection(session, options);
}

class ServerConnection extends StreamConnection implements Rfc2217Connection {
  readonly #session: ComPortSession;
  readonly #replyTimeoutMs: number;

  constructor(session: ComPortSession, options: ServerLinkOptions) {
    super(serverLink(session, options));
    this.#session = session;
    this.#replyTimeoutMs = options.replyTimeoutMs;
  }

  setRts(asserted: boolean): Promise<void> {
    if (!this.capabilities.controlLines) return Promise.reject(this.noControlLines("RTS"));
    return this.control("setRts", "set RTS", async () => {
      await this.#session.untilSent(this.#replyTimeoutMs);
      await this.#request("rts", asserted ? Control.rtsOn : Control.rtsOff);
    });
  }

  async sendBreak(durationMs: number): Promise<void> {
    checkIntegerOption("durationMs", durationMs, 1, 10_000);
    await this.control("sendBreak", "send a break", async () => {
      await this.#session.untilSent(this.#replyTimeoutMs);
      // ser2net answers with what the line was, so only that there is an answer is looked at.
      await confirmed(this.#session, "break", Control.breakOn, this.#replyTimeoutMs);
      await this.#session.until(() => undefined, durationMs);
      await confirmed(this.#session, "break", Control.breakOff, this.#replyTimeoutMs);
    });
  }

  purge(what: "received" | "unsent" | "both"): Promise<void> {
    return this.control("purge", "purge its buffers", () =>
      this.#request("purge", PURGE_VALUES[what]),
    );
  }

  #request(setting: Setting, value: number): Promise<void> {
    return request(this.#session, setting, value, this.#replyTimeoutMs);
  }
}

function serverLink(session: ComPortSession, options: ServerLinkOptions): Link {
  const { target, hasLines, dropDtrOnClose, replyTimeoutMs } = options;
  const setDtr = async (asserted: boolean): Promise<void> => {
    await session.untilSent(replyTimeoutMs);
    await request(session, "dtr", asserted ? Control.dtrOn : Control.dtrOff, replyTimeoutMs);
  };
  return {
    name: `RFC 2217 connection to ${target}`,
    stream: session.stream,
    setDtr: hasLines ? setDtr : undefined,
    isOrderlyEnd,
    release: async () => {
      // Behind bytes that the server does not take, the request would not arrive either.
      const isIdle = session.stream.writableLength === 0;
      if (hasLines && dropDtrOnClose && isIdle && !session.isEnded) {
        const answer = session.ask("dtr", Control.dtrOff);
        const isOver = (): true | undefined =>
          answer() !== undefined || session.isEnded || undefined;
        await session.until(isOver, CLOSING_DTR_MS);
      }
      await session.dispose();
    },
  };
}

/** Asks for a setting, and rejects unless the server says that it is so. */
async function request(
  session: ComPortSession,
  setting: Setting,
  value: number,
  timeoutMs: number,
): Promise<void> {
  const given = await confirmed(session, setting, value, timeoutMs);
  if (given !== value) throw new Error(`the server says that it is otherwise (${given})`);
}

/** Asks for a setting, and gives the server's answer. */
async function confirmed(
  session: ComPortSession,
  setting: Setting,
  value: number,
  timeoutMs: number,
): Promise<number> {
  const given = await session.until(session.ask(setting, value), timeoutMs);
  if (given === undefined) throw new Error(`the server did not answer within ${timeoutMs} ms`);
  return given;
}
