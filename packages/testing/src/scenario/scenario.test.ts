import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ModuleFault } from "../faults/fault.ts";
import { scenario as scenarioTable, simulatedModuleOptions } from "../option-tables.gen.ts";
import {
  createSimulatedModule,
  type SimulatedModule,
  type SimulatedModuleOptions,
} from "../simulated-module.ts";
import { TestHost } from "../test-host.fixture.ts";
import { besideScenario } from "./module-scenario.ts";
import { readScenario, ScenarioError, type ScenarioProblem } from "./read-scenario.ts";
import type { Scenario } from "./scenario.ts";

const schema: { readonly $defs: object; readonly properties: object } = JSON.parse(
  readFileSync(new URL("../../scenario.schema.json", import.meta.url), "utf8"),
);
const validate = new Ajv2020({ strict: false, allErrors: true }).compile(schema);

function problemsOf(given: unknown): readonly ScenarioProblem[] {
  try {
    readScenario(given);
    return [];
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    expect(error.code).toBe("INVALID_SCENARIO");
    return error.problems;
  }
}

describe("a scenario from a text", () => {
  const yaml = `# what the customer saw
description: The second mail's result is lost
seed: 7
sim: { state: ready, pin: "1234" }
faults:
  - { do: drop-urc, on: QSMTPPUT, nth: 2 }
  - do: error
    on: { like: "AT+QFUPL=*.pdf*" }
timeline:
  - { atMs: 60000, do: registration, status: searching }
server: [{ mail: 3, error: 677, protocolError: 535 }]
`;

  it("is the same in YAML, in JSON and as a value", () => {
    const scenario = readScenario(yaml);
    expect(scenario.faults?.[0]).toEqual({ do: "drop-urc", on: "QSMTPPUT", nth: 2 });
    expect(readScenario(JSON.stringify(scenario))).toEqual(scenario);
    expect(readScenario(JSON.stringify(scenario, undefined, "\t"))).toEqual(scenario);
    expect(readScenario(scenario)).toEqual(scenario);
    expect(validate(scenario)).toBe(true);
  });

  it("is refused with every problem, and the place of each", () => {
    const problems = problemsOf(`seed: 1.5
faults:
  - do: drop-ucr
  - { do: restart, when: after,
      afterBytes: 3 }
  - do: error
    onn: CSQ
timeline: [{ do: signal, atMs: -1, rssi: 5 }]
simm: {}
`);
    const told = problems.map(({ path, line, column }) => `${line}:${column} ${path}`);
    expect(told.sort()).toEqual([
      "1:1 seed",
      "3:5 faults[0].do",
      "5:7 faults[1].afterBytes",
      "7:5 faults[2].onn",
      "8:26 timeline[0].atMs",
      "9:1 simm",
    ]);
    const hints = problems.map(({ hint }) => hint).join(" ");
    expect(hints).toContain("Is drop-urc meant?");
    expect(hints).toContain("Is sim meant?");
  });

  it("is refused in JSON with the place too", () => {
    const [problem] = problemsOf('{\n  "faults": [\n    { "do": "silence" }\n  ]\n}');
    expect(problem).toMatchObject({ path: "faults[0].forMs", line: 3, column: 5 });
  });

  it.each([
    ["", /must not be null/],
    ["- 1", /must be an object, is a list/],
    ["just words", /must be an object/],
    ["a: b: c", /line 1, column \d+: "scenario" cannot be read/],
    ["seed: 1\nseed: 2", /line 2, column 1: .*unique/],
    ['{ "seed": 1', /cannot be read/],
    ["seed: !!js/function 'x'", /cannot be read/],
    ["sim: null", /"sim" must not be null\. Leave it out\./],
    ["sim:", /"sim" must not be null/],
  ])("is refused, and never half read: %j", (text, said) => {
    expect(() => readScenario(text)).toThrow(said);
  });

  it("is refused in no time where its aliases would fill the memory", () => {
    const levels = Array.from({ length: 20 }, (_, at) => {
      return `a${at + 1}: &a${at + 1} [${`*a${at},`.repeat(9)}]`;
    });
    expect(() => readScenario(`a0: &a0 [x]\n${levels.join("\n")}\n`)).toThrow(/aliases/);
  });

  it("shows no text of it that may be a secret", () => {
    expect(() => readScenario("sim: { pin: [hush] }")).toThrow(
      /"sim\.pin" must be a string, is a list/,
    );
    expect(String(problemsOf("sim: { pin: [hush] }")[0]?.message)).not.toContain("hush");
  });
});

describe("a scenario as a value", () => {
  it.each<[unknown, RegExp]>([
    [{ faults: [{ do: "error", on: /x/ }] }, /"faults\[0\]\.on" is a RegExp, which is no data/],
    [{ clock: {} }, /"clock" is no option/],
    [{ carrier: () => 1 }, /"carrier" is a function, which is no data/],
    [{ sim: new Map() }, /"sim" is no plain object/],
    [undefined, /must be an object/],
    [7, /must be an object/],
  ])("%j is refused", (given, said) => {
    expect(() => readScenario(given)).toThrow(said);
  });

  it("that holds itself is refused", () => {
    const scenario = {};
    Object.assign(scenario, { sim: scenario });
    expect(() => readScenario(scenario)).toThrow(/is too deep/);
  });
});

/** Anything that the schema speaks of, right or a little wrong. */
function arbitraryOf(part: unknown): fc.Arbitrary<unknown> {
  const stated = part as Readonly<Record<string, never>>;
  const { $ref, anyOf, oneOf, type, properties, required, items, additionalProperties } =
    stated as {
      readonly $ref?: string;
      readonly anyOf?: readonly unknown[];
      readonly oneOf?: readonly unknown[];
      readonly type?: string;
      readonly properties?: Readonly<Record<string, unknown>>;
      readonly required?: readonly string[];
      readonly items?: unknown;
      readonly additionalProperties?: unknown;
    };
  const {
    enum: words,
    const: word,
    minimum,
    maximum,
  } = stated as {
    readonly enum?: readonly unknown[];
    readonly const?: unknown;
    readonly minimum?: number;
    readonly maximum?: number;
  };
  if ($ref !== undefined) {
    const defs = schema.$defs as Readonly<Record<string, unknown>>;
    return arbitraryOf(defs[$ref.replace("#/$defs/", "")]);
  }
  if (anyOf !== undefined) return fc.oneof(...anyOf.map(arbitraryOf));
  if (oneOf !== undefined) return fc.oneof(...oneOf.map(arbitraryOf));
  if (words !== undefined) return fc.constantFrom(...words);
  if (word !== undefined) return fc.constant(word);
  if (type === "array") return fc.array(arbitraryOf(items), { maxLength: 3 });
  if (type === "boolean") return fc.boolean();
  if (type === "string") return fc.string({ maxLength: 12 });
  if (type === "integer" || type === "number") {
    const edges = [minimum, maximum, (minimum ?? 0) - 1, (maximum ?? 9) + 1, 1.5, 0, 3];
    return fc.constantFrom(...edges.filter((edge) => edge !== undefined));
  }
  if (properties === undefined) {
    return fc.dictionary(fc.string({ minLength: 1 }), arbitraryOf(additionalProperties), {
      maxKeys: 2,
      noNullPrototype: true,
    });
  }
  const values = Object.entries(properties).map(([key, inner]) => [key, arbitraryOf(inner)]);
  return fc.record(Object.fromEntries(values) as Record<string, fc.Arbitrary<unknown>>, {
    requiredKeys: [...(required ?? [])],
    noNullPrototype: true,
  });
}

/** A few keys only, so that many of them are right. */
const scenarios = fc
  .tuple(arbitraryOf({ ...schema, $defs: undefined }), fc.array(fc.nat(), { maxLength: 3 }))
  .map(([whole, picks]) => {
    const entries = Object.entries(whole as object);
    const kept = picks.map((pick) => entries[pick % Math.max(1, entries.length)]);
    return Object.fromEntries(kept.filter((entry) => entry !== undefined));
  });

/** The same with one thing put somewhere that is no part of a scenario. */
const spoiled = fc
  .tuple(scenarios, fc.constantFrom<unknown>(null, "text", 5, [], { x: 1 }), fc.nat())
  .map(([scenario, stranger, at]) => {
    const keys = [...Object.keys(scenario), "nobody"];
    return { ...scenario, [keys[at % keys.length] ?? "nobody"]: stranger };
  });

describe("the schema and the reader", () => {
  it("take the same scenarios", () => {
    let taken = 0;
    let refused = 0;
    const agree = (given: object): void => {
      const isValid = validate(given);
      const problems = problemsOf(given);
      expect(problems.length === 0, JSON.stringify([given, problems, validate.errors])).toBe(
        isValid,
      );
      if (isValid) taken++;
      else refused++;
      expect(problemsOf(JSON.stringify(given)).length === 0).toBe(isValid);
    };
    fc.assert(fc.property(scenarios, agree), { numRuns: 400, seed: 11 });
    fc.assert(fc.property(spoiled, agree), { numRuns: 400, seed: 12 });
    expect(taken).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(100);
  });

  it("explain every key of the file", () => {
    const properties = schema.properties as Record<string, { description?: string }>;
    for (const key of ["faults", "timeline", "server", "commands", "files", "seed", "signal"]) {
      expect(properties[key]?.description, key).toMatch(/\w+/);
    }
  });
});

describe("a module in a scenario", () => {
  const ok = "\r\nOK\r\n";
  let module: SimulatedModule;
  let host: TestHost;

  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    module.dispose();
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  function start(scenario: Scenario, options: SimulatedModuleOptions = {}): void {
    module = createSimulatedModule({ connectDelayMs: 0, scenario, ...options });
    host = new TestHost();
    module.attach(host.farEnd);
  }

  it("begins in its state", () => {
    start({
      commands: ["ATE0", "AT+CMEE=2", "AT+QIACT=1"],
      signal: { rssi: 7, ber: 3 },
      registration: "denied",
      files: [{ name: "RAM:a.txt", text: "grüße" }],
      sim: { state: "absent" },
    });
    expect(host.ask("AT+CSQ;+CMEE?")).toBe(`\r\n+CSQ: 7,3\r\n\r\n+CMEE: 2\r\n${ok}`);
    expect(host.ask("AT+CPIN?")).toBe("\r\n+CME ERROR: SIM not inserted\r\n");
    expect(new TextDecoder().decode(module.files.read("RAM:a.txt"))).toBe("grüße");
  });

  it("has run its commands before the program comes, however slow the line and the module are", () => {
    start(
      {
        commands: ["ATE0", "AT+CMEE=2", "AT+QSMTPBODY=0,5", "Hello", "AT+CREG=2"],
        faults: [{ do: "error", on: "CREG", times: "always" }],
        baudRate: 1200,
        responseDelayMs: 500,
      },
      { connectDelayMs: 50 },
    );
    const isSet = (): void => {
      expect(vi.getTimerCount()).toBe(0);
      expect(module.received).toHaveLength(4);
      expect(module.settings.draft.body.bytes).toHaveLength(5);
      vi.advanceTimersByTime(10_000);
      expect(host.take()).toBe("");
      host.type("AT+CMEE?\r");
      vi.advanceTimersByTime(10_000);
      expect(host.take()).toBe(`\r\n+CMEE: 2\r\n${ok}`);
      host.type("AT+CREG?\r");
      vi.advanceTimersByTime(10_000);
      expect(host.take()).toBe("\r\nERROR\r\n");
    };
    isSet();
    module.reset();
    isSet();
    const stop = module.onEvent((event) => {
      if (event.type !== "command") return;
      stop();
      module.inject({ do: "flow-stalls", when: "after", forMs: 60_000 });
      module.reset();
    });
    host.type("AT\r");
    vi.advanceTimersByTime(10_000);
    host.take();
    isSet();
  });

  it("lets things happen at their time, restarts in between or not", () => {
    start({
      commands: ["ATE0", "AT+CREG=1"],
      bootLines: ["RDY"],
      timeline: [
        { atMs: 3000, do: "registration", status: "searching" },
        { atMs: 1000, do: "signal", rssi: 3 },
        { atMs: 4000, do: "restart" },
        { atMs: 5000, do: "urc", line: "RING" },
        { atMs: 6000, do: "silence", forMs: 1000 },
        { atMs: 8000, do: "power-off", lines: ["POWERED DOWN"] },
      ],
    });
    vi.advanceTimersByTime(1000);
    expect(host.ask("AT+CSQ")).toBe(`\r\n+CSQ: 3,99\r\n${ok}`);
    vi.advanceTimersByTime(2000);
    expect(host.take()).toBe("\r\n+CREG: 2\r\n");
    vi.advanceTimersByTime(2000);
    expect(host.take()).toBe("\r\nRDY\r\n\r\nRING\r\n");
    vi.advanceTimersByTime(1500);
    expect(host.ask("AT")).toBe("");
    vi.advanceTimersByTime(1500);
    expect(host.take()).toBe("\r\nPOWERED DOWN\r\n");
    expect(module.isPowered).toBe(false);
  });

  it("is of another model, and moves through networks", () => {
    start({
      model: "EG91",
      quirks: { "plain-errors": true },
      operator: { name: "Home One", code: "26201" },
      technology: "hspa",
      commands: ["ATE0", "AT+QIACT=1"],
      timeline: [
        { atMs: 1000, do: "operator", name: "Abroad", code: "20801" },
        { atMs: 1000, do: "technology", technology: "eutran" },
        { atMs: 2000, do: "attach", attached: false },
      ],
    });
    expect(host.ask("AT+CGMM")).toBe(`\r\nEG91\r\n${ok}`);
    expect(host.ask("AT+COPS?")).toBe(`\r\n+COPS: 0,0,"Home One",6\r\n${ok}`);
    vi.advanceTimersByTime(1000);
    expect(host.ask("AT+COPS?")).toBe(`\r\n+COPS: 0,0,"Abroad",7\r\n${ok}`);
    vi.advanceTimersByTime(1000);
    expect(host.take()).toBe('\r\n+QIURC:"pdpdeact",1\r\n');
    expect(host.ask("AT+CGATT?")).toBe(`\r\n+CGATT: 0\r\n${ok}`);
    expect(host.ask('AT+CPIN="12345678901234567"')).toBe("\r\nERROR\r\n");
  });

  it("has a server that refuses the second mail", async () => {
    start({
      commands: [
        "ATE0",
        'AT+QIACT=1;+QSMTPCFG="smtpserver","mail.example.org",25',
        'AT+QSMTPDST=1,1,"ops@example.org"',
      ],
      server: [{ mail: 2, error: 677, protocolError: 535 }],
    });
    const order = async (): Promise<string> => {
      const said = host.ask("AT+QSMTPPUT=60");
      await vi.advanceTimersByTimeAsync(0);
      return said + host.take();
    };
    expect(await order()).toBe(`${ok}\r\n+QSMTPPUT: 0,0\r\n`);
    expect(await order()).toBe(`${ok}\r\n+QSMTPPUT: 677,535\r\n`);
  });

  it("gives way to the options beside it, and adds its faults to theirs", () => {
    const own: ModuleFault = { do: "error", on: "CSQ", nth: 2 };
    start(
      { faults: [{ do: "error", on: "CSQ" }], sim: { state: "pin", pin: "1234" }, bootMs: 5 },
      { faults: [own], sim: { state: "ready" } },
    );
    host.ask("ATE0");
    expect([1, 2, 3].map(() => host.ask("AT+CSQ").includes("ERROR"))).toEqual([true, true, false]);
    expect(host.ask("AT+CPIN?")).toBe(`\r\n+CPIN: READY\r\n${ok}`);
  });

  const objects = Object.entries(scenarioTable.keys).flatMap(([key, kind]) => {
    const isObject = [kind].flat().some((one) => typeof one === "object" && "options" in one);
    return isObject && key in simulatedModuleOptions.keys ? [key] : [];
  });

  it.each(objects)("gives way to the options beside it property by property: %s", (key) => {
    expect(objects.length).toBeGreaterThan(7);
    const beside = { [key]: { other: 3, common: 2 } } as SimulatedModuleOptions;
    const scenario = { [key]: { own: 1, common: 1 } } as Scenario;
    expect(besideScenario(scenario, beside)).toMatchObject({
      [key]: { own: 1, common: 2, other: 3 },
    });
    expect(besideScenario(scenario, {})).toMatchObject(scenario);
    expect(besideScenario({}, beside)).toMatchObject(beside);
    module = createSimulatedModule();
  });

  it.each([
    ["realistic", { readyMs: 5 }, { readyMs: 5 }],
    [{ readyMs: 5 }, "realistic", "realistic"],
  ] as const)("has its times of a start, or those beside it: %j, %j", (boot, other, kept) => {
    expect(besideScenario({ boot }, { boot: other }).boot).toEqual(kept);
    module = createSimulatedModule();
  });

  it("is refused with the place of what is wrong", () => {
    const scenario = { timeline: [{ atMs: 1, do: "sim", state: "abscent" }] } as never;
    expect(() => createSimulatedModule({ scenario })).toThrow(
      /"scenario\.timeline\[0\]\.state" must be one of .*Is absent meant\?/,
    );
    module = createSimulatedModule();
  });
});
