import type { MailReceipt, MailWarning } from "@qsmtp/client";
import { describe, expect, it } from "vitest";
import type { CommandWarning } from "./command-warning.ts";
import { receiptJson, sentWarnings } from "./report-text.ts";

const own: CommandWarning = { code: "LEFT_OUT", message: "html was left out" };
const ofMail: MailWarning = {
  code: "DUPLICATE_RECIPIENT",
  path: "cc[0]",
  message: "ops@plant.test gets the mail once",
};
const ofOptions: MailWarning = {
  code: "PASSWORD_UNPROTECTED",
  path: "smtp.auth",
  message: "the password goes to the server unprotected",
};
const receipt = {
  outcome: "sent",
  warnings: [ofMail, ofOptions],
  leftBehind: ["RAM:log.csv"],
  draftLeftBehind: true,
} as unknown as MailReceipt;

describe("what is said of a mail that was sent", () => {
  it("names the place in the message, and none in options that have other names here", () => {
    expect(sentWarnings({ receipt, warnings: [own] })).toEqual([
      "html was left out",
      "cc[0]: ops@plant.test gets the mail once",
      "the password goes to the server unprotected",
      "still on the module: RAM:log.csv, the draft",
    ]);
  });

  it("is one list in JSON, in one line", () => {
    const text = receiptJson({ receipt, warnings: [own] });
    expect(text.trimEnd()).not.toContain("\n");
    expect(JSON.parse(text)).toMatchObject({
      outcome: "sent",
      warnings: [own, ofMail, ofOptions],
      leftBehind: ["RAM:log.csv"],
    });
  });
});
