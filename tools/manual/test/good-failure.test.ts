import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { readLamp, Workshop } from "./lamp-workshop.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Latin-1 as a careless extraction writes it. */
const latin1 = (text: string): Uint8Array =>
  Uint8Array.from(text.replaceAll("“", "\u00ab").replaceAll("”", "\u00bb"), (c) => c.charCodeAt(0));

const utf16 = (text: string): Uint8Array => {
  const view = new DataView(new ArrayBuffer(2 + text.length * 2));
  view.setUint16(0, 0xfeff, true);
  for (let index = 0; index < text.length; index++) {
    view.setUint16(2 + index * 2, text.charCodeAt(index), true);
  }
  return new Uint8Array(view.buffer);
};

const otherVendor = `1 General\n\nAT^LAMPON switches a lamp on.\n\nSyntax: AT^LAMPON=<n>\nReturns: OK or ERROR\n`;

it.each<[string, string, (text: string) => Uint8Array, RegExp]>([
  ["a PDF", "MANUAL_IS_PDF", () => bytes("%PDF-1.7\n%âãÏÓ\n"), /pdftotext/],
  ["UTF-16", "MANUAL_ENCODING", utf16, /UTF-8 is expected/],
  ["Latin-1", "MANUAL_ENCODING", latin1, /is not UTF-8 \(line \d+\)/],
  [
    "UTF-8 encoded twice",
    "MANUAL_ENCODING",
    (text) => bytes(text.replaceAll("“", "â€œ")),
    /wrongly/,
  ],
  ["nothing", "MANUAL_EMPTY", () => bytes(" \n\f\n"), /no text/],
  ["another vendor's manual", "MANUAL_FOREIGN", () => bytes(otherVendor), /AT\+XDEMOCFG/],
  ["prose", "MANUAL_FOREIGN", () => bytes("Dear reader,\nthis is a letter.\n"), /command table/],
  [
    "a text without its last pages",
    "MANUAL_TRUNCATED",
    (text) => bytes(text.slice(0, text.indexOf("Summary of Station Codes\n\nThe code"))),
    /lacks section 6/,
  ],
  [
    "a text that ends before the first command",
    "MANUAL_TRUNCATED",
    (text) =>
      bytes(text.slice(text.indexOf("1\n\nIntroduction"), text.indexOf("\n2.1. AT+XDEMOCFG\n"))),
    /before describing it/,
  ],
])("%s is refused as %s, and nothing is written", async (_, code, make, words) => {
  const workshop = await Workshop.open();
  await workshop.write("manual.txt", make(await readLamp("plain")));
  const before = await workshop.snapshot();

  const outcome = await workshop.run("check", "manual.txt");

  expect(outcome).toMatchObject({ exitCode: 2, log: "" });
  expect(outcome.error).toMatch(new RegExp(`^${code}: manual\\.txt .*\nNothing was written\\.\n$`));
  expect(outcome.error).toMatch(words);
  expect(await workshop.snapshot()).toEqual(before);
});

it("refuses every beginning of the text that misses a chapter", async () => {
  const workshop = await Workshop.open();
  await workshop.write("manual.txt", await readLamp("plain"));
  await workshop.run("accept", "--all", "--file", "manual.txt");
  const text = await readLamp("plain");
  const end = text.indexOf("Appendix A References");
  for (let cut = 4000; cut < end; cut += 700) {
    await workshop.write("cut.txt", text.slice(0, cut));
    const outcome = await workshop.run("check", "cut.txt");
    expect([cut, outcome.exitCode, outcome.error.split(":")[0]]).toEqual([
      cut,
      2,
      "MANUAL_TRUNCATED",
    ]);
  }
});

it("refuses a file that is not there", async () => {
  const workshop = await Workshop.open();
  const outcome = await workshop.run("check", "nowhere.txt");
  expect(outcome.exitCode).toBe(2);
  expect(outcome.error).toMatch(/^MANUAL_NOT_FOUND: .*nowhere\.txt does not exist/);
});

it("refuses a manual that manuals.json does not list", async () => {
  const workshop = await Workshop.open();
  await workshop.write("manual.txt", await readLamp("plain"));
  const outcome = await workshop.run("check", "manual.txt", "--manual", "radio-manual");
  expect(outcome.exitCode).toBe(2);
  expect(outcome.error).toMatch(/^MANUAL_UNKNOWN: .*Known: lamp-manual/);
});

it("refuses either text of a comparison", async () => {
  const workshop = await Workshop.open();
  await workshop.write("old.txt", await readLamp("plain"));
  await workshop.write("new.txt", otherVendor);
  expect(await workshop.run("diff", "old.txt", "new.txt")).toMatchObject({ exitCode: 2, log: "" });
  expect(await workshop.run("diff", "new.txt", "old.txt")).toMatchObject({ exitCode: 2, log: "" });
});

it.each([
  [["check"], /give one file/],
  [["check", "a", "b"], /give one file/],
  [["diff", "a"], /give two files/],
  [["accept"], /give the findings to accept/],
  [["accept", "--all"], /no manual was checked yet/],
  [["check", "a", "--jsn"], /jsn/],
  [["bake"], /no command "bake"/],
])("tells how to call it: %j", async (args, words) => {
  const workshop = await Workshop.open();
  const outcome = await workshop.run(...args);
  expect(outcome.exitCode).toBe(2);
  expect(outcome.error).toMatch(words);
  expect(outcome.error).toContain("Usage: pnpm manual:check");
});

it("prints its usage", async () => {
  const workshop = await Workshop.open();
  expect(await workshop.run("--help")).toMatchObject({ exitCode: 0, error: "" });
});

it("says so when the schema itself is wrong", async () => {
  const workshop = await Workshop.open();
  await workshop.write("manual.txt", await readLamp("plain"));
  const file = `${workshop.schema}/commands/base/xdemoclr.json`;
  const broken = (await readFile(file, "utf8")).replace('"title"', '"titel"');
  await workshop.write("schema/commands/base/xdemoclr.json", broken);
  const outcome = await workshop.run("check", "manual.txt");
  expect(outcome.exitCode).toBe(2);
  expect(outcome.error).toContain('has the unknown property "titel"');
});
