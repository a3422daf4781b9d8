import {
  SmtpSecurity,
  setSmtpContext,
  setSmtpServer,
  setSmtpSslContext,
} from "@qsmtp/protocol/commands";
import type { Dialect } from "../../modem/dialect.ts";

/** What `AT+QSMTPCFG` sets. Lost at a restart; `AT+QSMTPCLR` leaves it alone. */
export interface SmtpSettings {
  /** Of the account; empty for none. */
  username: string;
  /** In the settings of a module it is read by its name only: no list of properties has it. */
  password: string;
  /** Name of the sender, as the host gave it. */
  senderName: string;
  /** Address of the sender. */
  senderAddress: string;
  /** Name or address of the server. */
  host: string;
  /** TCP port of the server. */
  port: number;
  /** PDP context that mails go over. */
  contextId: number;
  /** SSL context that a secured connection uses. */
  sslContextId: number;
  /** A number of `SmtpSecurity`. */
  security: number;
  /** Whether a body goes out as it came. */
  bodyOriginal: boolean;
}

/** The settings of a module that has just started. */
export function defaultSmtpSettings(dialect: Dialect): SmtpSettings {
  return {
    username: "",
    password: "",
    senderName: "",
    senderAddress: "",
    host: "",
    port: dialect.defaultOf(setSmtpServer, "port"),
    contextId: dialect.defaultOf(setSmtpContext, "contextId"),
    sslContextId: dialect.defaultOf(setSmtpSslContext, "sslContextId"),
    security: SmtpSecurity.none,
    bodyOriginal: false,
  };
}
