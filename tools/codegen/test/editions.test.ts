import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { filesAsOf } from "../src/editions/as-of.ts";
import { type EditionStep, keepEarlier, stepTo } from "../src/editions/keep-earlier.ts";
import { canonicalJson } from "../src/fingerprint.ts";
import type { LoadedFile } from "../src/load.ts";

/** Facts of one edition: everything that an edition can add, change or take away. */
interface Facts {
  readonly params: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly operations: readonly Readonly<Record<string, unknown>>[];
  readonly codes: readonly Readonly<Record<string, unknown>>[];
  readonly hasSiren: boolean;
}

const manual = "lamp-manual";

const values = fc
  .uniqueArray(fc.integer({ min: 0, max: 3 }), { minLength: 1 })
  .chain((numbers) =>
    fc.tuple(
      ...numbers.map((value) =>
        fc.constantFrom("red", "green").map((name) => ({ value, name, description: name })),
      ),
    ),
  );

const param = fc.record(
  {
    wire: fc.constantFrom("n", "m"),
    maxBytes: fc.integer({ min: 1, max: 3 }),
    default: fc.constantFrom(1, "off", false),
    unit: fc.constantFrom("second", "byte"),
    values,
  },
  { requiredKeys: ["wire"] },
);

const names = ["light", "dim", "burn"] as const;
const facts: fc.Arbitrary<Facts> = fc.record({
  params: fc.dictionary(fc.constantFrom("a", "b", "c"), param, { minKeys: 1 }),
  operations: fc
    .subarray([...names], { minLength: 1 })
    .chain((chosen) => fc.tuple(...chosen.map((name) => operation(name)))),
  codes: fc
    .subarray([5, 6, 7], { minLength: 1 })
    .chain((numbers) =>
      fc.tuple(
        ...numbers.map((code) =>
          fc.record({ code: fc.constant(code), name: fc.constantFrom("noPower", "noBulb") }),
        ),
      ),
    ),
  hasSiren: fc.boolean(),
});

function operation(name: string): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  return fc.record(
    {
      name: fc.constant(name),
      args: fc.subarray(["a", "b", "c"]).map((all) => all.map((one) => ({ param: one }))),
      supports: fc.array(fc.constantFrom("(0-1)", "(0-3)"), { maxLength: 2 }),
      maxResponseMs: fc.constantFrom(null, 300),
    },
    { requiredKeys: ["name", "maxResponseMs"] },
  );
}

/** The files of a schema that has these facts and no past. */
function filesOf({ params, operations, codes, hasSiren }: Facts, editions: readonly string[]) {
  const command = (file: string, json: object): LoadedFile => ({ file, kind: "command", json });
  const declared = Object.keys(params);
  const usable = operations.map((one) => {
    const args = one.args as { param: string }[] | undefined;
    return args === undefined
      ? one
      : { ...one, args: args.filter((a) => declared.includes(a.param)) };
  });
  const sources = [{ id: manual, editions: editions.map((id) => ({ id })) }];
  return [
    command("commands/lamp.json", { at: "+LAMP", title: "Lamp", params, operations: usable }),
    ...(hasSiren ? [command("commands/siren.json", { at: "+SIREN", operations: [] })] : []),
    { file: "errors/lamp.json", kind: "error-table", json: { id: "lamp", codes } },
    { file: "manuals.json", kind: "manuals", json: { sources } },
  ] satisfies LoadedFile[];
}

/** Without the order of lists that are looked up by a name, empty ones and the list of editions. */
function comparable(files: readonly LoadedFile[]): unknown {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      const items = value.map(sorted);
      const isKeyed = items.some((item) => /^\{.*"(?:name|code)":/.test(canonicalJson(item)));
      return isKeyed ? items.sort((a, b) => (canonicalJson(a) < canonicalJson(b) ? -1 : 1)) : items;
    }
    if (typeof value !== "object" || value === null) return value;
    const members = Object.entries(value).map(([key, one]) => [key, sorted(one)] as const);
    const isEmpty = (key: string, one: unknown): boolean =>
      ["codes", "params", "values"].includes(key) && /^(?:\[\]|\{\})$/.test(canonicalJson(one));
    return Object.fromEntries(members.filter(([key, one]) => !isEmpty(key, one)));
  };
  const told = files.filter(({ kind }) => kind !== "manuals");
  return Object.fromEntries(told.map(({ file, json }) => [file, sorted(json)]));
}

const steps: readonly EditionStep[] = [
  { manual, from: "1", to: "2" },
  { manual, from: "2", to: "3" },
  { manual, from: "3", to: "4" },
];

describe("what earlier editions said", () => {
  it("is there again for each of them, however the next ones differ", () => {
    fc.assert(
      fc.property(facts, fc.array(facts, { minLength: 1, maxLength: 3 }), (first, others) => {
        // A name that comes back is a new fact: its first life is not kept.
        const gone = new Set<string>();
        let recorded: LoadedFile[] = filesOf(first, ["1"]);
        let now = first;
        const history = [first];
        for (const [index, wanted] of others.entries()) {
          const step = steps[index] ?? steps[0];
          if (step === undefined) return;
          const next = withoutReturners(now, wanted, gone);
          const known = ["1", "2", "3", "4"].slice(0, index + 1);
          recorded = keepEarlier(recorded, filesOf(next, known), step);
          history.push(next);
          now = next;
        }
        history.forEach((then, index) => {
          const edition = String(index + 1);
          const seen = filesAsOf(recorded, { manual, edition });
          expect(comparable(seen)).toEqual(comparable(filesOf(then, [])));
        });
        expect(comparable(filesAsOf(recorded))).toEqual(comparable(filesOf(now, [])));
      }),
    );
  });

  it("is the value before the first of several edits of one step", () => {
    fc.assert(
      fc.property(facts, facts, facts, (first, second, third) => {
        const step = { manual, from: "1", to: "2" };
        const before = filesOf(first, ["1"]);
        const half = keepEarlier(before, filesOf(second, ["1"]), step);
        const gone = new Set(goneBetween(first, second));
        const last = withoutReturners(second, third, gone);
        const whole = keepEarlier(half, filesOf(last, ["1", "2"]), step);
        expect(comparable(filesAsOf(whole, { manual, edition: "1" }))).toEqual(comparable(before));
        expect(comparable(filesAsOf(whole))).toEqual(comparable(filesOf(last, [])));
      }),
    );
  });

  it("is not asked for by a correction of the edition that is there", () => {
    fc.assert(
      fc.property(facts, facts, facts, (first, second, third) => {
        const recorded = keepEarlier(filesOf(first, ["1"]), filesOf(second, ["1"]), {
          manual,
          from: "1",
          to: "2",
        });
        const corrected = keepEarlier(recorded, filesOf(third, ["1", "2"]));
        expect(comparable(filesAsOf(corrected))).toEqual(comparable(filesOf(third, [])));
      }),
    );
  });

  it("is nothing where nothing differs", () => {
    fc.assert(
      fc.property(facts, (first) => {
        const kept = keepEarlier(filesOf(first, ["1"]), filesOf(first, ["1"]), {
          manual,
          from: "1",
          to: "2",
        });
        expect(comparable(kept)).toEqual(comparable(filesOf(first, ["1"])));
      }),
    );
  });
});

/** What a later edition would bring back after an earlier one dropped it, left out. */
function withoutReturners(now: Facts, wanted: Facts, gone: Set<string>): Facts {
  const params = Object.fromEntries(
    Object.entries(wanted.params).flatMap(([name, one]) => {
      if (gone.has(`param ${name}`)) return [];
      const values = (one.values as { value: number }[] | undefined)?.filter(
        ({ value }) => !gone.has(`value ${name} ${value}`),
      );
      return [[name, values === undefined ? one : { ...one, values }] as const];
    }),
  );
  const next = {
    params,
    operations: wanted.operations.filter(({ name }) => !gone.has(`operation ${name}`)),
    codes: wanted.codes.filter(({ code }) => !gone.has(`code ${code}`)),
    hasSiren: wanted.hasSiren && !gone.has("siren"),
  };
  for (const one of goneBetween(now, next)) gone.add(one);
  return next;
}

function goneBetween(before: Facts, after: Facts): string[] {
  const left = new Set(namesIn(after));
  return namesIn(before).filter((name) => !left.has(name));
}

function namesIn({ params, operations, codes, hasSiren }: Facts): string[] {
  return [
    ...Object.keys(params).map((name) => `param ${name}`),
    ...Object.entries(params).flatMap(([name, one]) =>
      ((one.values as { value: number }[] | undefined) ?? []).map(
        ({ value }) => `value ${name} ${value}`,
      ),
    ),
    ...operations.map(({ name }) => `operation ${name}`),
    ...codes.map(({ code }) => `code ${code}`),
    ...(hasSiren ? ["siren"] : []),
  ];
}

describe("the step that a text makes", () => {
  const lists = (...ids: string[]): LoadedFile[] => [
    {
      file: "manuals.json",
      kind: "manuals",
      json: { sources: [{ id: manual, editions: ids.map((id) => ({ id })) }] },
    },
  ];
  const followed = { manual, edition: "read-1" };

  it("is none for the text that is followed", () => {
    expect(stepTo(lists("read-1"), followed, true)).toBeUndefined();
  });

  it("goes to an edition of its own, called as the caller says or by its place", () => {
    const step = { manual, from: "read-1" };
    expect(stepTo(lists("read-1"), followed, false)).toEqual({ ...step, to: "read-2" });
    expect(stepTo(lists("read-1"), followed, false, "3.0")).toEqual({ ...step, to: "3.0" });
  });

  it("goes on to the edition of which a part was accepted already", () => {
    const step = stepTo(lists("read-1", "3.0"), followed, false);
    expect(step).toEqual({ manual, from: "read-1", to: "3.0" });
  });
});
