import type { MessageOptions } from "@qsmtp/nodemailer";
import type { SendMailOptions, Transporter } from "nodemailer";

/** What an example needs besides its own words. */
export interface Props {
  /** A folder with `report.pdf`, `image.png`, `notes.txt`, `message.html`, `invite.ics` and `message.eml`. */
  readonly folder: string;
  /** Address of a web server that gives the same files. */
  readonly web: string;
  /** What is in one of them. */
  bytesOf(name: string): Uint8Array;
}

/** What must arrive at the recipients; what is not named here is as the message says. */
export interface Arrival {
  readonly from?: string;
  readonly to?: readonly string[];
  readonly cc?: readonly string[];
  readonly bcc?: readonly string[];
  readonly subject?: string;
  readonly text?: string;
  /** Files by their names, in order; `undefined` for a content that is another each time. */
  readonly files?: readonly (readonly [string, string | Uint8Array | undefined])[];
  readonly dropped?: readonly string[];
  /** Codes of the notices besides those for names of recipients. */
  readonly notices?: readonly string[];
}

/** One message of nodemailer's documentation or tests. */
export interface Example {
  readonly name: string;
  message(props: Props): SendMailOptions;
  /** Second argument of `createTransport`. */
  readonly defaults?: SendMailOptions;
  /** What is done with the transporter before. */
  readonly prepare?: (transporter: Transporter) => void;
  /** Places that are refused without options; none: it is sent. */
  readonly refused?: readonly string[];
  /** Options with which it is sent nevertheless. */
  readonly options?: MessageOptions;
  /** What arrives, of an example that is sent with or without options. */
  readonly arrives?: (props: Props) => Arrival;
}

/** Examples of one page or file. */
export interface ExampleGroup {
  /** Which page of nodemailer's documentation, or which of its tests. */
  readonly source: string;
  readonly examples: readonly Example[];
}
