import { MessageError, type QsmtpModule } from "@qsmtp/client";
import type { ReceivedMail } from "@qsmtp/demo/mail-server";
import { type MessageOptions, type QsmtpSentMessageInfo, qsmtpTransport } from "@qsmtp/nodemailer";
import nodemailer from "nodemailer";
import { type ArrivedMail, readArrived } from "./arrived.ts";
import type { Example, Props } from "./example.ts";

/** What became of a message. */
export type Outcome =
  | { readonly is: "sent"; readonly info: QsmtpSentMessageInfo; readonly arrived: ArrivedMail }
  | { readonly is: "refused"; readonly error: MessageError };

/** What became of an example, as it stands and with the options that it names. */
export interface Result {
  readonly plain: Outcome;
  readonly withOptions: Outcome | undefined;
}

export interface Sender {
  readonly module: QsmtpModule;
  readonly received: readonly ReceivedMail[];
  readonly props: Props;
}

export async function runExample(example: Example, sender: Sender): Promise<Result> {
  const plain = await runOnce(example, {}, sender);
  const { options } = example;
  const withOptions = options === undefined ? undefined : await runOnce(example, options, sender);
  return { plain, withOptions };
}

async function runOnce(
  { message, defaults, prepare }: Example,
  options: MessageOptions,
  { module, received, props }: Sender,
): Promise<Outcome> {
  const transporter = nodemailer.createTransport(qsmtpTransport({ module, ...options }), defaults);
  prepare?.(transporter);
  const before = received.length;
  try {
    const info = await transporter.sendMail(message(props));
    const [mail, ...others] = received.slice(before);
    if (mail === undefined || others.length > 0)
      throw new Error(`${others.length + 1} mails arrived`);
    return { is: "sent", info, arrived: await readArrived(mail) };
  } catch (error) {
    if (!(error instanceof MessageError)) throw error;
    if (received.length > before) throw new Error("a refused mail arrived");
    return { is: "refused", error };
  } finally {
    transporter.close();
  }
}
