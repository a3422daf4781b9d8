import { openModule, type QsmtpModule, SendError } from "@qsmtp/client";
import { sendMail } from "@qsmtp/protocol/commands";
import { createSimulatedLine, type SimulatedLine, type VirtualClock } from "@qsmtp/testing";
import { afterEach, describe, expect, test } from "vitest";

const smtp = {
  host: "mail.example.org",
  port: 25,
  security: "none",
  auth: { user: "logger", pass: "hunter2" },
} as const;
const message = {
  from: "logger@example.org",
  to: ["ops@example.org"],
  subject: "Level",
  text: "The level is 4.2 m.",
  attachments: [{ filename: "level.csv", content: "12;4.2\r\n" }],
};

type Line = SimulatedLine<VirtualClock>;

/** How a mail ended: `sent`, or the code of its error; and how long after the module was gone. */
interface End {
  readonly what: string;
  readonly outcome?: string | undefined;
  readonly tookMs: number;
  /** Command lines that the module got. */
  readonly lines: readonly string[];
}

const open: { readonly host: QsmtpModule; readonly line: Line }[] = [];

afterEach(async () => {
  for (const { host, line } of open.splice(0)) {
    await host.close();
    line.module.dispose();
    expect(line.clock.pending, "timers left").toBe(0);
  }
});

/** Sends one mail, without retries; `arrange` calls its second argument when the module goes. */
async function send(arrange: (line: Line, gone: () => void) => void): Promise<End> {
  const line = createSimulatedLine();
  const { clock, module, transport } = line;
  const host = await openModule(transport, { clock, smtp });
  open.push({ host, line });
  const before = module.received.length;
  let goneAtMs: number | undefined;
  arrange(line, () => {
    goneAtMs ??= clock.now();
  });
  let end: Pick<End, "what" | "outcome">;
  try {
    await host.mail.send(message, { retry: false });
    end = { what: "sent" };
  } catch (error) {
    if (!(error instanceof SendError)) throw error;
    end = { what: error.code, outcome: error.outcome };
  }
  const tookMs = clock.now() - (goneAtMs ?? Number.NaN);
  return { ...end, tookMs, lines: module.received.slice(before).map((command) => command.line) };
}

describe("a module that goes when AT+QSMTPPUT has come ends the call when that is known", () => {
  const ways: Readonly<Record<string, (line: Line, gone: () => void) => void>> = {
    "a restart instead of the answer": ({ module }, gone) => {
      void module.waitFor(sendMail).then(gone);
      module.inject({ do: "restart", when: "during", on: "AT+QSMTPPUT" });
    },
    "a restart before the command is worked on": ({ module }, gone) => {
      void module.waitFor(sendMail).then(gone);
      module.inject({ do: "restart", when: "before", on: "AT+QSMTPPUT" });
    },
    "a restart behind OK": ({ module }, gone) => {
      void module.waitFor(sendMail).then(gone);
      module.inject({ do: "restart", when: "after", on: "AT+QSMTPPUT" });
    },
    "a restart from within a handler": ({ module }, gone) => {
      module.on(sendMail, () => {
        gone();
        module.restart();
        return undefined;
      });
    },
    "a restart by a test that has waited for the command": ({ module }, gone) => {
      void module.waitFor(sendMail).then(() => {
        gone();
        module.restart();
      });
    },
    "a restart while the server takes its time": ({ module, clock }, gone) => {
      module.mailbox.respondWith("never");
      void module.waitFor(sendMail).then(() =>
        clock.setTimeout(() => {
          gone();
          module.restart();
        }, 5000),
      );
    },
    "last words while the server takes its time": ({ module, clock }, gone) => {
      module.mailbox.respondWith("never");
      void module.waitFor(sendMail).then(() =>
        clock.setTimeout(() => {
          gone();
          module.powerOff({ lines: ["POWERED DOWN"] });
        }, 5000),
      );
    },
  };

  test.each(Object.keys(ways))("%s", async (name) => {
    const end = await send((line, gone) => ways[name]?.(line, gone));
    expect(end).toMatchObject({ what: "MODULE_RESTARTED", outcome: "unknown", tookMs: 0 });
    expect(end.lines.filter((line) => line.startsWith("AT+QSMTPPUT"))).toHaveLength(1);
  });

  test.each([0, 5000])("a line that breaks %i ms after the command", async (afterMs) => {
    const end = await send(({ module, farEnd, clock }, gone) => {
      module.mailbox.respondWith("never");
      void module.waitFor(sendMail).then(() =>
        clock.setTimeout(() => {
          gone();
          farEnd.unplug();
        }, afterMs),
      );
    });
    expect(end).toMatchObject({ what: "CONNECTION_LOST", outcome: "unknown", tookMs: 0 });
  });

  test("a start of 20 s is known when it is over", async () => {
    const line = createSimulatedLine({ bootMs: 20_000 });
    const { clock, module, transport } = line;
    const host = await openModule(transport, { clock, smtp });
    open.push({ host, line });
    let goneAtMs = Number.NaN;
    void module.waitFor(sendMail).then(() => {
      goneAtMs = clock.now();
      module.restart();
    });
    const end = await host.mail.send(message, { retry: false }).catch((error: unknown) => error);
    expect(end).toMatchObject({ code: "MODULE_RESTARTED", outcome: "unknown" });
    expect(clock.now() - goneAtMs).toBe(20_000);
  });
});

/**
 * More than it takes to make the wire safe, also behind data, whose rest is noise to a module that has
 * restarted; far from every time limit of a command.
 */
const soonMs = 2000;

/** Each command of a mail once, by its name and form. */
const steps = [
  ...new Set((await send(() => {})).lines.map((line) => /^[^=?]+(?:\?$|=)?/.exec(line)?.[0] ?? "")),
];

describe.each(steps)("a module that goes at %s of a mail", (step) => {
  /** What may be said of a mail: sent it is only behind its result. */
  const place = steps.indexOf(step) - steps.findIndex((other) => other.startsWith("AT+QSMTPPUT"));

  function expectSoon({ what, outcome, tookMs }: End, codes: readonly string[]): void {
    expect([...codes, ...(place > 0 ? ["sent"] : [])]).toContain(what);
    if (what !== "sent") expect(outcome).toBe(place < 0 ? "not-sent" : "unknown");
    expect(tookMs).toBeLessThanOrEqual(soonMs);
  }

  const isStep = (line: string): boolean =>
    step.endsWith("?") || step.endsWith("=") ? line.startsWith(step) : line === step;

  /** Calls `act` when the step has come, before it is worked on. */
  function atStep({ module }: Line, act: () => void): void {
    let isMet = false;
    module.onLine(/^/, (line) => {
      if (!isMet && isStep(line)) {
        isMet = true;
        act();
      }
      return undefined;
    });
  }

  test("by a restart ends it at once", async () => {
    const end = await send((line, gone) =>
      atStep(line, () => {
        gone();
        line.module.restart();
      }),
    );
    expectSoon(end, ["MODULE_RESTARTED"]);
  });

  test("by a restart behind the answer ends it at once", async () => {
    const end = await send((line, gone) => {
      atStep(line, gone);
      const on = new RegExp(`^${step.replace(/[+?]/g, "\\$&")}${/[?=]$/.test(step) ? "" : "$"}`);
      line.module.inject({ do: "restart", when: "after", on });
    });
    expectSoon(end, ["MODULE_RESTARTED"]);
  });

  test("by its line ends it at once", async () => {
    const end = await send((line, gone) =>
      atStep(line, () => {
        gone();
        line.farEnd.unplug();
      }),
    );
    expectSoon(end, ["CONNECTION_LOST"]);
    expect(end.tookMs).toBe(0);
  });
});

test.each(["AT+QFUPL=", "AT+QSMTPBODY="])(
  "a restart in the data of %s ends the mail",
  async (on) => {
    const end = await send(({ module }, gone) => {
      module.onEvent((event) => {
        if (event.type === "state" && event.what === "restart") gone();
      });
      module.inject({ do: "restart", afterBytes: 1, on });
    });
    expect(end).toMatchObject({ what: "MODULE_RESTARTED", outcome: "not-sent" });
    expect(end.tookMs).toBeLessThanOrEqual(soonMs);
  },
);
