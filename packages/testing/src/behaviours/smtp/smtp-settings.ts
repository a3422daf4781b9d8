/** What `AT+QSMTPCFG` sets. Lost at a restart; `AT+QSMTPCLR` leaves it alone. */
export interface SmtpSettings {
  username: string;
  password: string;
  senderName: string;
  senderAddress: string;
  host: string;
  port: number;
  contextId: number;
  sslContextId: number;
  /** `ssltype`: 0 none, 1 TLS, 2 STARTTLS. */
  security: number;
  bodyOriginal: boolean;
}

/** The settings of a module that has just started. */
export function defaultSmtpSettings(): SmtpSettings {
  return {
    username: "",
    password: "",
    senderName: "",
    senderAddress: "",
    host: "",
    port: 25,
    contextId: 1,
    sslContextId: 1,
    security: 0,
    bodyOriginal: false,
  };
}
