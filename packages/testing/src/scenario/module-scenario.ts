import type { BootTimes } from "../behaviours/base/module-start.ts";
import { SimulationOptionError } from "../checked-options.ts";
import type { ModuleDescription } from "../module-description.ts";
import { judgeScenario } from "./judge-scenario.ts";
import type { Scenario } from "./scenario.ts";

/**
 * A scenario as it is at the call.
 * @throws SimulationOptionError `INVALID_OPTION` with every problem
 */
export function checkedScenario(given: Scenario): Scenario {
  const { scenario, problems } = judgeScenario(given);
  if (scenario !== undefined) return scenario;
  throw new SimulationOptionError(
    problems.map((problem) => ({ ...problem, path: pathIn(problem.path) })),
  );
}

/** What a module is made with: the options win over the scenario, object by object. */
export function besideScenario<Options extends ModuleDescription>(
  scenario: Scenario,
  options: Options,
): Options {
  const {
    $schema: _schema,
    description: _description,
    signal: _signal,
    registration: _registration,
    operator: _operator,
    technology: _technology,
    files: _files,
    commands: _commands,
    server: _server,
    timeline: _timeline,
    ...described
  } = scenario;
  const { boot, identity, mailbox, sim, storage, smtp, file, pdp, quirks, faults = [] } = options;
  return {
    ...described,
    ...options,
    ...both("boot", timesOf(described.boot), timesOf(boot)),
    ...both("identity", described.identity, identity),
    ...both("mailbox", described.mailbox, mailbox),
    ...both("sim", described.sim, sim),
    ...both("storage", described.storage, storage),
    ...both("smtp", described.smtp, smtp),
    ...both("file", described.file, file),
    ...both("pdp", described.pdp, pdp),
    ...both("quirks", described.quirks, quirks),
    faults: [...(described.faults ?? []), ...faults],
  };
}

function both<Name extends string, Options extends object>(
  name: Name,
  described: Options | undefined,
  given: Options | undefined,
): { readonly [Key in Name]?: Options } {
  if (described === undefined || given === undefined) return {};
  return { [name]: { ...described, ...given } } as { readonly [Key in Name]?: Options };
}

/** A name stands for times of its own: there is nothing to add to it, and it adds nothing. */
function timesOf(boot: ModuleDescription["boot"]): BootTimes | undefined {
  return typeof boot === "object" ? boot : undefined;
}

function pathIn(path: string): string {
  return path === "scenario" ? path : `scenario.${path}`;
}
