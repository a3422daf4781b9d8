import { type OptionProblem, readOptions } from "@qsmtp/transport/options";
import { keyAdvice } from "../checked-options.ts";
import { scenario as scenarioTable } from "../option-tables.gen.ts";
import type { Scenario } from "./scenario.ts";

/** Objects that hold objects to such a depth are no scenario, and one that holds itself never ends. */
const deepest = 32;

/** A scenario as it was at the call, or everything that is wrong with it. */
export type JudgedScenario =
  | { readonly scenario: Scenario; readonly problems: readonly [] }
  | { readonly scenario: undefined; readonly problems: readonly OptionProblem[] };

/** Judges a scenario by the table of its interface: it is plain data, and nothing else. */
export function judgeScenario(given: unknown): JudgedScenario {
  const strange = notPlain(given, "", 0);
  if (strange.length > 0) return { scenario: undefined, problems: strange };
  const { options, problems } = readOptions(given, scenarioTable, keyAdvice);
  if (problems.length > 0) return { scenario: undefined, problems };
  return { scenario: options as Scenario, problems: [] };
}

function notPlain(value: unknown, path: string, depth: number): OptionProblem[] {
  const refuse = (message: string, hint?: string): OptionProblem[] => {
    return [{ path: path === "" ? "scenario" : path, message, hint }];
  };
  if (value === null) return refuse("must not be null", "Leave it out.");
  if (value === undefined) return path === "" ? refuse("must be an object") : [];
  if (value instanceof RegExp) {
    return refuse("is a RegExp, which is no data", "Write { like } with * for any characters.");
  }
  if (typeof value === "function" || typeof value === "symbol" || typeof value === "bigint") {
    return refuse(`is a ${typeof value}, which is no data`);
  }
  if (typeof value !== "object") return path === "" ? refuse("must be an object") : [];
  if (depth > deepest) return refuse("is too deep");
  if (Array.isArray(value)) {
    if (path === "") return refuse("must be an object, is a list");
    return value.flatMap((entry, at) => notPlain(entry, `${path}[${at}]`, depth + 1));
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    return refuse("is no plain object");
  }
  return Object.entries(value).flatMap(([key, inner]) => {
    const name = /^[\w$-]{1,60}$/.test(key) ? key : JSON.stringify(key.slice(0, 60));
    return notPlain(inner, path === "" ? name : `${path}.${name}`, depth + 1);
  });
}
