import { Command } from "@qsmtp/protocol";
import { afterEach, expect, test, vi } from "vitest";
import { note, open, quiet, send, smtp } from "./scenario.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

/**
 * How often a password was looked for in texts, over a mail and a closing, beyond the errors that the
 * module answered: those are looked through once, and so is the line of each.
 */
async function masksOf(onTrace?: () => void): Promise<{ masks: number; outcome: unknown }> {
  const session = await open({ onTrace });
  let errors = 0;
  session.fake.wire.toHost = (text) => {
    if (text.includes("ERROR")) errors += 1;
    return text;
  };
  const commandMask = vi.spyOn(Command.prototype, "mask");
  const replaceAll = vi.spyOn(String.prototype, "replaceAll");
  const result = await send(session, note);
  await session.clock.runUntil(quiet(session.host.close()));
  const ofSecrets = replaceAll.mock.calls.filter(([pattern]) =>
    String(pattern).includes(smtp.auth?.pass ?? "?"),
  );
  const masks = commandMask.mock.calls.length + ofSecrets.length - 2 * errors;
  vi.restoreAllMocks();
  return { masks, outcome: (result as { value?: { outcome?: unknown } }).value?.outcome };
}

test("a trace that nobody reads runs no mask, with the same mail", async () => {
  const untraced = await masksOf();
  expect(untraced.outcome).toBe("sent");
  expect(untraced.masks).toBeLessThanOrEqual(0);
  const traced = await masksOf(() => undefined);
  expect(traced.outcome).toBe("sent");
  expect(traced.masks).toBeGreaterThan(50);
});
