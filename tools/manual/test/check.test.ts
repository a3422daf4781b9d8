import { expect, it } from "vitest";
import { editText, readLamp, Workshop } from "./lamp-workshop.ts";

it("agrees with a manual that says what the schema says", async () => {
  const workshop = await Workshop.open();
  await workshop.write("manual.txt", await readLamp("plain"));
  const before = await workshop.snapshot();
  const outcome = await workshop.run("check", "manual.txt");
  expect(outcome).toMatchObject({ exitCode: 0, error: "" });
  expect(outcome.log).toMatch(
    /^lamp-manual: 488 lines, 99\.7 % claimed, 1 left\n\d+ facts compared, 2 patched, 0 findings\n$/,
  );
  const { "node_modules/.cache/qsmtp-manual/last-check.json": memory, ...rest } =
    await workshop.snapshot();
  expect(memory).toBeDefined();
  expect(rest).toEqual(before);
});

it("prints a finding with what both sides say, where, and what it means", async () => {
  const workshop = await Workshop.open();
  const text = editText(await readLamp("plain"), [["The range is 1-8", "The range is 1-12"]]);
  await workshop.write("manual.txt", text);
  const json = await workshop.run("check", "manual.txt", "--json", "--manual", "lamp-manual");
  expect(json.exitCode).toBe(1);
  expect(JSON.parse(json.log)).toMatchObject({
    manual: "lamp-manual",
    layout: "plain",
    lines: 488,
    claimedPercent: 99.7,
    patched: 2,
    findings: [
      {
        id: "+XDEMOCFG/params/channelID/range",
        kind: "mismatch",
        command: "+XDEMOCFG",
        path: "params/channelID/range",
        manual: "1-12",
        schema: "1-8",
        line: text.split("\n").findIndex((line) => line.includes("The range is 1-12")) + 1,
        section: "2.1",
        rule: "range-widened",
        bump: "minor",
        message: "the manual says 1-12, the schema 1-8",
      },
    ],
  });
  const printed = await workshop.run("check", "manual.txt");
  expect(printed.log).toContain(
    "minor       +XDEMOCFG/params/channelID/range\n            range-widened, line ",
  );
});

it("does not ask the manual for what rests on another source", async () => {
  const workshop = await Workshop.open();
  await workshop.write("manual.txt", await readLamp("plain"));
  const { findings } = JSON.parse((await workshop.run("check", "manual.txt", "--json")).log);
  // The range of <port> is inferred, and addEncodedLamp was seen on a module.
  expect(findings).toEqual([]);
});

it("finds an example that the schema can neither send nor read", async () => {
  const workshop = await Workshop.open();
  const text = editText(await readLamp("plain"), [
    ['AT+XDEMOADD=1,2,"YARD"', 'AT+XDEMOADD=1,9,"YARD"'],
    ['+XDEMOADD: 2,"YARD"', "+XDEMOADD: 2"],
  ]);
  await workshop.write("manual.txt", text);
  const { findings } = JSON.parse((await workshop.run("check", "manual.txt", "--json")).log);
  expect(findings).toMatchObject([
    { id: '+XDEMOADD/examples/AT+XDEMOADD=1,9,"YARD"', kind: "mismatch", rule: "by-hand" },
    { id: "+XDEMOADD/examples/+XDEMOADD: 2", kind: "mismatch", rule: "by-hand" },
  ]);
});

const patch = {
  $schema: "../patch.schema.json",
  id: "P0003",
  manual: "lamp-manual",
  command: "+XDEMOCFG",
  path: "params/channelID/range",
  expect: "1-80",
  set: "1-8",
  reason: "A slip of the key: there are eight channels.",
};

it("corrects the vendor's text by patches", async () => {
  const workshop = await Workshop.open();
  const text = editText(await readLamp("plain"), [["The range is 1-8", "The range is 1-80"]]);
  await workshop.write("manual.txt", text);
  expect(await workshop.run("check", "manual.txt")).toMatchObject({ exitCode: 1 });
  await workshop.write("schema/patches/P0003.json", JSON.stringify(patch));
  const outcome = await workshop.run("check", "manual.txt");
  expect(outcome.log).toContain("3 patched, 0 findings");
  expect(outcome.exitCode).toBe(0);
});

it.each([
  ["1-8", "patch-obsolete", /no longer needed/],
  ["1-9", "patch-failed", /expects "1-80", the manual says "1-9"/],
])("fails on a patch when the manual says %s", async (range, kind, words) => {
  const workshop = await Workshop.open();
  const text = editText(await readLamp("plain"), [["The range is 1-8", `The range is ${range}`]]);
  await workshop.write("manual.txt", text);
  await workshop.write("schema/patches/P0003.json", JSON.stringify(patch));
  const outcome = await workshop.run("check", "manual.txt", "--json");
  expect(outcome.exitCode).toBe(1);
  const [finding] = JSON.parse(outcome.log).findings;
  expect(finding).toMatchObject({ id: "P0003", kind, manual: range, schema: "1-8" });
  expect(finding.message).toMatch(words);
});

it("takes an example out by a patch", async () => {
  const workshop = await Workshop.open();
  const text = editText(await readLamp("plain"), [["+XDEMORUN: 0,0", "+XDEMORUN: none"]]);
  await workshop.write("manual.txt", text);
  const path = "examples/+XDEMORUN: none";
  const off = { ...patch, command: "+XDEMORUN", path, expect: "+XDEMORUN: none", set: null };
  await workshop.write("schema/patches/P0003.json", JSON.stringify(off));
  expect(await workshop.run("check", "manual.txt")).toMatchObject({ exitCode: 0 });
});

it.each([
  [{ ...patch, why: "?" }, /additional properties/],
  [{ ...patch, reason: "" }, /reason/],
  [{ ...patch, id: "P0004" }, /calls itself P0004/],
])("refuses a patch file that is none", async (file, words) => {
  const workshop = await Workshop.open();
  await workshop.write("manual.txt", await readLamp("plain"));
  await workshop.write("schema/patches/P0003.json", JSON.stringify(file));
  const outcome = await workshop.run("check", "manual.txt");
  expect(outcome.exitCode).toBe(2);
  expect(outcome.error).toMatch(/^PATCH_INVALID: schema\/patches\/P0003\.json/);
  expect(outcome.error).toMatch(words);
});

it("refuses a texts.json that is none", async () => {
  const workshop = await Workshop.open();
  await workshop.write("manual.txt", await readLamp("plain"));
  await workshop.write("schema/texts.json", '{"texts":[{}]}');
  const outcome = await workshop.run("check", "manual.txt");
  expect(outcome.exitCode).toBe(2);
  expect(outcome.error).toMatch(/^TEXTS_INVALID: schema\/texts\.json/);
});

it("lists the commands of a manual that was never read before", async () => {
  const workshop = await Workshop.open();
  const sources = JSON.parse(await workshop.read("manuals.json"));
  sources.sources.push({
    id: "yard-manual",
    kind: "manual",
    title: "Yard lamps",
    families: ["YD"],
  });
  await workshop.write("schema/manuals.json", JSON.stringify(sources));
  await workshop.write("manual.txt", (await readLamp("plain")).replaceAll("XDEMO", "YDEMO"));

  expect(await workshop.run("check", "manual.txt")).toMatchObject({ exitCode: 2 });
  const outcome = await workshop.run("check", "manual.txt", "--manual", "yard-manual", "--json");
  expect(outcome.exitCode).toBe(1);
  const { findings } = JSON.parse(outcome.log) as { findings: { id: string; kind: string }[] };
  const commands = findings.filter(({ id }) => !id.includes("/examples/"));
  expect(commands.map(({ id, kind }) => [id, kind])).toEqual([
    ["+YDEMOCFG", "manual-only"],
    ["+YDEMOADD", "manual-only"],
    ["+YDEMOTXT", "manual-only"],
    ["+YDEMOCLR", "manual-only"],
    ["+YDEMORUN", "manual-only"],
    ["<err>", "manual-only"],
    ["<station_error>", "manual-only"],
  ]);
});
