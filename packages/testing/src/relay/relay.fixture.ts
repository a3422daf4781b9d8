import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from "smtp-server";
import { onTestFinished } from "vitest";
import type { MailResult, OutgoingMail } from "../mail/outgoing-mail.ts";
import type { SmtpRelayEvent } from "./relay-event.ts";
import { createSmtpRelay, type SmtpRelayOptions } from "./smtp-relay.ts";

export const SENT: MailResult = { error: 0, protocolError: 0 };
const NEVER = new AbortController().signal;
export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

export interface Arrival {
  readonly session: SMTPServerSession;
  readonly message: Buffer;
}

/** A mail server on a free loopback port, for a test. It closes only when no connection of the relay is left. */
export async function startServer(
  options: SMTPServerOptions = {},
): Promise<{ readonly port: number; readonly arrivals: readonly Arrival[] }> {
  const arrivals: Arrival[] = [];
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    authOptional: true,
    disableReverseLookup: true,
    logger: false,
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        arrivals.push({ session: structuredClone(session), message: Buffer.concat(chunks) });
        callback();
      });
    },
    ...options,
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  onTestFinished(() => new Promise<void>((resolve) => server.close(resolve)));
  return { port: (server.server.address() as AddressInfo).port, arrivals };
}

/** A server that does with each connection what `talk` says. */
export async function startRawServer(talk: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.resume();
    talk(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  return (server.address() as AddressInfo).port;
}

/** Answers with one reply after the other, then closes; at once after a reply without line end. */
export function saying(...replies: string[]): (socket: Socket) => void {
  return (socket) => talk(socket, replies, (rest) => socket.end(rest));
}

/** Answers with one reply after the other, and does `then` in place of one without line end. */
export function talk(
  socket: Socket,
  replies: readonly string[],
  then: (reply: string) => void,
): void {
  const left = [...replies];
  let received = "";
  let end = "\r\n";
  const answer = () => {
    const reply = left.shift() ?? "";
    if (reply.endsWith("\n")) socket.write(reply);
    else then(reply);
    received = "";
    end = reply.startsWith("354") ? "\r\n.\r\n" : "\r\n";
  };
  socket.on("data", (bytes) => {
    received += bytes.toString("latin1");
    if (received.endsWith(end)) answer();
  });
  answer();
}

/** A server that answers each command line by its first word, and 250 to others. */
export async function startTalker(replies: Readonly<Record<string, string>>): Promise<number> {
  return await startRawServer((socket: Socket) => {
    let received = "";
    let isData = false;
    const answer = (reply: string): void => {
      socket.write(`${reply}\r\n`);
      if (reply.startsWith("221") || reply.startsWith("421")) socket.end();
    };
    answer("220 mx");
    socket.on("data", (bytes) => {
      received += bytes.toString("latin1");
      for (let end = received.indexOf("\r\n"); end >= 0; end = received.indexOf("\r\n")) {
        const line = received.slice(0, end);
        received = received.slice(end + 2);
        if (isData && line !== ".") continue;
        const [word = ""] = isData ? ["."] : line.split(/[ :]/);
        isData = word === "DATA";
        const usual = { DATA: "354 go", QUIT: "221 bye" }[word] ?? "250 fine";
        answer(replies[word] ?? usual);
      }
    });
  });
}

export function mailTo(port: number, changes: Partial<OutgoingMail> = {}): OutgoingMail {
  return {
    server: { host: "127.0.0.1", port },
    security: "none",
    tls: { securityLevel: 0, version: 4, ca: undefined, sni: false, ignoreLocalTime: true },
    account: undefined,
    sender: { name: "Pump 7", address: "pump7@example.org" },
    recipients: [{ type: "to", address: "ops@example.org" }],
    subject: { charset: "ascii", bytes: utf8("Level") },
    body: { charset: "ascii", bytes: utf8("4.2 m") },
    attachments: [],
    ...changes,
  };
}

/** How a delivery went, and what was told of it. */
export interface Delivery {
  readonly result: MailResult;
  readonly events: readonly SmtpRelayEvent[];
  /** Why it failed. */
  readonly reason: string | undefined;
  /** The lines that went to the server. */
  readonly commands: readonly string[];
}

/** Delivers one mail and tells what the relay told of it. */
export async function deliver(
  mail: OutgoingMail,
  options: SmtpRelayOptions = {},
  signal: AbortSignal = NEVER,
): Promise<Delivery> {
  const events: SmtpRelayEvent[] = [];
  const relay = createSmtpRelay({ ...options, onEvent: (event) => events.push(event) });
  const result = await relay.deliver(mail, signal);
  const last = events.at(-1);
  const reason = last?.type === "failed" ? last.reason : undefined;
  const commands = events.flatMap((event) => (event.type === "sent" ? [event.line] : []));
  return { result, events, reason, commands };
}

export function replyError(responseCode: number): Error {
  return Object.assign(new Error("No."), { responseCode });
}
