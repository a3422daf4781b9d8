import { type MailMessage, MessageError, type QsmtpModule } from "@qsmtp/client";
import nodemailer, { type SendMailOptions } from "nodemailer";
import type { MessageOptions } from "./options.ts";
import { qsmtpTransport } from "./qsmtp-transport.ts";

/** What the client would be given for a message, or the places that are refused. */
export async function captured(
  data: SendMailOptions,
  options: MessageOptions = {},
): Promise<MailMessage | readonly string[]> {
  let message: MailMessage | undefined;
  const send = async (given: MailMessage): Promise<never> => {
    message = given;
    throw new Error("captured");
  };
  const module = {
    mail: { send },
  } as unknown as QsmtpModule;
  const transporter = nodemailer.createTransport(qsmtpTransport({ module, ...options }));
  try {
    await transporter.sendMail(data);
  } catch (error) {
    if (message !== undefined) return message;
    if (error instanceof MessageError) return error.problems.map(({ path }) => path);
    throw error;
  }
  throw new Error("the message was not sent");
}
