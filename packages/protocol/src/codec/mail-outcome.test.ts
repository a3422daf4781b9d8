import { describe, expect, it } from "vitest";
import { smtpErrors, smtpProtocolErrors } from "../generated/commands.gen.ts";
import type { MailOutcome } from "../words.gen.ts";
import { mailOutcomeOf } from "./mail-outcome.ts";

function judge(error: number, protocolError?: number): MailOutcome {
  return mailOutcomeOf(smtpErrors, smtpProtocolErrors, { error, protocolError });
}

describe("mailOutcomeOf", () => {
  it.each([
    [0, undefined, "sent"],
    [0, 0, "sent"],
    [0, 250, "sent"],
    [0, 299, "sent"],
    [0, 300, "unknown"],
    [0, 354, "unknown"],
    [0, 550, "unknown"],
    [0, -1, "unknown"],
  ] as const)("believes 0 unless the server said something else: %d,%s is %s", (...row) => {
    const [error, protocolError, outcome] = row;
    expect(judge(error, protocolError)).toBe(outcome);
  });

  const listed = smtpErrors.entries.map(({ code }) => code);
  const around = listed.flatMap((code) => [code - 1, code + 1]);

  it.each(
    [1, -9, 65, 550, ...around, 999, 6560, 65_535].filter((number) => !listed.includes(number)),
  )("lets the number %d, which no table lists, prove nothing", (error) => {
    for (const protocolError of [undefined, 0, 250, 535, 550]) {
      expect(judge(error, protocolError)).toBe("unknown");
    }
  });

  it.each([
    [653, 0, "notSent"],
    [652, undefined, "notSent"],
    [656, 0, "unknown"],
    [651, 0, "unknown"],
    [654, undefined, "unknown"],
    [660, 0, "unknown"],
    [658, 354, "unknown"],
    [656, 250, "unknown"],
    [653, 250, "unknown"],
    [677, 535, "notSent"],
    [678, 550, "notSent"],
    [656, 421, "notSent"],
    [660, 499, "notSent"],
    [660, 599, "notSent"],
    [653, 999, "unknown"],
    [653, -1, "unknown"],
    [653, 399, "unknown"],
    [653, 600, "unknown"],
  ] as const)("weighs both numbers: %d,%s is %s", (error, protocolError, outcome) => {
    expect(judge(error, protocolError)).toBe(outcome);
  });

  it("calls not sent without the server's word what is proven, and no more", () => {
    // The numbers of the manual's first edition.
    const open = smtpErrors.entries
      .map(({ code }) => code)
      .filter((code) => code <= 682 && judge(code) !== "notSent");
    expect(open).toEqual([651, 654, 656, 657, 658, 660]);
  });
});
