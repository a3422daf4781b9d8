import { besideScenario } from "../../scenario/module-scenario.ts";
import type { ServedModuleOptions } from "./hosted-module.ts";

/**
 * How a module is made that somebody has asked for. What the request says wins, be it an option or its
 * scenario, and that scenario takes the place of the server's; the server's options hold for the rest.
 */
export function optionsWith(
  defaults: ServedModuleOptions,
  given: ServedModuleOptions | undefined,
): ServedModuleOptions {
  if (given?.scenario === undefined) return { ...defaults, ...given };
  const { scenario: _, historyLines, ...described } = defaults;
  // Beneath the scenario, as options would win over it.
  const scenario = { ...given.scenario, ...besideScenario(described, given.scenario) };
  return { ...(historyLines === undefined ? {} : { historyLines }), ...given, scenario };
}
