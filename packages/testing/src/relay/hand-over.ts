import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import type { OutgoingMail } from "../mail/outgoing-mail.ts";
import { failure } from "./delivery-failure.ts";
import type { EventReport } from "./relay-event.ts";
import { secureConnection } from "./secure-connection.ts";
import { SmtpSession } from "./smtp-session.ts";

/** What the server offers, by keyword in capitals, with the words behind it. */
type Extensions = ReadonlyMap<string, readonly string[]>;

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
    if (mail.security === "startTls") {
      if (!extensions.has("STARTTLS")) {
        throw failure("sslAuthFailed", "The server does not offer STARTTLS.");
      }
      await session.command("STARTTLS", 2);
      session = await secure(session.release());
      extensions = await sayHello(session, clientName);
    }
    if (mail.account !== undefined) await authenticate(session, extensions, mail.account);
    await session.command(`MAIL FROM:<${mail.sender.address}>`, 2);
    for (const { address } of mail.recipients) await session.command(`RCPT TO:<${address}>`, 2);
    await session.command("DATA", 3);
    session.sendData(endedData(message));
    await session.reply(2, "the mail");
  } finally {
    await session.quit();
  }
}

async function sayHello(session: SmtpSession, clientName: string): Promise<Extensions> {
  const reply = await session.command(`EHLO ${clientName}`, 2);
  const offers = reply.text.split("\n").slice(1);
  return new Map(
    offers.map((line) => {
      // "AUTH=PLAIN" is how servers of old wrote "AUTH PLAIN".
      const [keyword = "", ...words] = line.slice(4).toUpperCase().split(/[ =]+/);
      return [keyword, words];
    }),
  );
}

/** Which ways the module knows is not documented; these two are what nearly every server offers. */
async function authenticate(
  session: SmtpSession,
  extensions: Extensions,
  { username, password }: NonNullable<OutgoingMail["account"]>,
): Promise<void> {
  const offered = extensions.get("AUTH") ?? [];
  if (offered.includes("PLAIN")) {
    const credentials = base64(`\0${username}\0${password}`);
    await session.command(`AUTH PLAIN ${credentials}`, 2, "AUTH PLAIN ***");
  } else if (offered.includes("LOGIN")) {
    await session.command("AUTH LOGIN", 3);
    await session.command(base64(username), 3, "*** (user name)");
    await session.command(base64(password), 2, "*** (password)");
  } else {
    const list = offered.length === 0 ? "no authentication" : offered.join(", ");
    const message = `An account is set, but the server offers ${list} instead of PLAIN or LOGIN.`;
    throw failure("authTypeUnsupported", message);
  }
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

function base64(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
}
