import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { SchemaCommand, SchemaParam } from "@qsmtp/codegen/schema-types";
import { describe, expect, test } from "vitest";
import type { Draft, DraftParam } from "../../src/draft/draft.ts";
import { schemaOfText } from "../schema-of-text.ts";
import { draftOf } from "./bell-manual.ts";

const repository = path.resolve(import.meta.dirname, "../../../..");
const file = path.resolve(repository, "../shared/manuals/ec2x-eg9x-em05-smtp.txt");
const isThere = existsSync(file);
if (!isThere) console.warn(`the vendor's manual was not drafted: ${file} is not there`);

const text = isThere ? readFileSync(file, "utf8") : "";

/** One change in a section of the manual: what stands behind its heading, up to the next one. */
function edit(section: string, old: string | RegExp, young: string): string {
  const start = text.search(new RegExp(`^\\W*${section.replace(".", "\\.")}\\. `, "m"));
  const rest = text.slice(start);
  const edited = rest.replace(old, () => young);
  if (start < 0 || edited === rest) throw new Error(`section ${section} does not hold ${old}`);
  return text.slice(0, start) + edited;
}

function paramOf(draft: Draft, at: string, wire: string): DraftParam {
  const found = draft.commands
    .find((command) => command.at === at)
    ?.params.find((param) => param.wire === wire);
  if (found === undefined) throw new Error(`${at} has no <${wire}>`);
  return found;
}

const openMembers = ({ undecided }: DraftParam): string[] => undecided.map(({ about }) => about);

// The vendor's texts may not be kept here; where they lie beside the repository, they are read.
describe.skipIf(!isThere)("the manual that the schema follows", () => {
  test("leaves nothing open but what a cell does not say", () => {
    const draft = draftOf(text);
    const open = draft.commands.flatMap(({ at, undecided, params, operations }) =>
      [undecided, ...[...params, ...operations].map((part) => part.undecided)]
        .flat()
        .map(({ about }) => `${at} ${about}`),
    );
    expect(open).toEqual([]);
    expect(draft.errorTables.map(({ parameter, codes }) => [parameter, codes.length])).toEqual([
      ["err", 32],
      ["protocol_error", 17],
    ]);
  });

  test("says of every parameter what the schema says", async () => {
    const draft = draftOf(text);
    const state = await schemaOfText(repository, "smtp-manual", readFileSync(file));
    const compared = draft.commands.flatMap(({ at, params }) => {
      const known = state.command(at)?.command;
      return params.flatMap((param) => compare(param, known).map((found) => ({ at, ...found })));
    });
    expect(compared.length).toBeGreaterThan(15);
    expect(compared.filter(({ drafted, known }) => drafted !== known)).toEqual([]);
  });
});

/** What draft and schema say of a parameter that the schema has once under its name. */
function compare(
  param: DraftParam,
  command: SchemaCommand | undefined,
): { readonly wire: string; readonly drafted: string; readonly known: string }[] {
  const params = Object.values(command?.params ?? {}).filter(({ wire }) => wire === param.wire);
  const [known] = params;
  const isPlain = params.length === 1 && known?.type !== "octets" && known?.type !== "flag";
  if (known === undefined || !isPlain || known.source !== undefined) return [];
  // Where the manual leaves the unit to the reader, the schema may know it.
  const unit = param.unit === undefined ? undefined : known.unit;
  return [{ wire: param.wire, drafted: printDraft(param), known: printSchema(known, unit) }];
}

function printDraft(param: DraftParam): string {
  const { type, ranges, minBytes, maxBytes, unit, values } = param;
  const numbers = values.map(({ value }) => value).join();
  return print(
    type?.value,
    ranges?.value,
    minBytes?.value,
    maxBytes?.value,
    unit?.value,
    param.default?.value,
    numbers,
  );
}

function printSchema(param: SchemaParam, unit: SchemaParam["unit"]): string {
  const { type, ranges, minBytes, maxBytes, values = [] } = param;
  const numbers = values.map(({ value }) => value).join();
  return print(type, ranges, minBytes, maxBytes, unit, param.default, numbers);
}

function print(...members: readonly unknown[]): string {
  return JSON.stringify(members.map((member) => member ?? null));
}

// The vendor's texts may not be kept here; where they lie beside the repository, they are read.
describe.skipIf(!isThere)("a change of a row", () => {
  const att = (edited: string) => paramOf(draftOf(edited), "+QSMTPATT", "file_index");
  const range = /(<file_index>[\s\S]*?)1-10\./;
  const rowWith = (words: string): string =>
    edit(
      "2.5",
      /(index of the attachment\. The range is )1-10\./,
      `index of the attachment. The range is ${words}.`,
    );

  test.each([
    [
      "1-4 and 6-10",
      [
        [1, 4],
        [6, 10],
      ],
    ],
    [
      "1-4, 6-10",
      [
        [1, 4],
        [6, 10],
      ],
    ],
    [
      "1-10 except 6",
      [
        [1, 5],
        [7, 10],
      ],
    ],
    ["1-12", [[1, 12]]],
    ["1 to 10", [[1, 10]]],
  ])("is read whole, or left open: %s", (words, ranges) => {
    expect(text).toMatch(range);
    const param = att(rowWith(words));
    const isOpen = openMembers(param).includes("ranges");
    expect(isOpen ? ranges : param.ranges?.value).toEqual(ranges);
  });

  test.each([
    "1-10 (see note 3)",
    "1-10*",
    "1-10 1)",
    "1-10 for small files",
    "0x1-0xA each",
    "1-10 in steps of 3",
  ])("is open with anything that changes it behind it: %s", (words) => {
    expect(openMembers(att(rowWith(words)))).toContain("ranges");
  });

  test("may take the upper end away", () => {
    const edited = edit("2.7", "The range is 60-65535", "The minimum value is 70");
    const param = paramOf(draftOf(edited), "+QSMTPPUT", "timeout");
    const isOpen = openMembers(param).includes("ranges");
    expect(isOpen || `${param.ranges?.value}` === "70,").toBe(true);
  });

  test.each([
    ["Unit: 50 ms.", { times: 50, unit: "millisecond" }],
    ["Unit: 10 s.", { times: 10, unit: "second" }],
    ["Unit: minute.", { times: 60, unit: "second" }],
    ["Unit: fortnight.", undefined],
  ])("may count in another unit: %s", (words, unit) => {
    const edited = edit("2.4", /Unit: second\./, words);
    const param = paramOf(draftOf(edited), "+QSMTPBODY", "input_time");
    expect(param.unit?.value).toEqual(unit);
    expect(openMembers(param).includes("unit")).toBe(unit === undefined);
  });

  test("may count characters, which are no bytes", () => {
    const edited = edit("2.2", /is 50 bytes/, "is 50 characters");
    const param = paramOf(draftOf(edited), "+QSMTPDST", "emailaddr");
    expect(param.maxBytes).toBeUndefined();
    expect(openMembers(param)).toContain("size");
  });

  test.each([
    ["is 20", "is thirty", 30],
    ["is 20", "is twenty", 20],
    ["is 20", "is 25", 25],
  ])("of a sentence keeps its limit: %s, %s", (old, young, most) => {
    const draft = draftOf(edit("2.2", old, young));
    const command = draft.commands.find(({ at }) => at === "+QSMTPDST");
    expect(command?.facts).toMatchObject([{ about: "recipients", bound: "atMost", value: most }]);
  });

  test("may make a default hold for some only", () => {
    const edited = edit(
      "2.1",
      /default value is 25\./,
      "default value is 25 for plain servers and 465 else.",
    );
    expect(openMembers(paramOf(draftOf(edited), "+QSMTPCFG", "srvport"))).toContain("default");
  });
});
