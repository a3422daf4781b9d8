import {
  type KeyAdvice,
  type OptionKind,
  type OptionProblem,
  type OptionTable,
  readOptions,
} from "@qsmtp/transport/options";
import { simulatedModuleOptions } from "./option-tables.gen.ts";

/** Options of the simulation that cannot work; nothing was done. All problems are listed. */
export class SimulationOptionError extends RangeError {
  /** Name of the class. */
  override readonly name = "SimulationOptionError";
  /** The only one of this class. */
  readonly code = "INVALID_OPTION";
  /** All that is wrong, each with the path of its option. */
  readonly problems: readonly OptionProblem[];

  constructor(problems: readonly OptionProblem[]) {
    const sentences = problems.map(({ path, message, hint }) => {
      return `Option "${path}" ${message}.${hint === undefined ? "" : ` ${hint}`}`;
    });
    super(sentences.join(" "));
    this.problems = problems;
  }
}

/** What is said to keys that are no options. */
export const keyAdvice: KeyAdvice = {
  otherNames: {
    carrier: ["relay", "server"],
    baudRate: ["baud", "speed"],
    storage: ["files"],
    connectTimeoutMs: ["timeout", "timeoutMs"],
    allowNonLoopback: ["allowExternal", "allowRemote"],
    on: ["command", "match"],
    do: ["fault", "type", "kind", "name"],
    delayMs: ["delay"],
    forMs: ["duration", "durationMs"],
    nth: ["after", "skip", "occurrence"],
    atByte: ["byte", "offset"],
  },
  elsewhere: { createSimulatedModule: simulatedModuleOptions },
};

/**
 * Options as they are at the call.
 * @throws SimulationOptionError `INVALID_OPTION` with every problem
 */
export function checkedOptions<Options extends object>(
  given: Options | null | undefined,
  table: OptionTable,
): Options {
  const { options, problems } = readOptions(given, table, keyAdvice);
  if (problems.length > 0) throw new SimulationOptionError(problems);
  return options as Options;
}

/**
 * The same for one argument that is no option object of its own.
 * @throws SimulationOptionError `INVALID_OPTION` with every problem
 */
export function checkedArgument<Value>(name: string, given: Value, kind: OptionKind): Value {
  const table = { keys: { [name]: kind }, required: [name] };
  return checkedOptions<Record<string, Value>>({ [name]: given }, table)[name] as Value;
}
