/**
 * Scenarios from files: a module, what goes wrong with it, and what network and server do, as data.
 *
 * @packageDocumentation
 */

export { readScenario, ScenarioError, type ScenarioProblem } from "./read-scenario.ts";
export type {
  Scenario,
  ScenarioFile,
  ScenarioSignal,
  ServerAnswer,
  TimelineEntry,
} from "./scenario.ts";
