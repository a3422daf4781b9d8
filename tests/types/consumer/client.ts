/** What a user of the client may write, and what the compiler must refuse. */
import {
  ConnectionFailedError,
  isQsmtpError,
  type MailMessage,
  type MailReceipt,
  type MailStage,
  type Outcome,
  openModule,
  SendError,
} from "@qsmtp/client";
import type { Transport } from "@qsmtp/transport";

const message: MailMessage = {
  from: { name: "Pump 7", address: "pump7@example.org" },
  to: ["ops@example.org", { address: "boss@example.org" }],
  cc: "office@example.org, night@example.org",
  subject: "Alarm",
  attachments: [{ filename: "level.csv", content: new Uint8Array(3) }],
};

export function streamed(
  pieces: AsyncIterable<Uint8Array>,
  web: ReadableStream<Uint8Array>,
  words: AsyncIterable<string>,
): MailMessage {
  const attachments = [
    { filename: "a.bin", content: pieces, lengthBytes: 3 },
    { filename: "b.bin", content: web },
  ];
  // @ts-expect-error chunks are bytes
  const wrong: MailMessage = { ...message, text: words };
  return { ...wrong, text: web, attachments };
}

// @ts-expect-error the sender is missing
export const anonymous: MailMessage = { to: "ops@example.org" };
// @ts-expect-error the module sends plain text
export const html: MailMessage = { from: "a@example.org", to: "b@example.org", html: "<b>x</b>" };

export async function send(transport: Transport, signal?: AbortSignal): Promise<Outcome> {
  const module = await openModule(transport, {
    smtp: { host: "mail.example.org", security: "implicit", tls: { caFile: "UFS:ca.pem" } },
    signal,
  });
  try {
    const receipt: MailReceipt = await module.mail.send(message, { signal });
    // @ts-expect-error the unit stands in the name
    await module.mail.send(message, { timeout: 5 });
    return receipt.outcome;
  } catch (error) {
    if (error instanceof SendError) {
      const stage: MailStage = error.stage;
      return stage === "waiting" ? error.outcome : await error.finalOutcome;
    }
    // The transport's errors are causes of ours.
    if (error instanceof ConnectionFailedError) {
      const { problem, transportCode }: { problem: string; transportCode: string | undefined } =
        error;
      throw new Error(`${problem} (${transportCode})`);
    }
    if (isQsmtpError(error, "MESSAGE_REFUSED"))
      return error.problems[0] ? error.outcome : "unknown";
    if (isQsmtpError(error, "TIMEOUT") && "timeoutMs" in error) {
      const { timeoutMs, code }: { timeoutMs: number; code: "TIMEOUT" } = error;
      throw new Error(`${code} ${timeoutMs}`);
    }
    if (isQsmtpError(error, "SEND_FAILED")) return error.outcome;
    if (isQsmtpError(error, "STORAGE_FULL")) {
      // @ts-expect-error of that code there is no class of its own
      throw error.timeoutMs;
    }
    // @ts-expect-error no error has that code
    if (isQsmtpError(error, "OUT_OF_COFFEE")) throw error;
    throw error;
  } finally {
    await module.close();
  }
}
