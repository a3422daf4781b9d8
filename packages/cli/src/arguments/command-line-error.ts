import type { CommanderError } from "commander";
import { sentences } from "../sentences.ts";
import { UsageError } from "../usage-error.ts";
import { passwordRefusal } from "./output-options.ts";

/** An option that is not ours may carry a secret that was meant for another one. */
const unknownOption = /^(unknown option '(?<name>--[^=']*|-.)).*?'/s;

/** Who writes a server as a URL may write a login into it. */
const userInfo = /argument '.*@/s;

/**
 * What the parser says of a wrong command line, in the words of this program.
 * @param helpCommand what to type to read more
 * @param commandNames all that there are
 */
export function commandLineError(
  { code, message }: CommanderError,
  helpCommand: string,
  commandNames: readonly string[],
): UsageError {
  const help = `See "${helpCommand} --help"`;
  if (code === "commander.help") {
    return new UsageError(`a command is needed: ${commandNames.join(", ")}. ${help}`);
  }
  const [first = "", suggestion] = message.replace(/^error: /, "").split(/\n(?=\(Did you mean )/);
  if (/^unknown option '--?(?:pass|pwd)/i.test(first)) return passwordRefusal();
  const problem = first.replace(unknownOption, "$1'").replace(userInfo, "argument '***@");
  const further = suggestion === undefined ? help : `${suggestion.slice(1, -1)} ${help}`;
  return new UsageError(sentences(problem, further));
}
