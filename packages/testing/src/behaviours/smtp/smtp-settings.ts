import {
  SmtpSecurity,
  setSmtpContext,
  setSmtpServer,
  setSmtpSslContext,
} from "@qsmtp/protocol/commands";
import type { Dialect } from "../../modem/dialect.ts";

/** What `AT+QSMTPCFG` sets. Lost at a restart; `AT+QSMTPCLR` leaves it alone. */
export interface SmtpSettings {
  username: string;
  /** In the settings of a module it is read by its name only: no list of properties has it. */
  password: string;
  senderName: string;
  senderAddress: string;
  host: string;
  port: number;
  contextId: number;
  sslContextId: number;
  /** A number of `SmtpSecurity`. */
  security: number;
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
