import { describe, expect, test } from "vitest";
import { judge, told } from "./judge.ts";
import { message, note, open, quiet, type Session, send, stepsOf } from "./scenario.ts";

const steps = await stepsOf("mail");
const boot = "\r\nRDY\r\n\r\n+CFUN: 1\r\n\r\n+CPIN: READY\r\n";

/** The mail that finds the restart may end honestly not sent; the one behind it goes out. */
async function expectMailsAgain(session: Session): Promise<void> {
  if (told(await send(session, note)) === "sent") return;
  expect(told(await send(session, note))).toBe("sent");
}

describe.each(steps)("a restart at step $name of a mail", ({ at }) => {
  describe.each(["before", "after", "instead"] as const)("%s it is worked on", (restart) => {
    test("that nobody sees: sent is said only of what was asked", async () => {
      const session = await open();
      session.fake.on(/^/, { skip: at, restart });
      await judge(session.fake, await send(session));
    });

    test("that leaves errors without numbers: sent is said only of what was asked", async () => {
      const session = await open();
      session.fake.errorModeAfterRestart = 0;
      session.fake.on(/^/, { skip: at, restart });
      await judge(session.fake, await send(session));
      await expectMailsAgain(session);
    });
  });

  test("that is announced ends the mail at once, with a word that is true", async () => {
    const session = await open();
    const { fake, clock, host } = session;
    fake.on(/^/, { skip: at, answer: "", end: (module) => module.restart({ print: boot }) });
    const result = await clock.runUntil(quiet(host.mail.send(message)));
    await judge(fake, result);
    const end = result as { error?: { draftLeftBehind?: boolean; leftBehind?: string[] } };
    expect(end.error?.draftLeftBehind ?? false, "the restart has erased it").toBe(false);
    expect(end.error?.leftBehind ?? [], "the restart has erased them").toEqual([]);
    await expectMailsAgain(session);
  });
});

test("files that a restart has erased are asked for once and then forgotten", async () => {
  const session = await open();
  const { fake } = session;
  fake.errorModeAfterRestart = 0;
  fake.on(/^AT\+QFDEL/, { restart: "before" });
  await send(session);
  await send(session, note);
  for (let mail = 0; mail < 2; mail++) {
    const result = await send(session, { ...note, subject: `Mail ${mail}` });
    expect(told(result)).toBe("sent");
    expect(result).toMatchObject({ value: { leftBehind: [] } });
  }
});
