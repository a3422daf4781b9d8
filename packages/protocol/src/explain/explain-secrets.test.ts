import { cases } from "@qsmtp/cases";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explain } from "./index.ts";

const secret = "Weir-41-Gate";

const lines = [
  `AT+QSMTPCFG="account","pump7@example.org","${secret}"`,
  `+QSMTPCFG: "account","pump7@example.org","${secret}"`,
  `AT+QICSGP=1,1,"internet.example.org","sensor","${secret}",1`,
  `+QICSGP: 1,"internet.example.org","sensor","${secret}",1`,
  `AT+CPIN="${secret}"`,
  `AT+CPIN="00000000","${secret}"`,
  `AT+QSSLCFG="clientkey",1,"UFS:key.pem","${secret}"`,
  `+QSSLCFG: "clientkey",1,"UFS:key.pem","${secret}"`,
  `AT+QSSLCFG="psk",1,"pump7","${secret}"`,
  `+QSSLCFG: "psk",1,"pump7","${secret}"`,
];

const commands = lines.filter((line) => line.startsWith("AT"));

describe("a secret", () => {
  it.each(lines)("in %s shows nowhere", (line) => {
    for (const after of [
      undefined,
      line,
      'AT+QSMTPCFG="account"',
      "AT+QICSGP=1",
      "AT+QSMTPCFG=?",
    ]) {
      const found = explain(line, { after });
      expect(JSON.stringify(found)).not.toContain(secret);
      expect(found.line).toContain("***");
    }
  });

  it.each(commands)("in %s and its neighbours on one line shows nowhere", (line) => {
    for (const whole of [`AT+CMEE=1;${line.slice(2)}`, `${line};&W`, `${line};+QPIGEON`]) {
      expect(JSON.stringify(explain(whole))).not.toContain(secret);
    }
  });

  it("that a semicolon cuts in two shows in neither part", () => {
    const found = explain(`AT+QSMTPCFG="account","pump7","Weir"-41;${secret}"`);
    expect(JSON.stringify(found)).not.toMatch(/weir/i);
  });

  it("that equals another part of the line shows by no gap", () => {
    const found = explain('AT+QSMTPCFG="account","account","account"');
    expect(found.line).toBe('AT+QSMTPCFG="account","account","***"');
  });

  it("shows nowhere when the line is damaged behind the command's name", () => {
    // Three lost bytes can make one sound value of two; nothing can tell then.
    const damage = fc.tuple(fc.nat(), fc.nat({ max: 2 }), fc.string({ maxLength: 3 }));
    fc.assert(
      fc.property(fc.constantFrom(...lines), damage, (line, [at, removed, added]) => {
        const name = line.search(/[=:]/);
        const end = line.indexOf(secret);
        const place = name + 1 + (at % (end - name));
        const hurt = line.slice(0, place) + added + line.slice(Math.min(end, place + removed));
        expect(JSON.stringify(explain(hurt))).not.toContain(secret);
      }),
      { seed: 20240506, numRuns: cases(3000) },
    );
  });

  it("of a command that the schema does not know shows nowhere", () => {
    const found = explain(`AT+QFTPCFG="account","pump7","${secret}"`);
    expect(found.line).toBe('AT+QFTPCFG="***","***","***"');
  });

  it("in a line that cannot be read, behind a command with secrets, shows nowhere", () => {
    const found = explain(`ccount","pump7","${secret}"`, { after: 'AT+QSMTPCFG="account"' });
    expect(found).toMatchObject({ kind: "unknown", line: "***" });
  });
});
