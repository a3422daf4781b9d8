/** The part of a mail and of a server that is used against the fake module. */
export interface TestMail {
  readonly from: string;
  readonly to?: string | readonly string[];
  readonly cc?: string;
  readonly bcc?: string;
  readonly subject?: string;
  readonly text?: string;
  readonly attachments?: readonly {
    readonly filename: string;
    readonly content: Uint8Array | string;
  }[];
}

export interface TestServer {
  readonly host: string;
  readonly port: number;
  readonly security: "none" | "starttls" | "implicit";
  readonly auth?: { readonly user: string; readonly pass: string };
  readonly tls?: { readonly ca?: string; readonly sslContextId?: number };
}

/** A certificate in form only. */
export function pem(letter: string, length: number): string {
  const lines = letter.repeat(length).match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}

/** A CA as people have it; what is inside nobody reads here. */
export const ca: string = pem("Q", 1226);
export const password = "s3cret-Pa55";

export const smtp: TestServer = {
  host: "mail.example.org",
  port: 587,
  security: "starttls",
  auth: { user: "logger", pass: password },
  tls: { ca },
};

export const plainSmtp: TestServer = { host: "mail.example.org", port: 25, security: "none" };

export const photo: Uint8Array = Uint8Array.from({ length: 3072 }, (_, at) => (11 * at + 5) % 256);
export const levels: Uint8Array = Uint8Array.from({ length: 272 }, (_, at) => 48 + (at % 10));

/** The mail of the cases: to and cc, an umlaut, 58 bytes of text, two attachments. */
export const message: TestMail = {
  from: "Cold store 3 <logger@example.org>",
  to: "ops@example.org",
  cc: "night@example.org",
  subject: "Kühlraum 3: 9,5 °C",
  text: "The door of room 3 has been open for more than 20 minutes.",
  attachments: [
    { filename: "photo1.bin", content: photo },
    { filename: "levels1.csv", content: levels },
  ],
};

/** A small mail without attachments. */
export const note: TestMail = {
  from: "Logger <logger@example.org>",
  to: "ops@example.org",
  subject: "Note",
  text: "Second mail.",
};
