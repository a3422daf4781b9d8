import { allOperations } from "@qsmtp/protocol/catalog";
import { expect, test } from "vitest";
import { unreadLine, withoutSecretSetting } from "./unread-line.ts";

const line = '+QSMTPCFG: "account","u","weir-41-gate"';
const damaged = Array.from(line, (_, at) => line.slice(0, at) + line.slice(at + 1));

function problemOf(text: string): string {
  return `reply to AT+QSMTPCFG: the line ${JSON.stringify(text)} came, of which field 1 does not fit`;
}

test("a line that does not read shows none of its texts", () => {
  for (const text of [line, ...damaged]) expect(unreadLine(text)).not.toContain("41");
  expect(unreadLine("+CSQ: 20")).toBe("+CSQ: 20");
});

test("what is said of it has no account, and any other line as it is", () => {
  for (const text of [line, ...damaged]) {
    expect(withoutSecretSetting(problemOf(text))).toBe(problemOf("***"));
  }
  const other = problemOf('+QSMTPCFG: "smtpserver","h",x');
  expect(withoutSecretSetting(other)).toBe(other);
});

test("every setting of the schema that holds a secret is known by its name", () => {
  const names = allOperations.flatMap(({ args = [] }) => {
    const [first] = args;
    const isSecret = args.some((field) => "sensitive" in field && field.sensitive);
    return isSecret && first !== undefined && "const" in first ? [String(first.const)] : [];
  });
  expect(names.length).toBeGreaterThan(1);
  for (const name of names) {
    const text = problemOf(`+ANY: "${name}","weir-41-gate"`);
    expect(withoutSecretSetting(text)).not.toContain("41");
  }
});
