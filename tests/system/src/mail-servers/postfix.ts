import { freePort } from "../free-port.ts";
import type { ServerCertificate } from "./server-certificate.ts";
import { ServerRoot } from "./server-root.ts";

const users = { postfix: 911, postdrop: 912, dovecot: 913, dovenull: 914, vmail: 915 };

const authenticationSocket = "/run/dovecot/auth-client";

/** Folders of the queue that Postfix would otherwise make by a script. */
const queueFolders = [
  ...["active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming"],
  ...["private", "saved", "trace"],
];

/** Postfix, with Dovecot behind it for its accounts. */
export interface Postfix {
  /** Takes mail from anybody, and offers STARTTLS. */
  readonly plainPort: number;
  /** Wants TLS by STARTTLS and an account. */
  readonly startTlsPort: number;
  /** Wants an account, over TLS from the first byte. */
  readonly implicitPort: number;
  readonly root: ServerRoot;
}

interface Account {
  readonly user: string;
  readonly pass: string;
}

/** Starts Postfix for one account, which may be shown by the given ways. */
export async function startPostfix(
  certificate: ServerCertificate,
  account: Account,
  mechanisms: string,
): Promise<Postfix> {
  return ServerRoot.started("postfix", users, (root) =>
    startIn(root, certificate, account, mechanisms),
  );
}

async function startIn(
  root: ServerRoot,
  certificate: ServerCertificate,
  account: Account,
  mechanisms: string,
): Promise<Postfix> {
  const [plainPort, startTlsPort, implicitPort] = [
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  await root.place("/var/vmail", { owner: users.vmail });
  await root.place("/var/log", {});
  await root.place("/run/dovecot", {});
  await root.place("/var/lib/dovecot", {});
  await root.place("/var/lib/postfix", { owner: users.postfix });
  await root.place("/var/spool/postfix", {});
  await root.place("/var/spool/postfix/pid", {});
  for (const name of queueFolders) {
    await root.place(`/var/spool/postfix/${name}`, { owner: users.postfix, mode: 0o700 });
  }
  const handedOver = { owner: users.postfix, group: users.postdrop };
  await root.place("/var/spool/postfix/maildrop", { ...handedOver, mode: 0o730 });
  await root.place("/var/spool/postfix/public", { ...handedOver, mode: 0o710 });
  await root.place("/etc/postfix/cert.pem", { text: certificate.cert });
  await root.place("/etc/postfix/key.pem", { text: certificate.key, mode: 0o600 });
  await root.place("/etc/postfix/main.cf", { text: mainConfiguration });
  await root.place("/etc/postfix/master.cf", {
    text: masterConfiguration({ plainPort, startTlsPort, implicitPort }),
  });
  await root.place("/etc/dovecot/dovecot.conf", { text: accountConfiguration(mechanisms) });
  await root.place("/etc/dovecot/users", { text: `${account.user}:{PLAIN}${account.pass}\n` });
  // Postfix refuses accounts for good as long as nobody answers there.
  await root.start(["/usr/sbin/dovecot", "-F"], { socket: authenticationSocket });
  const master = ["/usr/lib/postfix/sbin/master", "-d", "-c", "/etc/postfix"];
  await root.start(master, { ports: [plainPort, startTlsPort, implicitPort] });
  return { plainPort, startTlsPort, implicitPort, root };
}

const mainConfiguration = `compatibility_level = 3.6
myhostname = mx.plant.test
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
maillog_file = /var/log/mail.log
alias_maps =
alias_database =
local_recipient_maps =
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
virtual_mailbox_domains = static:all
virtual_mailbox_base = /var/vmail
virtual_mailbox_maps = static:box/
virtual_uid_maps = static:${users.vmail}
virtual_gid_maps = static:${users.vmail}
smtpd_tls_cert_file = /etc/postfix/cert.pem
smtpd_tls_key_file = /etc/postfix/key.pem
smtpd_tls_security_level = may
smtpd_peername_lookup = no
smtpd_tls_received_header = yes
smtpd_sasl_authenticated_header = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = ${authenticationSocket}
`;

function masterConfiguration(
  ports: Readonly<Record<"plainPort" | "startTlsPort" | "implicitPort", number>>,
): string {
  const known =
    "-o smtpd_sasl_auth_enable=yes -o smtpd_relay_restrictions=permit_sasl_authenticated,reject";
  return `127.0.0.1:${ports.plainPort} inet n - n - - smtpd
127.0.0.1:${ports.startTlsPort} inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt ${known}
127.0.0.1:${ports.implicitPort} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes ${known}
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
virtual unix - n n - - virtual
error unix - - n - - error
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
`;
}

function accountConfiguration(mechanisms: string): string {
  return `protocols =
base_dir = /run/dovecot/
log_path = /var/log/dovecot.log
ssl = no
disable_plaintext_auth = no
auth_mechanisms = ${mechanisms}
passdb {
  driver = passwd-file
  args = /etc/dovecot/users
}
userdb {
  driver = static
  args = uid=${users.vmail} gid=${users.vmail} home=/var/vmail
}
service auth {
  unix_listener auth-client {
    mode = 0666
  }
}
`;
}
