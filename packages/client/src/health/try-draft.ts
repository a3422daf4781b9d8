import { clearMail, listRecipients, MailCharset, writeBody } from "@qsmtp/protocol/commands";
import { escapeSequence } from "@qsmtp/protocol/facts";
import type { ModuleLimits } from "../limits/module-limits.ts";
import { nearestWithin } from "../limits/ranges.ts";
import { checkDraft } from "../mail/draft-check.ts";
import type { DraftKeeper } from "../mail/draft-keeper.ts";
import { mailLimits } from "../mail/limits.ts";
import { planMail } from "../mail/plan-mail.ts";
import { readBody } from "../mail/read-body.ts";
import { takeMessage } from "../mail/take-message.ts";
import { nameOf } from "../naming/name-of.ts";
import { type Examiner, failed, notTold } from "./examiner.ts";
import type { Finding } from "./health-report.ts";

/** Nobody can have these addresses (RFC 2606), and no order to send follows. */
const sample = {
  from: "qsmtp <verify@example.invalid>",
  to: "verify@example.invalid",
  subject: "qsmtp verify",
  text: "This text is written, and cleared again.",
};
const sampleSeconds = 60;

/** Writes a draft, reads it back and clears it. */
export async function tryDraft(
  examiner: Examiner,
  draft: DraftKeeper,
  limits: ModuleLimits,
): Promise<Finding> {
  const { channel, signal } = examiner;
  const { bodyInputSeconds: ranges, maxBodyBytes } = mailLimits(limits);
  const message = maxBodyBytes === 0 ? { ...sample, text: undefined } : sample;
  const tried = await examiner.try(async () => {
    const bodyInputSeconds = nearestWithin(ranges, sampleSeconds);
    const planned = planMail(takeMessage(message), { module: limits, bodyInputSeconds });
    const plan = await readBody(planned, signal, channel.clock);
    await draft.clearWhenFree({ signal });
    const onWritten = (): void => draft.touch();
    for (const command of [...plan.recipients, plan.subject]) {
      await channel.step(command, { signal, onWritten });
    }
    let surplusBytes = 0;
    if (plan.body !== undefined) {
      const { command, bytes } = plan.body;
      const { output } = await channel.step(command, { signal, onWritten, payload: bytes });
      surplusBytes = output.writtenBytes - bytes.length;
    }
    const expected = { ...plan.draft, attachments: [] };
    await checkDraft(channel, expected, { signal, batch: channel.newBatch() });
    await draft.clear({ signal });
    const left = await channel.ask(listRecipients(), signal);
    return { surplusBytes, left: left.recipients.length };
  });
  if ("error" in tried) return failed(tried.error);
  const { surplusBytes, left } = tried.output;
  if (surplusBytes !== 0) {
    const found = `the module took ${surplusBytes > 0 ? "more" : "fewer"} bytes of the text than were sent`;
    return { verdict: "fault", found, remedy: "The line doubles or loses bytes: use RTS/CTS." };
  }
  if (left > 0) {
    const found = `${nameOf(clearMail)} does not clear the recipients of a draft`;
    return { verdict: "fault", found, remedy: "Mails would go to earlier recipients too." };
  }
  return { verdict: "ok", found: "a draft was written, read back and cleared" };
}

/** More than one block, so that a part of it is still to come when it is given up. */
const longBytes = 4096;
/** The module ends the input by itself after so long; an escape that works is much sooner. */
const longSeconds = 60;
const promptMs = 10_000;
/** Where DTR has no effect, `+++` comes after two seconds, and keeps silence for two more. */
const byDtrMs = 1500;
/** What the port may hold of a text that is given up. */
const heldBytes = 2048;

/** Gives a text up in the middle, and sees whether the module leaves data mode. */
export async function tryEscape(
  examiner: Examiner,
  draft: DraftKeeper,
  limits: ModuleLimits,
): Promise<Finding> {
  const { channel, signal } = examiner;
  const { maxBodyBytes, bodyInputSeconds } = mailLimits(limits);
  const lengthBytes = Math.min(maxBodyBytes, longBytes);
  if (lengthBytes < longBytes) {
    return { verdict: "unknown", found: "the module takes no text long enough to be given up" };
  }
  const inputTimeSeconds = nearestWithin(bodyInputSeconds, longSeconds);
  const command = limits.command(writeBody, {
    charset: MailCharset.ascii,
    lengthBytes,
    inputTimeSeconds,
  });
  const giveUp = new AbortController();
  const body = channel.step(command, {
    signal: AbortSignal.any([signal, giveUp.signal]),
    payload: new Uint8Array(lengthBytes).fill(0x2e),
    onWritten: () => draft.touch(),
    onProgress: () => giveUp.abort(),
  });
  await body.catch(() => undefined);
  if (!giveUp.signal.aborted) {
    const refused = await examiner.try(() => body);
    return "error" in refused ? failed(refused.error) : notTold("what follows a text given up");
  }
  const beganMs = channel.clock.now();
  const drainMs = (heldBytes / (channel.bytesPerSecond ?? Number.POSITIVE_INFINITY)) * 1000;
  const proven = await examiner.try(() => channel.prove(signal));
  const tookMs = Math.round(channel.clock.now() - beganMs);
  const details = { tookMs, controlLines: channel.controlLines };
  if ("error" in proven) return { ...failed(proven.error), details };
  if (tookMs > drainMs + promptMs) {
    return {
      verdict: "warning",
      found: `data mode ended only after ${tookMs} ms: neither DTR nor ${escapeSequence} leaves it`,
      remedy: `Check the wiring of DTR, and that nothing on the line swallows ${escapeSequence} (a modem, a telnet client). Mails go out all the same; one that is given up holds the module for a while.`,
      details,
    };
  }
  const byDtr = channel.controlLines && tookMs < drainMs + byDtrMs;
  const found = `a text that was given up ended after ${tookMs} ms, by ${byDtr ? "DTR" : escapeSequence}`;
  return { verdict: "ok", found, details: { ...details, byDtr } };
}
