import {
  type QsmtpSentMessageInfo,
  type QsmtpTransportOptions,
  qsmtpTransport,
} from "@qsmtp/nodemailer";
import nodemailer, { type Transporter } from "nodemailer";
import { afterEach, beforeEach, expect } from "vitest";
import { readArrived } from "./arrived.ts";
import { type Stage, setStage } from "./stage.ts";

export const hello = {
  from: "a@example.org",
  to: "b@example.org",
  subject: "Hello",
  text: "Hello!",
};

/** A mail server behind a module, and transporters that open it. */
export interface Bench {
  readonly stage: Stage;
  /** How often the module was opened. */
  readonly opened: number;
  /** A transporter that opens the module itself; `before` is called when it does. */
  make(
    options?: Partial<QsmtpTransportOptions>,
    before?: (count: number) => void,
  ): Transporter<QsmtpSentMessageInfo>;
  /** Calls the function when the module is first sent a text. */
  whenHeard(text: string, run: () => void): void;
  /** Subjects of the mails that the server has, in order. */
  subjects(): Promise<string[]>;
}

/** Less than a test may take, so that a mail that hangs ends with what is known of it. */
const patienceMs = 120_000;

/** Sets a bench up for each test of a file. The server knows no `nobody@example.org`. */
export function useBench(): Bench {
  let stage: Stage | undefined;
  let opened = 0;
  let transporters: Transporter<QsmtpSentMessageInfo>[] = [];
  const current = (): Stage => stage ?? expect.unreachable("no test runs");

  beforeEach(async ({ onTestFailed }) => {
    opened = 0;
    const made = await setStage({ refuses: ["nobody@example.org"] });
    stage = made;
    onTestFailed(() => console.error(made.conversation()));
  });

  afterEach(async () => {
    for (const { transporter } of transporters) await transporter.close?.();
    transporters = [];
    await stage?.clear();
  });

  return {
    get stage() {
      return current();
    },
    get opened() {
      return opened;
    },
    make: (options = {}, before) => {
      const { line, smtp } = current();
      const transport = {
        open: async (...given: Parameters<typeof line.transport.open>) => {
          opened++;
          before?.(opened);
          return await line.transport.open(...given);
        },
      };
      const all = {
        transport,
        smtp,
        send: { timeoutMs: patienceMs },
        ...options,
      } as QsmtpTransportOptions;
      const transporter = nodemailer.createTransport(qsmtpTransport(all));
      transporters.push(transporter);
      return transporter;
    },
    whenHeard: (text, run) => {
      let heard = "";
      const stop = current().line.farEnd.onData((chunk) => {
        heard += new TextDecoder().decode(chunk);
        if (!heard.includes(text)) return;
        stop();
        run();
      });
    },
    subjects: async () => {
      const mails = await Promise.all(current().server.received.map(readArrived));
      return mails.map(({ subject }) => subject);
    },
  };
}

/** What a call fails with. */
export async function failure(sending: Promise<unknown>): Promise<unknown> {
  return await sending.then(
    () => expect.unreachable("it did not fail"),
    (error: unknown) => error,
  );
}
