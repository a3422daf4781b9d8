import type { Socket } from "node:net";
import { smtpProtocolErrorNumber } from "@qsmtp/protocol/facts";
import { type Clock, globalClock } from "../clock/clock.ts";
import { failure, refusal } from "./delivery-failure.ts";
import type { EventReport } from "./relay-event.ts";
import { type SmtpReply, SmtpReplyParser } from "./smtp-reply.ts";

/** Characters that may wait, in replies and in what is not whole yet. */
const LONGEST_REPLY = 65_536;
const QUIT_TIMEOUT_MS = 2_000;

/** Commands and replies, one at a time, over one socket. */
export class SmtpSession {
  readonly #socket: Socket;
  readonly #report: EventReport;
  readonly #clock: Clock;
  readonly #parser = new SmtpReplyParser();
  readonly #replies: SmtpReply[] = [];
  #wake: () => void = () => {};

  constructor(socket: Socket, report: EventReport, clock: Clock = globalClock) {
    this.#socket = socket;
    this.#report = report;
    this.#clock = clock;
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
    return this.check(reply, expected, step);
  }

  /** @throws {@link DeliveryFailure} what a reply stands for that does not begin with `expected` */
  check(reply: SmtpReply, expected: 2 | 3, step: string): SmtpReply {
    if (Math.trunc(reply.code / 100) !== expected) throw refusal(reply, step);
    return reply;
  }

  /**
   * Sends a command line and waits for its reply, as {@link reply} does.
   *
   * @param shown what events and messages may tell of the line; the whole line unless given
   */
  async command(line: string, expected: 2 | 3, shown: string = line): Promise<SmtpReply> {
    return this.check(await this.ask(line, shown), expected, shown);
  }

  /**
   * Sends a command line and gives its reply, whatever it says.
   *
   * @throws {@link DeliveryFailure} `connectionClosed` when there is none, `serviceUnavailable` when the
   *   server took leave before
   */
  async ask(line: string, shown: string = line): Promise<SmtpReply> {
    this.#dropUnasked();
    this.#report({ type: "sent", line: shown });
    this.#socket.write(`${line}\r\n`);
    const reply = await this.#next();
    this.#report({ type: "received", code: reply.code, text: reply.text });
    return reply;
  }

  /** Sends the bytes of a mail, its end mark included. */
  sendData(bytes: Uint8Array): void {
    this.#dropUnasked();
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
    const timer = this.#clock.setTimeout(() => this.#socket.destroy(), QUIT_TIMEOUT_MS);
    await this.command("QUIT", 2).catch(() => {});
    this.#clock.clearTimeout(timer);
    this.#socket.destroy();
  }

  /**
   * What came before the command cannot be its answer, so it is nobody's, and a mail is not taken for
   * sent by it. A server that shuts down says so unasked (RFC 5321, 3.8).
   */
  #dropUnasked(): void {
    const unasked = this.#replies.splice(0);
    const leave = unasked.find(({ code }) => code === smtpProtocolErrorNumber.serviceUnavailable);
    if (leave !== undefined) throw refusal(leave, "unasked");
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
    const waiting = this.#replies.reduce((sum, { text }) => sum + text.length, 0);
    if (this.#parser.pendingLength + waiting > LONGEST_REPLY) this.#socket.destroy();
    this.#wake();
  };

  readonly #closed = (): void => {
    this.#wake();
  };
}
