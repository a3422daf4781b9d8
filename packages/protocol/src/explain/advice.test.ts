import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { explain } from "./index.ts";

interface Table {
  readonly id: string;
  readonly codes: readonly { readonly code: number; readonly name: string }[];
}

interface CommandFile {
  readonly at: string;
  readonly operations: readonly { readonly examples?: readonly { readonly sent: string }[] }[];
}

const schema = path.resolve(import.meta.dirname, "../../../../schema");

function read<File>(folder: string): File[] {
  return readdirSync(path.join(schema, folder)).map(
    (file) => JSON.parse(readFileSync(path.join(schema, folder, file), "utf8")) as File,
  );
}

const tables = new Map(read<Table>("errors").map((table) => [table.id, table.codes]));
const ofSmtp = read<CommandFile>("commands/smtp");
const sent = ofSmtp.flatMap(({ operations }) =>
  operations.flatMap(({ examples = [] }) => examples.map((example) => example.sent)),
);

/** A line in which a module tells a number of the table. */
const lines: Readonly<Record<string, (code: number) => readonly [line: string, after?: string]>> = {
  smtp: (code) => [`+QSMTPPUT: ${code},0`],
  "smtp-protocol": (code) => [`+QSMTPPUT: 660,${code}`],
  file: (code) => [`+CME ERROR: ${code}`, 'AT+QFDEL="a.txt"'],
  tcpip: (code) => [`+QIGETERROR: ${code},words`, "AT+QIGETERROR"],
  general: (code) => [`+CME ERROR: ${code}`, "AT+CPIN?"],
};

const codes = [...tables].flatMap(([id, list]) =>
  list
    .filter(({ code, name }) => code !== 0 || name !== "success")
    .map(({ code, name }) => [id, code, name] as const),
);

describe("every code of every error table", () => {
  it.each(codes)("%s %d (%s) has a remedy that leads somewhere", (id, code, name) => {
    const [line, after] = lines[id]?.(code) ?? [""];
    const found = explain(line, { after });
    expect(found.errors?.map((error) => error.name)).toContain(name);
    expect(found.remedy).toMatch(/^[A-Z].{8,}\.$/);
    expect(found.remedy).not.toMatch(/second number|look at/i);
  });

  it("is looked at", () => {
    expect([...tables.keys()].sort()).toEqual(Object.keys(lines).sort());
  });
});

describe("a reply of the mail server", () => {
  it("is what to follow, not the module's own number before it", () => {
    const { remedy } = explain("+QSMTPPUT: 660,535");
    expect(remedy).toBe(explain("+QSMTPPUT: 677,535").remedy);
    expect(remedy).not.toMatch(/^Send again/);
    expect(explain("+QSMTPPUT: 660,0").remedy).toMatch(/^Send again/);
    expect(explain("+QSMTPPUT: 660").remedy).toMatch(/^Send again/);
  });

  it.each([
    [499, "may pass", /again after some minutes/],
    [571, "lasting", /ask the provider/i],
  ])("%d, which no table lists, is told by its first digit", (code, word, advice) => {
    const found = explain(`+QSMTPPUT: 660,${code}`);
    expect(found.fields[1]?.meaning).toContain(word);
    expect(found.remedy).toMatch(advice);
    expect(found.errors?.at(-1)).toMatchObject({ code, name: undefined });
  });

  it("that is none has no advice of its own", () => {
    expect(explain("+QSMTPPUT: 660,999").errors).toHaveLength(1);
    expect(explain("+QSMTPPUT: 0,250").remedy).toBeUndefined();
  });
});

describe("a plain ERROR to a command of the SMTP chapter", () => {
  it.each(sent)("%s leads to the SIM, besides what is said of any", (after) => {
    const { remedy, source } = explain("ERROR", { after });
    expect(remedy).toMatch(/SIM.*AT\+CPIN\? must answer READY.*spelling and values/);
    expect(source).toContain("SMTP AT Commands Manual, 4.1");
  });

  it.each(ofSmtp.map(({ at }) => at))("AT%s does so with values that nothing takes", (at) => {
    expect(explain("ERROR", { after: `AT${at}="nothing",99,"of this"` }).remedy).toContain("SIM");
  });

  it.each(["AT+CSQ", "AT+QIACT=1", 'AT+QFDEL="a"', "AT+QSMTP=1", undefined])(
    "%s is none",
    (after) => {
      expect(explain("ERROR", { after }).remedy).not.toContain("SIM");
    },
  );
});

describe("a value that does not fit", () => {
  it.each([
    ['AT+QSMTPSUB=1,"Grün"', /encodedSubject .* hex digits .* even number/],
    ['AT+QSMTPSUB=1,"4772C"', /encodedSubject .* hex digits .* even number/],
    [`AT+QSMTPSUB=1,"${"41".repeat(5000)}"`, /encodedSubject .* at most \d+ \(\d+ bytes\)/],
    ['AT+QSMTPSUB=0,"Grün"', /subject .* printable ASCII .* at most \d+ bytes/],
    ["AT+QSMTPBODY=0,999999,90", /lengthBytes .* a number from 1 to \d+/],
    ['AT+QSMTPDST=1,7,"a@example.org"', /type .* one of 1, 2, 3/],
    ["AT+QIACT=99", /contextId .* a number from/],
  ])("%.40s is told what it must be", (line, meaning) => {
    const found = explain(line);
    expect(found.meaning).toMatch(meaning);
    expect(found.remedy).toContain("Write one of: AT+");
  });

  it("is not repeated where it may be a secret", () => {
    const { text } = explain(`AT+QSMTPCFG="account","me","${"hunter2".repeat(20)}"`);
    expect(text).not.toContain("hunter2");
    expect(text).toMatch(/password .* at most \d+ bytes/);
  });
});
