import { describe, expect, test } from "vitest";
import { judge } from "./judge.ts";
import { message, open, type Session, send } from "./scenario.ts";

/** What a person reads of a mail that failed. */
interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly retryable: boolean;
  readonly permanent: boolean;
  readonly serverError?: { readonly name?: string; readonly meaning: string };
}

async function failureOf(session: Session): Promise<Failure> {
  const result = await send(session, message);
  expect(await judge(session.fake, result)).toBe("not-sent");
  return (result as unknown as { error: Failure }).error;
}

/** RFC 5321, RFC 4954, RFC 3207, RFC 5248 and RFC 7504: what to do names one of these. */
const replies: readonly (readonly [number, RegExp])[] = [
  [421, /again after some minutes/],
  [432, /change the password/i],
  [450, /again after some minutes/],
  [451, /again after some minutes/],
  [452, /again later/],
  [454, /again after some minutes/],
  [455, /again after some minutes/],
  [500, /host and port/],
  [501, /addresses/],
  [502, /server that supports/],
  [503, /account/],
  [504, /application password/],
  [521, /domain/],
  [523, /TLS/],
  [525, /enable the account/],
  [530, /account.*TLS/],
  [534, /application password/],
  [535, /user name and password/],
  [538, /TLS/],
  [541, /sender address/],
  [550, /recipient/],
  [551, /recipient/],
  [552, /attachments/],
  [553, /address/],
  [554, /policy/],
  [555, /plain addresses/],
  [556, /domain/],
];

describe("the reply of the mail server", () => {
  test.each(replies)("%d is named and says what can be done", async (code, advice) => {
    const session = await open({ retry: false });
    session.fake.mail.plans.push({ result: `660,${code}`, delivers: false });
    const failure = await failureOf(session);
    expect(failure.code).toBe("SEND_FAILED");
    expect(failure.serverError?.name).toMatch(/^[a-z]/);
    expect(failure.message).not.toContain("no table");
    expect(failure.hint).toMatch(advice);
    expect(failure.hint).not.toMatch(/second number/);
    expect([failure.retryable, failure.permanent]).toEqual([
      code < 500 && code !== 432,
      code >= 500,
    ]);
  });

  test.each([
    [471, true, /again after some minutes/],
    [441, true, /again after some minutes/],
    [571, false, /ask the provider/i],
    [599, false, /ask the provider/i],
  ])("%d, which no table lists, is told by its first digit", async (code, retryable, advice) => {
    const session = await open({ retry: false });
    session.fake.mail.plans.push({ result: `660,${code}`, delivers: false });
    const failure = await failureOf(session);
    expect(failure).toMatchObject({ retryable, permanent: !retryable });
    expect(failure.serverError?.name).toBeUndefined();
    expect(failure.hint).toMatch(advice);
  });

  test("a refusal that may pass is ordered again", async () => {
    const session = await open();
    session.fake.mail.plans.push({ result: "660,471", delivers: false });
    expect(await judge(session.fake, await send(session, message))).toBe("sent");
  });
});

describe("a plain ERROR to a command of a mail leads to the SIM", () => {
  test.each([
    "AT+QSMTPCLR",
    "AT+QSMTPCFG",
    "AT+QSMTPDST=1",
    "AT+QSMTPSUB=",
    "AT+QSMTPBODY=",
    "AT+QSMTPATT=1",
    "AT+QSMTPPUT=",
  ])("%s", async (line) => {
    const session = await open({ retry: false });
    const times = Number.POSITIVE_INFINITY;
    session.fake.on(line, { execute: false, answer: "\r\nERROR\r\n", times });
    const failure = await failureOf(session);
    expect(failure.code).toBe("COMMAND_FAILED");
    expect(failure.message).toContain("ERROR");
    expect(failure.hint).toMatch(/SIM.*AT\+CPIN\? must answer READY/);
  });

  test("and to no SIM when the module gives a number, or the command is another's", async () => {
    for (const [line, answer] of [
      ["AT+QSMTPDST=1", "\r\n+CME ERROR: 652\r\n"],
      ["AT+QFUPL=", "\r\nERROR\r\n"],
    ] as const) {
      const session = await open({ retry: false });
      const times = Number.POSITIVE_INFINITY;
      session.fake.on(line, { execute: false, answer, times });
      expect((await failureOf(session)).hint ?? "").not.toContain("SIM");
    }
  });
});
