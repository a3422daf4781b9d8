import type { Socket } from "node:net";
import { failure, refusal } from "./delivery-failure.ts";
import type { EventReport } from "./relay-event.ts";
import { type SmtpReply, SmtpReplyParser } from "./smtp-reply.ts";

const LONGEST_REPLY = 65_536;
const QUIT_TIMEOUT_MS = 2_000;

/** Commands and replies, one at a time, over one socket. */
export class SmtpSession {
  readonly #socket: Socket;
  readonly #report: EventReport;
  readonly #parser = new SmtpReplyParser();
  readonly #replies: SmtpReply[] = [];
  #wake: () => void = () => {};

  constructor(socket: Socket, report: EventReport) {
    this.#socket = socket;
    this.#report = report;
    socket.on("data", this.#take);
    socket.on("close", this.#closed);
  }

  /**
   * Waits for a reply that begins with `expected`: 2 for done, 3 for go on.
   *
   * @throws {@link DeliveryFailure} what any other reply stands for, `connectionClosed` when there
   *   is none
   */
  async reply(expected: 2 | 3, step: string): Promise<SmtpReply> {
    const reply = await this.#next();
    this.#report({ type: "received", code: reply.code, text: reply.text });
    if (Math.trunc(reply.code / 100) !== expected) throw refusal(reply, step);
    return reply;
  }

  /**
   * Sends a command line and waits for its reply, as {@link reply} does.
   *
   * @param shown what events and messages may tell of the line; the whole line unless given
   */
  async command(line: string, expected: 2 | 3, shown: string = line): Promise<SmtpReply> {
    this.#report({ type: "sent", line: shown });
    this.#socket.write(`${line}\r\n`);
    return await this.reply(expected, shown);
  }

  /** Sends the bytes of a mail, its end mark included. */
  sendData(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  /**
   * Hands out the socket for TLS. What the server sent beyond its last reply is dropped: it came
   * before encryption and could be anybody's.
   */
  release(): Socket {
    this.#socket.off("data", this.#take);
    this.#socket.off("close", this.#closed);
    return this.#socket;
  }

  /** Takes leave and closes. Never rejects: how the mail went is known by then. */
  async quit(): Promise<void> {
    if (this.#socket.destroyed) return;
    this.#socket.setTimeout(QUIT_TIMEOUT_MS, () => this.#socket.destroy());
    await this.command("QUIT", 2).catch(() => {});
    this.#socket.destroy();
  }

  async #next(): Promise<SmtpReply> {
    for (;;) {
      const reply = this.#replies.shift();
      if (reply !== undefined) return reply;
      if (this.#socket.closed) {
        const message = "The connection ended before the server replied.";
        throw failure("connectionClosed", message, { cause: this.#socket.errored });
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  readonly #take = (bytes: Uint8Array): void => {
    this.#replies.push(...this.#parser.push(bytes));
    if (this.#parser.pendingLength > LONGEST_REPLY) this.#socket.destroy();
    this.#wake();
  };

  readonly #closed = (): void => {
    this.#wake();
  };
}
