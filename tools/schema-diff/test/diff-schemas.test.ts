import path from "node:path";
import type { SchemaQuirk } from "@qsmtp/codegen/schema-types";
import { describe, expect, it } from "vitest";
import { bumpOf, diffSchemas, type Finding, groupFindings, loadSchemaSet } from "../src/index.ts";
import { type Draft, type Edit, lampSet, operation } from "./lamp.ts";

const repository = path.resolve(import.meta.dirname, "../../..");

function diff(after: Edit, before?: Edit): Finding[] {
  return diffSchemas(lampSet(before), lampSet(after));
}

describe("diffSchemas", () => {
  it("finds nothing between equal schemas, the real one included", async () => {
    expect(diffSchemas(lampSet(), lampSet())).toEqual([]);
    const real = await loadSchemaSet("schema", { repository });
    expect(real.model.commands.length).toBeGreaterThan(70);
    expect(diffSchemas(real, await loadSchemaSet("schema", { repository }))).toEqual([]);
  });

  it("finds nothing when only the order or the writing of the same facts differs", () => {
    const ranges: Edit = ({ command: { params = {} } }) => {
      params.level = { wire: "level", type: "integer", description: "", ranges: [[0, 3]] };
    };
    const found = diff(({ command }) => {
      command.operations.reverse();
      const entries = Object.entries(command.params ?? {});
      command.params = Object.fromEntries(entries.reverse());
      const description = "";
      const pieces: [number, number][] = [
        [2, 3],
        [0, 1],
      ];
      command.params.level = { description, type: "integer", wire: "level", ranges: pieces };
    }, ranges);
    expect(found).toEqual([]);
  });

  it("tells a changed type as one edit, whatever of the domain goes with it", () => {
    const found = diff(
      ({ command: { params = {} } }) => {
        params.level = { wire: "level", type: "string", description: "", maxBytes: 3 };
      },
      ({ command: { params = {} } }) => {
        const values = [{ value: 1, name: "on", description: "On" }];
        const type = "enum";
        params.level = { wire: "level", type, typeName: "LampLevel", values, description: "" };
      },
    );
    expect(found.map(({ rule, was, now }) => [rule, was, now])).toEqual([
      ["type-changed", "enum", "string"],
    ]);
  });

  it("takes an integer for narrower when it leaves out what the enumeration had", () => {
    const values = [{ value: 9, name: "full", description: "Full" }];
    const typed = { wire: "n", type: "enum", typeName: "LampLevel", values, description: "" };
    const found = diff(
      ({ command: { params = {} } }) => {
        params.number = structuredClone(typed) as (typeof params)[string];
        params.level = { wire: "level", type: "integer", description: "", ranges: [[0, 3]] };
      },
      ({ command: { params = {} } }) => {
        params.number = structuredClone(typed) as (typeof params)[string];
        params.level = structuredClone({ ...typed, wire: "level" }) as (typeof params)[string];
      },
    );
    expect(found.map(({ rule }) => rule)).toEqual(["type-changed"]);
  });

  it("says in one line what was and is, and what to do", () => {
    const [finding] = diff((draft) => {
      const args = operation(draft, "lightLamp").args ?? [];
      args.splice(1, 0, { param: "level" });
    });
    expect(finding).toEqual({
      id: "+LAMP/operations/lightLamp/args/level arg-inserted",
      kind: "added",
      command: "+LAMP",
      path: "operations/lightLamp/args/level",
      rule: "arg-inserted",
      bump: "major",
      direction: "encode",
      was: null,
      now: "level",
      message:
        '`level` of `lightLamp` is a new argument and stands before others (`AT+LAMP="on",<n>[,<label>][,<time>]` → `AT+LAMP="on",<level>,<n>[,<label>][,<time>]`)',
      said: {
        subject: "`level` of `lightLamp`",
        change: "is a new argument and stands before others",
        was: ['`AT+LAMP="on",<n>[,<label>][,<time>]`'],
        now: ['`AT+LAMP="on",<level>,<n>[,<label>][,<time>]`'],
      },
      whatToDo:
        "Give the argument where it must be given, and check which firmware your modules run.",
      fingerprint: expect.stringMatching(/^[0-9a-f]{12}$/),
    });
  });

  it("gives a finding the same fingerprint whatever else changed", () => {
    const removeTime: Edit = (draft) => {
      operation(draft, "lightLamp").args?.pop();
    };
    const [alone] = diff(removeTime);
    const [first, second] = diff((draft) => {
      draft.command.title = "Lamp of the hall";
      removeTime(draft);
    });
    expect([first?.fingerprint, second?.rule]).toEqual([alone?.fingerprint, "description-changed"]);
  });

  it("follows a renamed parameter through arguments, fields and data phase", () => {
    const found = diff(({ command }) => {
      const text = JSON.stringify(command).replaceAll('"number"', '"position"');
      Object.assign(command, JSON.parse(text));
    });
    expect(found.map(({ rule }) => rule)).toEqual(["param-renamed"]);
  });

  it("keeps operations apart that look alike but for a name that another one has taken", () => {
    const found = diff((draft) => {
      operation(draft, "lightLamp").name = "setLamp";
      operation(draft, "paintLamp").name = "lightLamp";
    });
    // The name is API: what it means now is judged as a change of lightLamp.
    expect(bumpOf(found)).toBe("major");
    expect(found.map(({ rule }) => rule)).toContain("const-changed");
    expect(found.map(({ rule }) => rule)).toContain("operation-removed");
  });
});

describe("an argument more in a test answer", () => {
  const longer: Edit = (draft) => {
    operation(draft, "testLamp").supports = ["(1-4),(0,1)", '"on",(1-4),<label>,(0-9)'];
  };

  it("is no question when the operation takes it in the same step", () => {
    const found = diff((draft) => {
      longer(draft);
      operation(draft, "lightLamp").args?.push({ optional: [{ param: "level" }] });
    });
    expect(found.map(({ rule }) => rule)).toEqual(["test-answer-changed", "arg-optional-appended"]);
  });

  it("is no question when brackets say that it may be left out", () => {
    const found = diff((draft) => {
      operation(draft, "testLamp").supports = ["(1-4),(0,1)", '"on",(1-4),<label>[,(0-9)]'];
    });
    expect(found.map(({ rule }) => rule)).toEqual(["test-answer-changed"]);
  });

  it("is no question when no operation sends the sub-key", () => {
    const found = diff((draft) => {
      operation(draft, "testLamp").supports = ["(1-4),(0,1),(0,1)", '"on",(1-4),<label>'];
    });
    expect(found.map(({ rule }) => rule)).toEqual(["test-answer-changed"]);
  });

  it("is not counted inside quotes, brackets and placeholders", () => {
    const found = diff((draft) => {
      operation(draft, "testLamp").supports = ["(1-4),(0,1)", '"on",(1,2,3,4),<label, or two>'];
    });
    expect(found.map(({ rule }) => rule)).toEqual(["test-answer-changed"]);
  });
});

describe("the families of a finding", () => {
  const evidence = [{ id: "lamp-manual" }];
  const ownRange = (scope: object): Edit => {
    const variants = [{ applies: [scope], change: { ranges: [[1, 2]] }, evidence }];
    const about = { id: "numbers", title: "Numbers", kind: "parameter", command: "+LAMP" };
    return ({ quirks }) => {
      quirks.push({ ...about, param: "number", variants } as Draft<SchemaQuirk>);
    };
  };
  const widened: Edit = ({ command: { params = {} } }) => {
    if (params.number !== undefined) params.number.ranges = [[1, 9]];
  };
  const narrow: Edit = ({ command: { params = {} } }) => {
    if (params.number !== undefined) params.number.ranges = [[1, 4]];
  };

  function families(quirk: Edit): readonly string[] | undefined {
    const [finding] = diffSchemas(lampSet(narrow, quirk), lampSet(widened, quirk));
    return finding?.families;
  }

  it("leave out one whose quirk answers the question by itself", () => {
    expect(families(ownRange({ family: "HALL" }))).toEqual(["GATE"]);
  });

  it("are all of them when the quirk is about some of its models only", () => {
    expect(families(ownRange({ family: "HALL", models: ["H1"] }))).toBeUndefined();
  });

  it("leave out one that has not got the operation", () => {
    const variants = [{ applies: [{ family: "GATE" }], change: { available: false }, evidence }];
    const about = { id: "no-light", title: "Light", kind: "availability", command: "+LAMP" };
    const quirk: Edit = ({ quirks }) => {
      quirks.push({ ...about, operations: ["lightLamp"], variants } as Draft<SchemaQuirk>);
    };
    const slower: Edit = (draft) => {
      operation(draft, "lightLamp").maxResponseMs = 900;
    };
    const [finding] = diffSchemas(lampSet(quirk), lampSet(quirk, slower));
    expect(finding?.families).toEqual(["HALL"]);
  });
});

describe("groupFindings", () => {
  it("puts what a person must decide first, then the worst", () => {
    const found = diff((draft) => {
      draft.command.title = "Lamp of the hall";
      operation(draft, "listLamps").reply = [];
      operation(draft, "lightLamp").maxResponseMs = 900;
      operation(draft, "lightLamp").args?.push({ optional: [{ param: "level" }] });
      operation(draft, "paintLamp").args?.splice(0, 1, { const: "PAINT" });
      operation(draft, "testLamp").supports = [];
    });
    expect([...groupFindings(found).keys()]).toEqual([
      "Undecided",
      "Breaking",
      "Behaviour",
      "Added",
      "Fixed",
      "Docs",
    ]);
    expect(bumpOf(found)).toBe("undecidable");
  });
});
