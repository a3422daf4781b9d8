import { describe, expect, it } from "vitest";
import { diffSchemas, highestBump, ruleOf, rules } from "../src/index.ts";
import type { Fixture, ParamFixture } from "./fixture.ts";
import { dataFixtures } from "./fixtures/data-fixtures.ts";
import { errorFixtures } from "./fixtures/error-fixtures.ts";
import { factFixtures } from "./fixtures/fact-fixtures.ts";
import { familyFixtures } from "./fixtures/family-fixtures.ts";
import { fieldFixtures } from "./fixtures/field-fixtures.ts";
import { lineFixtures } from "./fixtures/line-fixtures.ts";
import { operationFixtures } from "./fixtures/operation-fixtures.ts";
import { paramFixtures } from "./fixtures/param-fixtures.ts";
import { type Edit, lampSet, operation } from "./lamp.ts";

const fixtures: readonly Fixture[] = [
  ...operationFixtures,
  ...fieldFixtures,
  ...lineFixtures,
  ...dataFixtures,
  ...errorFixtures,
  ...factFixtures,
  ...familyFixtures,
];

const title = ({ rule, path }: Fixture): string => `${rule} at ${path}`;

describe("each change gives the one finding of its rule:", () => {
  it.each(fixtures.map((fixture) => [title(fixture), fixture] as const))("%s", (_, fixture) => {
    const { rule, path, bump, direction, families, command = "+LAMP" } = fixture;
    const found = diffSchemas(lampSet(fixture.before), lampSet(fixture.after));
    const facts = found.map((finding) => ({
      command: finding.command,
      rule: finding.rule,
      path: finding.path,
      bump: finding.bump,
      direction: finding.direction,
      families: finding.families,
    }));
    expect(facts).toEqual([{ command, rule, path, bump, direction, families }]);
  });
});

describe("the opposite change gives the rule's mirror:", () => {
  it.each(fixtures.map((fixture) => [title(fixture), fixture] as const))("%s", (_, fixture) => {
    const found = diffSchemas(lampSet(fixture.after), lampSet(fixture.before));
    expect(found.map(({ rule }) => rule)).toEqual([
      expect.toBeOneOf([...ruleOf(fixture.rule).mirror]),
    ]);
  });
});

/** The lamp with `level` as something given, something got, or both. */
function levelSet(param: object, usage: { encode: boolean; decode: boolean }) {
  const edit: Edit = (draft) => {
    const { params = {} } = draft.command;
    params.level = { wire: "level", type: "integer", description: "How bright.", ...param };
    const painting = operation(draft, "paintLamp");
    painting.args = [{ const: "paint" }, { param: "number" }];
    delete painting.completion;
    if (usage.encode) painting.args.push({ param: "level" });
    const fields = usage.decode ? [{ param: "number" }, { param: "level" }] : [{ param: "number" }];
    operation(draft, "listLamps").reply = [{ prefix: "+LAMP", fields }];
  };
  return lampSet(edit);
}

const usages = [
  ["given", { encode: true, decode: false }],
  ["got", { encode: false, decode: true }],
  ["both", { encode: true, decode: true }],
] as const;

const paramCases = paramFixtures.flatMap((fixture) =>
  usages.map(([name, usage]) => [fixture.rule, fixture.path, name, fixture, usage] as const),
);

function expectedBump({ encode, decode }: ParamFixture, name: string) {
  if (name === "both") return highestBump([encode, decode]);
  return name === "given" ? encode : decode;
}

describe("each change of a parameter is judged by who uses it:", () => {
  it.each(paramCases)("%s at %s, %s", (rule, path, name, fixture, usage) => {
    const found = diffSchemas(levelSet(fixture.before, usage), levelSet(fixture.after, usage));
    expect(found.map((finding) => [finding.rule, finding.path, finding.bump])).toEqual([
      [rule, `params/level/${path}`, expectedBump(fixture, name)],
    ]);
  });

  it.each(paramCases)("%s at %s, %s: the opposite change", (rule, _path, _name, fixture, usage) => {
    const found = diffSchemas(levelSet(fixture.after, usage), levelSet(fixture.before, usage));
    expect(found.map((finding) => finding.rule)).toEqual([
      expect.toBeOneOf([...ruleOf(rule).mirror]),
    ]);
  });
});

describe("the rule table", () => {
  it("has a fixture for every rule", () => {
    const covered = new Set<string>([...fixtures, ...paramFixtures].map(({ rule }) => rule));
    expect(rules.filter(({ id }) => !covered.has(id)).map(({ id }) => id)).toEqual([]);
  });

  it("gives every rule an id of its own, in kebab case", () => {
    const ids = rules.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
    expect(ids.filter((id) => !/^[a-z]+(-[a-z]+)*$/.test(id))).toEqual([]);
  });

  it("names mirrors that exist and name the rule in turn", () => {
    const oneSided = rules.flatMap(({ id, mirror }) =>
      mirror
        .filter((other) => !ruleOf(other).mirror.includes(id))
        .map((other) => `${id} / ${other}`),
    );
    expect(oneSided).toEqual([]);
  });

  it("says what to do wherever something breaks", () => {
    const silent = rules.filter(
      ({ encode, decode, either, whatToDo }) =>
        [encode, decode, either].includes("major") && whatToDo === undefined,
    );
    expect(silent.map(({ id }) => id)).toEqual([]);
  });
});
