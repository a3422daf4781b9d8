/** What nodemailer hands to a transport: the fields of the mail, and what it has composed of them. */
export interface GivenMail {
  /** The fields, with the transporter's defaults. */
  readonly data: object;
  /** The composed mail. */
  readonly message: object;
  /** The transporter. */
  readonly mailer?: object | undefined;
}

/** What is used of the mail that nodemailer has composed, from version 6 on. */
export interface ComposedMail {
  readonly childNodes: readonly ComposedMail[];
  readonly content?: unknown;
  getHeader(name: string): unknown;
  getAddresses(): Readonly<Record<string, readonly GivenAddress[] | undefined>>;
  getEnvelope(): { readonly from: string | false; readonly to: readonly string[] };
  messageId(): string;
  buildHeaders(): string;
}

/** An address as nodemailer has read it. */
export interface GivenAddress {
  readonly name?: string | undefined;
  readonly address: string;
}

/** The fields of a mail by their names; nodemailer has merged the transporter's defaults in. */
export type GivenFields = Readonly<Record<string, unknown>>;

export function fieldsOf(mail: GivenMail): GivenFields {
  return mail.data as GivenFields;
}

export function composedOf(mail: GivenMail): ComposedMail {
  return mail.message as ComposedMail;
}

/** The second argument of `createTransport`. */
export function defaultsOf({ mailer = {} }: GivenMail): GivenFields {
  const { _defaults: defaults } = mailer as { readonly _defaults?: unknown };
  return isPlain(defaults) ? defaults : {};
}

/** Whether a value says anything: nodemailer does nothing for what is absent or empty. */
export function isGiven(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === "") return false;
  if (Array.isArray(value)) return value.length > 0;
  return !isPlain(value) || Object.keys(value).length > 0;
}

export function isPlain(value: unknown): value is GivenFields {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** What nodemailer takes for a list: the list, or the one thing. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null || value === false || value === "") return [];
  return Array.isArray(value) ? value : [value];
}
