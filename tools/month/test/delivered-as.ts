import { asAsked, type DeliveredMail } from "@qsmtp/fake-module";
import { type MonthMail, usualServer } from "../src/mails.ts";

/** The mail as its server gets it when nothing goes wrong. */
export function deliveredAs({ message, server }: MonthMail): DeliveredMail {
  return { ...asAsked(message, server ?? usualServer), atMs: 0 };
}
