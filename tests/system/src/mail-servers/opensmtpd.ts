import { freePort } from "../free-port.ts";
import { ServerRoot } from "./server-root.ts";

const users = { opensmtpd: 901, opensmtpq: 902, mail: 903 };

/**
 * OpenSMTPD, without TLS of its own: the build of Debian 12 loses the private key of its certificate
 * ("missing private key"), so that no handshake with it ends well. It takes accounts over TLS only.
 */
export interface OpenSmtpd {
  readonly port: number;
  readonly root: ServerRoot;
}

/** Starts OpenSMTPD; all mail comes into one maildir. */
export async function startOpenSmtpd(): Promise<OpenSmtpd> {
  return ServerRoot.started("opensmtpd", users, startIn);
}

async function startIn(root: ServerRoot): Promise<OpenSmtpd> {
  const port = await freePort();
  await root.place("/var/vmail", { owner: users.mail });
  await root.place("/var/run", {});
  await root.place("/var/lib/opensmtpd/empty", {});
  await root.place("/var/spool/smtpd", { mode: 0o711 });
  await root.place("/etc/smtpd.conf", {
    text: `table everybody { "@" = mail }
listen on 127.0.0.1 port ${port} hostname "mx.plant.test"
action "in" maildir "/var/vmail/box" virtual <everybody>
match from any for any action "in"
`,
  });
  await root.start(["/usr/sbin/smtpd", "-d", "-f", "/etc/smtpd.conf"], { ports: [port] });
  return { port, root };
}
