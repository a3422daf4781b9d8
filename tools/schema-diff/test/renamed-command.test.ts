import type { SchemaCommand } from "@qsmtp/codegen/schema-types";
import { describe, expect, it } from "vitest";
import { bumpOf, diffSchemas } from "../src/index.ts";
import { type Draft, type Edit, lampSet } from "./lamp.ts";

const source = [{ id: "lamp-manual" }];

function bulb(at: string, prefix: string, change: Partial<Draft<SchemaCommand>> = {}): Edit {
  return (draft) => {
    draft.bulb = {
      at,
      title: "Spare bulbs",
      group: "base",
      stability: "stable",
      params: { shelf: { wire: "shelf", type: "integer", description: "Where." } },
      operations: [
        { name: `test${prefix}`, form: "test", summary: "Asks.", maxResponseMs: 300 },
        {
          name: `take${prefix}`,
          form: "write",
          summary: "Takes one.",
          args: [{ param: "shelf" }],
          maxResponseMs: 300,
        },
      ],
      source,
      ...change,
    };
  };
}

function diff(before: Edit, after: Edit) {
  const found = diffSchemas(lampSet(before), lampSet(after));
  return { rules: found.map(({ rule }) => rule).sort(), bump: bumpOf(found), found };
}

describe("a command that goes on under another name", () => {
  it("is renamed, on the wire and in the API, and not one gone and one new", () => {
    const { rules, bump, found } = diff(bulb("+BULB", "Bulb"), bulb("+SPARE", "Spare"));
    expect(bump).toBe("major");
    expect(rules).toEqual(["command-wire-name-changed", "operation-renamed", "operation-renamed"]);
    expect(found[0]?.message).toBe(
      "`AT+BULB` has another name on the wire (`AT+BULB` → `AT+SPARE`)",
    );
  });

  it("is renamed when its ranges change in the same edition", () => {
    const ranges: [number, number][] = [[0, 7]];
    const shelf = { wire: "shelf", type: "integer" as const, description: "Where.", ranges };
    const { rules } = diff(bulb("+BULB", "Bulb"), bulb("+SPARE", "Spare", { params: { shelf } }));
    expect(rules).toContain("command-wire-name-changed");
    expect(rules).toContain("range-set");
  });

  it.each<[string, Partial<Draft<SchemaCommand>>]>([
    ["takes another argument", { params: { row: { wire: "row", type: "text", description: "" } } }],
    ["has lost a form", { operations: [] }],
  ])("is another one when it %s", (_, change) => {
    const { rules, bump } = diff(bulb("+BULB", "Bulb"), bulb("+SPARE", "Spare", change));
    expect([rules, bump]).toEqual([["command-added", "command-removed"], "major"]);
  });

  it("needs its title where there are no parameters to know it by", () => {
    const bare = (title: string) => ({ title, params: {}, operations: [] });
    const old = bulb("+BULB", "Bulb", bare("Deletes all"));
    expect(diff(old, bulb("+SPARE", "Spare", bare("Deletes all"))).rules).toEqual([
      "command-wire-name-changed",
    ]);
    for (const title of ["Counts all", "Not described yet"])
      expect(
        diff(bulb("+BULB", "Bulb", bare(title)), bulb("+X", "X", bare("Other"))).rules,
      ).toEqual(["command-added", "command-removed"]);
  });
});
