import { compareBumps, highestBump } from "@qsmtp/schema-diff";
import { expect, it } from "vitest";
import type { VendorChange } from "../src/diff/diff-manuals.ts";
import { diffManuals } from "../src/diff/diff-manuals.ts";
import { readManual } from "../src/reader/read-manual.ts";
import { lampChanges } from "./lamp-changes.ts";
import { type Edit, editText, type LampText, readLamp, Workshop } from "./lamp-workshop.ts";

async function diffOf(edits: readonly Edit[], layout: LampText = "plain"): Promise<VendorChange[]> {
  const text = await readLamp(layout);
  return diffManuals(readManual(text), readManual(editText(text, edits)));
}

const isWire = (change: VendorChange): boolean => compareBumps(change.bump, "minor") >= 0;

it.each(lampChanges.filter(({ bump }) => compareBumps(bump, "minor") >= 0))(
  "tells that $name, by the rule that the check gives",
  async ({ edits, findings, bump }) => {
    const plain = await diffOf(edits.plain);
    expect(highestBump(plain.map((change) => change.bump))).toBe(bump);
    const rules = new Set(Object.values(findings));
    for (const change of plain.filter(isWire)) expect(rules).toContain(change.rule);
    const layout = await diffOf(edits.layout, "layout");
    expect(layout.filter(isWire).map(({ id }) => id)).toEqual(
      plain.filter(isWire).map(({ id }) => id),
    );
  },
);

it("finds nothing between the two extractions of one manual", async () => {
  const [plain, layout] = [await readLamp("plain"), await readLamp("layout")];
  expect(diffManuals(readManual(plain), readManual(layout))).toEqual([]);
});

it.each<[string, (text: string) => string]>([
  [
    "pages are cut elsewhere",
    (text) => text.replaceAll("\f", "\n").replace("\n2.3. ", "\n\f2.3. "),
  ],
  [
    "running lines are gone",
    (text) =>
      text.replaceAll(/^(?:Lamp Module Series|XD4x&XG7x.Lamp.AT.Commands.Manual|\d+ \/ 14)$/gm, ""),
  ],
  ["quotes are straight", (text) => text.replaceAll(/[“”]/g, '"')],
])("finds nothing when %s", async (_, change) => {
  const text = await readLamp("plain");
  expect(diffManuals(readManual(text), readManual(change(text)))).toEqual([]);
});

it("finds nothing when every paragraph is wrapped anew", async () => {
  const text = await readLamp("plain");
  const [head = "", body = ""] = text.split(/(?=^1\.3\. Description of Data Mode$)/m);
  const rewrapped = body.replaceAll(/([a-z,]) ?\n(?=[a-z])/g, "$1 ");
  expect(diffManuals(readManual(text), readManual(head + rewrapped))).toEqual([]);
});

it("finds changed words, and leaves to a person what they mean", async () => {
  const changes = await diffOf([
    ["Integer type. Add or delete lamps.", "Integer type. Adds lamps or deletes them."],
    ["Unknown fault", "A fault that is unknown"],
    ["Make sure the channel is free.", "Make sure that the channel is free of traffic."],
  ]);
  expect(changes.map(({ id, rule, bump }) => [id, rule, bump])).toEqual([
    ["+XDEMOADD/params/mode/text", "description-changed", "undecidable"],
    ["<err>/codes/701/meaning", "error-text-changed", "undecidable"],
    ["Station not Found/prose", "description-changed", "undecidable"],
  ]);
});

it("finds a placeholder that was renamed, and calls it that", async () => {
  const changes = await diffOf([
    ["AT+XDEMORUN=<timeout>\n\nIf", "AT+XDEMORUN=<patience>\n\nIf"],
    ["<timeout>\n\nInteger", "<patience>\n\nInteger"],
  ]);
  expect(changes.filter(({ path }) => path !== "prose")).toMatchObject([
    { id: "+XDEMORUN/params/timeout", rule: "vendor-name-changed", bump: "patch" },
  ]);
});

it("prints its changes, worst first, or as JSON", async () => {
  const workshop = await Workshop.open();
  const text = await readLamp("plain");
  await workshop.write("old.txt", text);
  const edits: Edit[] = [
    ["The default value is 700", "The default value is 7000"],
    ["706\n\nNo lamp chosen\n\n", ""],
  ];
  await workshop.write("new.txt", editText(text, edits));
  const printed = await workshop.run("diff", "old.txt", "new.txt");
  expect(printed.exitCode).toBe(1);
  expect(printed.log).toMatch(
    /^2 changes\n\nmajor {7}<err>\/codes\/706\n[^\n]*706 → nothing\nminor/,
  );
  const json = await workshop.run("diff", "old.txt", "new.txt", "--json");
  expect(JSON.parse(json.log)).toMatchObject({
    changes: [
      {
        id: "+XDEMOCFG/params/port/default",
        kind: "vendor-changed",
        command: "+XDEMOCFG",
        path: "params/port/default",
        old: "700",
        new: "7000",
        section: "2.1",
        rule: "default-changed",
        bump: "minor",
      },
      { id: "<err>/codes/706", kind: "vendor-removed", old: "706", new: null, bump: "major" },
    ],
  });
  const same = await workshop.run("diff", "old.txt", "old.txt");
  expect(same).toMatchObject({ exitCode: 0, log: "the two texts say the same\n" });
});
