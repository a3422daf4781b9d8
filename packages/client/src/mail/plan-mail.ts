import { ModuleLimits } from "../limits/module-limits.ts";
import { checkCharset } from "./encode-part.ts";
import { mailLimits } from "./limits.ts";
import type { MailPlan, PlannedBody } from "./mail-plan.ts";
import { MailSources } from "./mail-sources.ts";
import { planAttachments } from "./plan-attachments.ts";
import type { PlanContext } from "./plan-context.ts";
import { planRecipients } from "./plan-recipients.ts";
import { planSender } from "./plan-sender.ts";
import { planSubject } from "./plan-subject.ts";
import { planText } from "./plan-text.ts";
import type { PendingBody } from "./read-body.ts";
import type { TakenMessage } from "./take-message.ts";

export interface PlanOptions {
  /** The module's own limit for entering the body, in seconds. */
  readonly bodyInputSeconds: number;
  /** What the module takes. Default: what the schema says. */
  readonly module?: ModuleLimits | undefined;
  /** A file on the module that the mail relies on, which no attachment may replace. */
  readonly reliesOn?: string | undefined;
  /** The streams of the message. Default: they are taken now, and nobody ends them. */
  readonly sources?: MailSources | undefined;
}

/**
 * Checks a message and encodes every command that it needs. Nothing is sent and no stream is read: see
 * `readBody`.
 * @throws MessageError with every problem at once
 */
export function planMail(
  message: TakenMessage,
  options: PlanOptions,
): MailPlan<PlannedBody | PendingBody> {
  const { problems } = message;
  if (!message.isReadable) throw problems.error();
  const { module = new ModuleLimits(), reliesOn, sources = new MailSources(message) } = options;
  const limits = mailLimits(module);
  const context: PlanContext = {
    ...{ message, module, limits, sources, reliesOn, problems },
    warnings: [],
  };
  checkCharset(context);
  const sender = planSender(context);
  const recipients = planRecipients(context);
  const subject = planSubject(context);
  const body = planText(context, options.bodyInputSeconds);
  const attachments = planAttachments(context);
  if (sender === undefined || subject === undefined || problems.count > 0) throw problems.error();
  return {
    sender,
    recipients: recipients.map(({ command }) => command),
    addresses: recipients.map(({ address }) => address),
    subject: subject.command,
    subjectCharset: subject.charset,
    body,
    attachments,
    draft: {
      recipients: recipients.map(({ type, address }) => ({ type, address })),
      subject: subject.told,
    },
    isReplayable: () =>
      attachments.every(({ content }) => !("source" in content) || !content.source.isTouched),
    warnings: context.warnings,
  };
}
