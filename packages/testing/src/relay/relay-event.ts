import type { MailResult } from "../mail/outgoing-mail.ts";

/** One step of a delivery, for diagnosis. Never holds a password or the content of a mail. */
export type SmtpRelayEvent =
  /** The TCP connection stands. */
  | { readonly type: "connected"; readonly host: string; readonly port: number }
  /** The TLS handshake is done; `protocol` is for instance `TLSv1.2`. */
  | { readonly type: "secured"; readonly protocol: string; readonly cipher: string }
  /** A command line went out; `***` stands for credentials. */
  | { readonly type: "sent"; readonly line: string }
  /** The server replied; the lines of a longer reply are joined by LF. */
  | { readonly type: "received"; readonly code: number; readonly text: string }
  /** The server took the mail; `byteLength` is the size of the MIME message. */
  | { readonly type: "delivered"; readonly recipients: number; readonly byteLength: number }
  /** The mail was not delivered: what the module reports, and why. */
  | { readonly type: "failed"; readonly result: MailResult; readonly reason: string };

/** Takes the events of one delivery. */
export type EventReport = (event: SmtpRelayEvent) => void;
