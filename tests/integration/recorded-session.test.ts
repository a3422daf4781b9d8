import { openModule, type QsmtpModule } from "@qsmtp/client";
import { createSimulatedModule } from "@qsmtp/testing";
import {
  clientQuestions,
  createRecorder,
  diffTranscripts,
  driveModule,
  formatTranscript,
  parseTranscript,
  type RecorderOptions,
  type ReplayOptions,
  replayModule,
  type Transcript,
} from "@qsmtp/testing/transcript";
import { createMockLine, type MockLineOptions } from "@qsmtp/transport/mock";
import { describe, expect, test, vi } from "vitest";
import { message, secret, smtp } from "./simulated-session.ts";
import { settle, useVirtualTime } from "./virtual-time.ts";

useVirtualTime();

/** Opens a module, sends a mail, and closes. */
async function sendMail(transport: Parameters<typeof openModule>[0], text?: string) {
  const opened = await settle<QsmtpModule>(openModule(transport, { smtp }));
  if (opened instanceof Error) throw opened;
  const mail = text === undefined ? message : { ...message, text };
  const receipt = await settle(opened.mail.send(mail));
  await settle(opened.close());
  if (receipt instanceof Error) throw receipt;
  return receipt;
}

/** A session with the simulated module, as its file has it. */
async function record(
  options: RecorderOptions = {},
  lineOptions: MockLineOptions = {},
): Promise<{ readonly file: string; readonly transcript: Transcript }> {
  const module = createSimulatedModule({ mailbox: { delayMs: 9000 } });
  const { transport, farEnd } = createMockLine(lineOptions);
  module.attach(farEnd);
  let file = "";
  const recorder = createRecorder({
    ...options,
    onLine: (line) => {
      file += line;
    },
  });
  await sendMail(recorder.tap(transport));
  module.dispose();
  return { file, transcript: recorder.finish() };
}

async function replay(transcript: Transcript, options: ReplayOptions, text?: string) {
  const { transport, farEnd } = createMockLine();
  const replayed = replayModule(transcript, options);
  replayed.attach(farEnd);
  const outcome = await sendMail(transport, text).catch((error: unknown) => error);
  replayed.dispose();
  return { outcome, replayed };
}

describe("a recorded mail", () => {
  test("is a file that reads as what was recorded, without a secret or content in it", async () => {
    const { file, transcript } = await record();
    expect(parseTranscript(file)).toEqual(transcript);
    expect(formatTranscript(transcript)).toBe(file);
    for (const hidden of [secret, "Temperatur", "three plus signs"]) {
      expect(file).not.toContain(hidden);
    }
    expect(file).toContain('AT+QSMTPDST=1,1,\\"ops@example.org\\"\\r');
  });

  test("is the same, however the line cuts it", async () => {
    const whole = await record({ showData: true });
    vi.useRealTimers();
    vi.useFakeTimers();
    const bytewise = await record({ showData: true }, { maxReadSize: 1 });
    // The client closes at the last CR, before the LF behind it.
    const last = /\{[^\n]*\n\{[^\n]*"closed"\}\n$/;
    expect(bytewise.file.replace(last, "")).toBe(whole.file.replace(last, ""));
  });

  test.each([
    ["with its contents hidden", {}, {}],
    ["with its contents shown", { showData: true }, {}],
    ["at the recorded pace", {}, { pace: "recorded" }],
  ] as const)("is replayed to the client %s", async (_, options, replayOptions) => {
    const { transcript } = await record(options);
    vi.useRealTimers();
    vi.useFakeTimers();
    const { outcome, replayed } = await replay(transcript, {
      loose: clientQuestions,
      ...replayOptions,
    });
    replayed.verify();
    expect(outcome).toMatchObject({ outcome: "sent", body: { bytes: 33 } });
    expect(replayed.remaining).toBe(0);
  });

  test("is replayed at another time, when the client asks other questions", async () => {
    const { transcript } = await record();
    await vi.advanceTimersByTimeAsync(12_345);
    const { outcome, replayed } = await replay(transcript, { loose: clientQuestions });
    replayed.verify();
    expect(outcome).toMatchObject({ outcome: "sent" });
  });

  test("finds another text out, and tells both sides without their content", async () => {
    const { transcript } = await record();
    const text = "Temperatur 9,6 °C\nbitte prüfen";
    const { outcome, replayed } = await replay(transcript, { loose: clientQuestions }, text);
    expect(outcome).toBeInstanceOf(Error);
    expect(() => replayed.verify()).toThrow(
      /expected > data: <data \d+, 33 bytes>\ncame {5}> data: <other data, 33 bytes>/,
    );
  });

  test("is driven against another module, which answers alike", async () => {
    const { transcript } = await record({ showData: true });
    const module = createSimulatedModule({ mailbox: { delayMs: 2000 } });
    const { transport, farEnd } = createMockLine();
    module.attach(farEnd);
    const driven = await settle(
      driveModule(transcript, transport, { hidden: { "secret 1": secret } }),
    );
    if (driven instanceof Error) throw driven;
    module.dispose();
    expect(driven.diff.text).toBe("");
    expect(module.mailbox.last?.body).toBe("Temperatur 9,5 °C\r\nbitte prüfen");
    expect(module.mailbox.last?.raw.account).toMatchObject({ pass: secret });
    expect(diffTranscripts(transcript, driven.transcript).isSame).toBe(true);
  });

  test("tells where a module answers another way", async () => {
    const { transcript } = await record({ showData: true });
    const module = createSimulatedModule();
    module.failNext("AT+QSMTPSUB", 652);
    const { transport, farEnd } = createMockLine();
    module.attach(farEnd);
    const driven = await settle(
      driveModule(transcript, transport, { hidden: { "secret 1": secret } }),
    );
    if (driven instanceof Error) throw driven;
    module.dispose();
    expect(driven.diff.text).toMatch(/^ {2}> AT\+QSMTPSUB=.*\n- < OK\n\+ < \+CME ERROR: 652$/m);
  });
});
