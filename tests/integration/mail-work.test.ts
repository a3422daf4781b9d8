import { type MailMessage, openModule } from "@qsmtp/client";
import { type Clock, createSimulatedLine, createVirtualClock } from "@qsmtp/testing";
import { expect, test } from "vitest";

const smtp = {
  host: "mail.example.org",
  security: "none",
  auth: { user: "logger", pass: "hunter2" },
} as const;
const plain: MailMessage = {
  from: "logger@example.org",
  to: "ops@example.org",
  subject: "Level",
  text: "The level is 4.2 m.",
};
const withFile: MailMessage = {
  ...plain,
  attachments: [{ filename: "level.csv", content: "12;4.20\r\n".repeat(1112).slice(0, 10_000) }],
};

/** What a mail made the module, the line and the client do: the same on every machine. */
interface Work {
  readonly commands: number;
  /** Each costs a turn of the event loop. */
  readonly timersRun: number;
  readonly virtualMs: number;
}

async function workOf(mails: readonly MailMessage[]): Promise<Work[]> {
  const virtual = createVirtualClock();
  let timersRun = 0;
  const clock: Clock = {
    now: () => virtual.now(),
    setTimeout: (run, delayMs) =>
      virtual.setTimeout(() => {
        timersRun += 1;
        run();
      }, delayMs),
    clearTimeout: (timer) => virtual.clearTimeout(timer),
  };
  const { module, transport } = createSimulatedLine({ clock });
  const host = await openModule(transport, { clock, smtp });
  const work: Work[] = [];
  for (const mail of mails) {
    const before = { commands: module.received.length, timersRun, ms: virtual.now() };
    await host.mail.send(mail);
    work.push({
      commands: module.received.length - before.commands,
      timersRun: timersRun - before.timersRun,
      virtualMs: virtual.now() - before.ms,
    });
  }
  await host.close();
  module.dispose();
  expect(module.mailbox.mails).toHaveLength(mails.length);
  expect(virtual.pending, "timers left").toBe(0);
  return work;
}

// With these numbers `pnpm bench --only simulated-mails` gives the mails a second: more of them cost
// every test of every user.
test("each plain mail takes few commands, and few turns of the event loop", async () => {
  const [, ...later] = await workOf([plain, plain, plain]);
  for (const { commands, timersRun, virtualMs } of later) {
    expect(commands).toBeLessThanOrEqual(20);
    expect(timersRun).toBeLessThanOrEqual(2);
    expect(virtualMs).toBeLessThanOrEqual(100);
  }
});

test("10 kB more take few more of both", async () => {
  const [, ...later] = await workOf([withFile, withFile, withFile]);
  for (const { commands, timersRun, virtualMs } of later) {
    expect(commands).toBeLessThanOrEqual(30);
    expect(timersRun).toBeLessThanOrEqual(4);
    expect(virtualMs).toBeLessThanOrEqual(200);
  }
});

test("the hundredth mail takes no more than the second", async () => {
  const [, second, ...later] = await workOf(Array.from({ length: 100 }, () => plain));
  expect(later.at(-1)).toEqual(second);
});
