import type { Command } from "@qsmtp/protocol";
import { MailCharset, setEncodedSubject, setSubject } from "@qsmtp/protocol/commands";
import { kindOf } from "../bytes/copied-bytes.ts";
import type { MailCharsetName } from "../charset/mail-charset.ts";
import type { ExpectedDraft } from "./draft-check.ts";
import { encodePart } from "./encode-part.ts";
import { encodedCharsets } from "./limits.ts";
import { encode, type PlanContext } from "./plan-context.ts";

/** The subject as the module is told it, and as it tells it back. */
export interface PlannedSubject {
  readonly command: Command<void>;
  readonly charset: MailCharsetName;
  readonly told: ExpectedDraft["subject"];
}

export function planSubject(context: PlanContext): PlannedSubject | undefined {
  const { message, limits, problems } = context;
  const { subject = "" } = message;
  if (problems.isAt("subject")) return undefined;
  if (typeof subject !== "string") {
    problems.add("subject", "NOT_REPRESENTABLE", `must be text, is ${kindOf(subject)}`);
    return undefined;
  }
  // In hex the line would survive, and the header behind it too.
  if (/[\p{Cc}\u2028\u2029]/u.test(subject)) {
    const rule = "must be one line without control characters";
    problems.add("subject", "NOT_REPRESENTABLE", rule);
    return undefined;
  }
  const allowed = new Map(limits.subjectBytes);
  if (subject.includes('"')) allowed.delete("ascii");
  const encoded = encodePart(context, "subject", subject, allowed);
  if (encoded === undefined) return undefined;
  const { charset, bytes: encodedSubject } = encoded;
  const number = encodedCharsets.get(charset);
  const command =
    number === undefined
      ? encode(context, "subject", setSubject, { subject })
      : encode(context, "subject", setEncodedSubject, { charset: number, encodedSubject });
  if (command === undefined) return undefined;
  const text = number === undefined ? subject : hexDigits(encodedSubject);
  return { command, charset, told: { charset: number ?? MailCharset.ascii, text } };
}

function hexDigits(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
