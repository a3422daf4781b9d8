import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { smtpProtocolErrorNumber } from "@qsmtp/protocol/facts";
import type { OutgoingMail } from "../mail/outgoing-mail.ts";
import { authenticate } from "./authenticate.ts";
import { failure } from "./delivery-failure.ts";
import type { EventReport } from "./relay-event.ts";
import { secureConnection } from "./secure-connection.ts";
import { SmtpSession } from "./smtp-session.ts";

/** What the server offers, by keyword in capitals, with the words behind it. */
type Extensions = ReadonlyMap<string, readonly string[]>;

/** Replies of a server to a command that it does not know. */
const UNKNOWN_COMMAND: readonly number[] = [
  smtpProtocolErrorNumber.commandUnrecognized,
  smtpProtocolErrorNumber.commandNotImplemented,
  smtpProtocolErrorNumber.parameterNotImplemented,
];

/**
 * Hands a composed message to the server at the far end of `socket`, and closes the socket.
 *
 * One command at a time, and no further after the first refusal, as a simple client does: a mail
 * of which the server refuses one recipient reaches nobody. This is why the dialogue is not left
 * to nodemailer's SMTP connection, which goes on with the recipients that were accepted.
 *
 * @throws {@link DeliveryFailure}
 */
export async function handOver(
  mail: OutgoingMail,
  message: Uint8Array,
  socket: Socket,
  report: EventReport,
  signal: AbortSignal,
): Promise<void> {
  const clientName = addressLiteral(socket);
  const secure = async (plain: Socket): Promise<SmtpSession> => {
    const secured = await secureConnection(plain, mail, signal);
    report(securedEvent(secured));
    return new SmtpSession(secured, report);
  };
  let session =
    mail.security === "implicit" ? await secure(socket) : new SmtpSession(socket, report);
  try {
    await session.reply(2, "the connection");
    let extensions = await sayHello(session, clientName);
    if (mail.security === "starttls") {
      if (!extensions.has("STARTTLS")) {
        throw failure("sslAuthFailed", "The server does not offer STARTTLS.");
      }
      await session.command("STARTTLS", 2);
      session = await secure(session.release());
      extensions = await sayHello(session, clientName);
    }
    if (mail.account !== undefined) {
      await authenticate(session, extensions.get("AUTH") ?? [], mail.account);
    }
    await session.command(`MAIL FROM:<${mail.sender.address}>`, 2);
    for (const { address } of mail.recipients) await session.command(`RCPT TO:<${address}>`, 2);
    await session.command("DATA", 3);
    session.sendData(endedData(message));
    await session.reply(2, "the mail");
  } finally {
    await session.quit();
  }
}

/**
 * Greets the server, with `HELO` where it does not know `EHLO`: it offers nothing then. RFC 5321, 3.2,
 * wants that of a client; what the module does is not documented.
 */
async function sayHello(session: SmtpSession, clientName: string): Promise<Extensions> {
  const reply = await session.ask(`EHLO ${clientName}`);
  if (UNKNOWN_COMMAND.includes(reply.code)) {
    await session.command(`HELO ${clientName}`, 2);
    return new Map();
  }
  session.check(reply, 2, `EHLO ${clientName}`);
  const offers = reply.text.split("\n").slice(1);
  return new Map(
    offers.map((line) => {
      // "AUTH=PLAIN" is how servers of old wrote "AUTH PLAIN".
      const [keyword = "", ...words] = line.slice(4).toUpperCase().split(/[ =]+/);
      return [keyword, words];
    }),
  );
}

/** The message as DATA wants it: dots that begin a line doubled, a lone dot behind its end. */
export function endedData(message: Uint8Array): Uint8Array {
  const text = Buffer.from(message).toString("latin1");
  return Buffer.from(`${text.replaceAll(/(^|\r\n)\./g, "$1..")}.\r\n`, "latin1");
}

function securedEvent(socket: TLSSocket): Parameters<EventReport>[0] {
  const { name } = socket.getCipher();
  return { type: "secured", protocol: socket.getProtocol() ?? "unknown", cipher: name };
}

function addressLiteral({ localAddress, localFamily }: Socket): string {
  return localFamily === "IPv6" ? `[IPv6:${localAddress}]` : `[${localAddress}]`;
}
