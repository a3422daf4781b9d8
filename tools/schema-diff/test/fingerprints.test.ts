import { buildLock, lockText } from "@qsmtp/codegen/lock";
import type { SchemaFact } from "@qsmtp/codegen/schema-types";
import { describe, expect, it } from "vitest";
import { diffSchemas, type RuleId, wireChanges } from "../src/index.ts";
import { dataFixtures } from "./fixtures/data-fixtures.ts";
import { errorFixtures } from "./fixtures/error-fixtures.ts";
import { familyFixtures } from "./fixtures/family-fixtures.ts";
import { fieldFixtures } from "./fixtures/field-fixtures.ts";
import { lineFixtures } from "./fixtures/line-fixtures.ts";
import { operationFixtures } from "./fixtures/operation-fixtures.ts";
import { type Draft, type Edit, lampSet, operation } from "./lamp.ts";

const fixtures = [...operationFixtures, ...fieldFixtures, ...lineFixtures, ...dataFixtures];

/** Rules about words, names and time: nothing of them reaches the wire. */
const offTheWire: readonly RuleId[] = [
  "group-changed",
  "stability-lowered",
  "stability-raised",
  "availability-narrowed",
  "availability-widened",
  "persistence-changed",
  "timing-increased",
  "timing-decreased",
  "timing-documented",
  "timing-undocumented",
  "error-tables-changed",
  "description-changed",
  "example-changed",
  "source-changed",
  "param-renamed",
  "operation-renamed",
  "type-name-reassigned",
  "list-key-renamed",
  "line-key-renamed",
  "urc-renamed",
];

const silent = [
  ...fixtures.filter(({ rule }) => offTheWire.includes(rule)),
  ...errorFixtures,
  ...familyFixtures,
].map((fixture) => [`${fixture.rule} at ${fixture.path}`, fixture] as const);

describe("wire fingerprints", () => {
  it.each(silent)("stay for what is no byte: %s", (_, { before, after }) => {
    expect(wireChanges(lampSet(before), lampSet(after))).toEqual({ enc: [], dec: [] });
  });

  it.each(
    fieldFixtures
      .filter(({ rule, direction }) => rule !== "list-key-renamed" && direction === "encode")
      .map((fixture) => [fixture.rule, fixture] as const),
  )("of what is sent change with the arguments: %s", (_, { before, after }) => {
    expect(wireChanges(lampSet(before), lampSet(after))).toEqual({ enc: ["lightLamp"], dec: [] });
  });

  it("of what is read do not follow what a parameter accepts", () => {
    const edit: Edit = ({ command: { params = {} } }) => {
      if (params.level !== undefined) params.level.ranges = [[0, 9]];
    };
    expect(wireChanges(lampSet(), lampSet(edit))).toEqual({ enc: ["paintLamp"], dec: [] });
  });

  it("of an operation follow the line that completes it", () => {
    const edit: Edit = ({ command }) => {
      for (const { line } of command.urcs ?? []) line.prefix = "+BURNT";
    };
    const changes = wireChanges(lampSet(), lampSet(edit));
    expect(changes).toEqual({ enc: [], dec: ["paintLamp", "lampBurnt"] });
  });

  it("differ wherever the rules see other bytes in what both schemas have", () => {
    for (const { rule, before, after } of dataFixtures) {
      const [old, young] = [lampSet(before), lampSet(after)];
      expect(diffSchemas(old, young).map((finding) => finding.rule)).toEqual([rule]);
      const isWithin = rule === "completion-time-changed";
      const isTwin = rule === "completion-urc-changed";
      expect(wireChanges(old, young).dec).toEqual(isWithin || isTwin ? [] : ["paintLamp"]);
    }
  });
});

describe("the lock", () => {
  it("is the same text for the same facts in another order", () => {
    const shuffled = lampSet(({ command }) => {
      command.operations.reverse();
      command.params = Object.fromEntries(Object.entries(command.params ?? {}).reverse());
    });
    expect(lockText(buildLock(shuffled.model))).toBe(lockText(buildLock(lampSet().model)));
  });

  it("holds operations, lines and versions of sources, one a line", () => {
    const text = lockText(
      buildLock(
        lampSet((draft) => {
          draft.command.operations = [operation(draft, "lightLamp")];
        }).model,
      ),
    );
    expect(text.replaceAll(/[0-9a-f]{8}/g, "8")).toBe(`{
  "sources": {
    "lamp-manual": "1"
  },
  "operations": {
    "lightLamp": { "enc": "8", "dec": "8" }
  },
  "urcs": {
    "lampBurnt": "8"
  },
  "facts": {
    "colours": "8",
    "maxLamps": "8",
    "warmUpSeconds": "8"
  }
}
`);
  });

  it("tells another value, unit or bound of a fact, and no other words about it", () => {
    const hashOf = (fact: Partial<Draft<SchemaFact>>, bound: object = { atMost: 12 }) => {
      const set = lampSet(({ command }) => {
        const source = [{ id: "lamp-manual", section: "2" }];
        const whole = { description: "Lamps of one gate.", source, ...bound, ...fact };
        command.facts = { maxLamps: whole };
      });
      return buildLock(set.model).facts.maxLamps;
    };
    const usual = hashOf({});
    expect(hashOf({ description: "All lamps.", about: "lamps" })).toBe(usual);
    const others = [hashOf({ atMost: 13 }), hashOf({}, { atLeast: 12 }), hashOf({ unit: "byte" })];
    expect(new Set([usual, ...others]).size).toBe(4);
  });
});
