import { TransportError } from "./errors.ts";
import type { KeyAdvice, OptionProblem, OptionTable } from "./options/option-table.ts";
import { readOptions } from "./options/read-options.ts";

/**
 * Options as they are at the call, judged by their table and by `rules` between keys, which
 * learn of what paths something is wrong already.
 *
 * @throws {@link TransportError} `INVALID_OPTION` with every problem.
 */
export function checkedOptions<Options extends object>(
  given: Options | null | undefined,
  table: OptionTable,
  advice: KeyAdvice = {},
  rules: (
    options: Partial<Options>,
    isTold: (path: string) => boolean,
  ) => readonly OptionProblem[] = () => [],
): Options {
  const read = readOptions(given, table, advice);
  const options = read.options as Options;
  const isTold = (path: string): boolean => {
    return read.problems.some((known) => known.path === path || known.path.startsWith(`${path}.`));
  };
  const problems = [...read.problems, ...rules(options, isTold)];
  if (problems.length > 0) throw invalidOptions(problems);
  return options;
}

function invalidOptions(problems: readonly OptionProblem[]): TransportError {
  const sentences = problems.map(({ path, message, hint }) => {
    return `Option "${path}" ${message}.${hint === undefined ? "" : ` ${hint}`}`;
  });
  return new TransportError("INVALID_OPTION", sentences.join(" "), { problems });
}
