import { createHmac } from "node:crypto";
import type { MailAccount } from "../mail/outgoing-mail.ts";
import { failure } from "./delivery-failure.ts";
import type { SmtpSession } from "./smtp-session.ts";

/** A way to show an account to a server. */
type Mechanism = (session: SmtpSession, account: MailAccount) => Promise<void>;

const plain: Mechanism = async (session, { user, pass }) => {
  await session.command(`AUTH PLAIN ${base64(`\0${user}\0${pass}`)}`, 2, "AUTH PLAIN ***");
};

const login: Mechanism = async (session, { user, pass }) => {
  await session.command("AUTH LOGIN", 3);
  await session.command(base64(user), 3, "*** (user name)");
  await session.command(base64(pass), 2, "*** (password)");
};

/** RFC 2195: the password itself is not sent. */
const cramMd5: Mechanism = async (session, { user, pass }) => {
  const { text } = await session.command("AUTH CRAM-MD5", 3);
  const challenge = Buffer.from(text.slice(4), "base64");
  const digest = createHmac("md5", pass).update(challenge).digest("hex");
  await session.command(base64(`${user} ${digest}`), 2, "*** (user name and digest)");
};

/**
 * The order in which they are tried: the first that the server offers is taken, and if it fails no
 * other. Which order the module has is not documented. Servers that store passwords as hashes offer
 * CRAM-MD5 and cannot do it, so it comes last.
 */
const MECHANISMS: readonly (readonly [name: string, mechanism: Mechanism])[] = [
  ["PLAIN", plain],
  ["LOGIN", login],
  ["CRAM-MD5", cramMd5],
];

/**
 * Shows the account to a server that offers the given ways.
 *
 * @throws {@link DeliveryFailure} `authTypeUnsupported` when none of them is known; what the server's
 *   refusal stands for
 */
export async function authenticate(
  session: SmtpSession,
  offered: readonly string[],
  account: MailAccount,
): Promise<void> {
  const [, mechanism] = MECHANISMS.find(([name]) => offered.includes(name)) ?? [];
  if (mechanism !== undefined) return await mechanism(session, account);
  const list = offered.length === 0 ? "no authentication" : offered.join(", ");
  const known = MECHANISMS.map(([name]) => name).join(", ");
  const message = `An account is set, but the server offers ${list} and none of ${known}.`;
  throw failure("authTypeUnsupported", message);
}

function base64(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
}
