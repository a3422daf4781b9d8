import { describe, expect, it } from "vitest";
import { diffSchemas } from "../src/index.ts";
import { type Edit, lampSet, operation } from "./lamp.ts";

const manual = "lamp-manual";
const at = (edition: string) => ({ manual, edition });

const editions: Edit = (draft) => {
  draft.manual.editions = [{ id: "1" }, { id: "2" }];
};

function rules(before: Edit | undefined, after: Edit): string[] {
  const [old, young] = [lampSet(editions, before), lampSet(editions, after)];
  return diffSchemas(old, young).map(({ rule }) => rule);
}

describe("what held in which edition", () => {
  it.each<[string, Edit]>([
    [
      "an operation came",
      (draft) => {
        operation(draft, "lightLamp").since = at("2");
      },
    ],
    [
      "a parameter came",
      ({ command: { params = {} } }) => {
        if (params.level !== undefined) params.level.since = at("2");
      },
    ],
    [
      "an error came",
      ({ table: { codes } }) => {
        for (const code of codes) code.since = at("2");
      },
    ],
    [
      "a size was another one",
      ({ command: { params = {} } }) => {
        if (params.label !== undefined) params.label.earlier = [{ until: at("1"), maxBytes: 9 }];
      },
    ],
    [
      "an error number was there once",
      ({ table: { codes } }) => {
        const source = [{ id: manual }];
        codes.push({ code: 4, name: "dark", meaning: "It is dark", source, until: at("1") });
      },
    ],
  ])("is no change for whoever uses the newest: %s", (_, edit) => {
    expect(rules(undefined, edit)).toEqual([]);
  });

  it("is a change when something of today is said to have ended", () => {
    const ended: Edit = (draft) => {
      operation(draft, "lightLamp").until = at("1");
    };
    expect(rules(undefined, ended)).toEqual(["operation-removed"]);
    const changed: Edit = ({ command: { params = {} } }) => {
      if (params.level === undefined) return;
      params.level.ranges = [[0, 3]];
      params.level.earlier = [{ until: at("1"), ranges: null }];
    };
    expect(rules(undefined, changed)).toEqual(["range-set"]);
  });
});
