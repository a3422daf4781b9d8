import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CallPlan } from "../src/call-plan.ts";
import { type Configuration, configurations } from "../src/configuration.ts";
import { noBudget } from "../src/environment.ts";
import { explore } from "../src/explore.ts";
import { mutants } from "./mutants.ts";

const stackTraceLimit = Error.stackTraceLimit;
beforeAll(() => {
  // Errors are results here; to note where each was made would take most of the time.
  Error.stackTraceLimit = 0;
});
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit;
});

/** For a reducer that never comes to an end; much longer than it takes on a busy machine. */
const limitMs = 250_000;

describe("every order of events", () => {
  const chosen = [
    ...configurations({ policies: ["queue"], bounds: { calls: 2, faults: 1, spare: 0 } }),
    ...configurations({ policies: ["drop"], bounds: { calls: 3, faults: 0, spare: 0 } }),
  ];

  it.each(chosen.map((one) => [`${one.name}, ${one.policy}`, one] as const))(
    "keeps the promises: %s",
    (_, configuration) => {
      const { violation, complete, states } = explore(configuration);
      expect(violation?.trace).toBeUndefined();
      expect(complete).toBe(true);
      expect(states).toBeGreaterThan(100);
    },
  );

  it("is the same each time", () => {
    const [first] = chosen;
    if (first === undefined) throw new Error("there is a configuration");
    const { states, transitions, depth } = explore(first);
    const again = explore(first);
    expect([again.states, again.transitions, again.depth]).toEqual([states, transitions, depth]);
  });
});

describe("a reducer that is wrong", () => {
  const body: readonly CallPlan[] = [{ kind: "body" }, { kind: "query" }];
  const bare: readonly CallPlan[] = [{ kind: "removeKnown", timeoutMs: 3000 }, { kind: "query" }];

  it.each([
    ["answerToAnyQuestion", "free", bare, 1],
    ["errorWithoutProof", "result", bare, 1],
    ["freeWithBytesOnTheirWay", "free", body, 1],
    ["endsWithoutAWord", "end", bare, 0],
    ["neverEscapes", "life", body, 0],
    ["writesOn", "mode", body, 1],
    ["throws", "crash", body, 1],
    ["alwaysFails", "plain", bare, 0],
  ] as const)("is found out: %s", (name, kind, calls, faults) => {
    const reduce = mutants[name];
    if (reduce === undefined) throw new Error(`there is no mutant ${name}`);
    const { violation } = explore(configurationOf(calls, faults), { reduce });
    expect(violation?.what).toMatch(new RegExp(`^${kind}: `));
    expect(violation?.trace).toContain("command of call 1");
  });

  const orders: readonly CallPlan[] = [{ kind: "order" }, { kind: "query" }, { kind: "order" }];
  const bareOrder: readonly CallPlan[] = [{ kind: "removeKnown" }, { kind: "order" }];
  const two: readonly CallPlan[] = [{ kind: "query" }, { kind: "query" }];
  const stream: readonly CallPlan[] = [{ kind: "stream" }];
  const lossy = { losses: 1 };
  const renewed = { detaches: 1 };

  it.each([
    ["asksTheSameAgain", "free", bare, lossy],
    ["asksTheSameAgain", "free", bare, renewed],
    ["forgetsWhatIsAbandoned", "free", two, { ...lossy, spare: 2 }],
    ["forgetsWhatIsAbandoned", "free", two, { ...renewed, spare: 2 }],
    ["believesTheNewConnection", "free", bare, lossy],
    ["keepsWhatRuns", "apart", bare, lossy],
    ["neverAttaches", "life", bare, lossy],
    ["escapesAsItGoes", "apart", body, renewed],
    ["dropsWhoWaits", "end", bare, renewed],
    ["losesOutcomes", "(outcome|result)", orders, lossy],
    ["resetAsksTheSameAgain", "free", bareOrder, { resets: 1, faults: 1, spare: 2 }],
    ["resetForgetsWhatIsAbandoned", "free", two, { resets: 1, faults: 1, spare: 2 }],
    ["resetBelievesWhatWasAsked", "free", bare, { resets: 1 }],
    ["believesSilentRestarts", "outcome", orders, { faults: 1, echoReturns: true }],
    ["pullsTwice", "plain: mode", stream, {}],
  ] as const)("that goes wrong about connections is found out: %s", (name, kind, calls, others) => {
    const reduce = mutants[name];
    if (reduce === undefined) throw new Error(`there is no mutant ${name}`);
    const configuration = configurationOf(calls, 0, others);
    const { violation } = explore(configuration, { reduce, limitMs });
    expect(violation?.what).toMatch(new RegExp(`^${kind}: `));
  });

  it.each([
    [bare, 1, {}],
    [bare, 0, lossy],
    [bare, 0, renewed],
    [bare, 0, { resets: 1 }],
    [orders, 1, { echoReturns: true, spare: 0 }],
  ] as const)("is not found where there is none: %#", (calls, faults, others) => {
    const { violation } = explore(configurationOf(calls, faults, others));
    expect(violation?.trace).toBeUndefined();
  });
});

function configurationOf(
  calls: readonly CallPlan[],
  faults: number,
  others: Partial<Configuration> = {},
): Configuration {
  return {
    ...noBudget,
    name: "",
    calls,
    policy: "queue",
    echo: false,
    controlLines: false,
    slowBlocks: true,
    echoReturns: false,
    opening: false,
    faults,
    spare: 1,
    ...others,
  };
}
