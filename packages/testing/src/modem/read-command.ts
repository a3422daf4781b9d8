import {
  type DecodedCommand,
  decodeCommandLine,
  isDecodeError,
  type Operation,
} from "@qsmtp/protocol";
import { fail, type Reply } from "./answer.ts";

/** A command that the schema can read, or what the module answers to one that it cannot. */
export type ReadCommand =
  | { readonly command: DecodedCommand }
  | { readonly refusal: Reply<never>; readonly candidates: readonly Operation[] };

const smtpParameterWrong = 664;
const fileInputInvalid = 400;
const fileNameInvalid = 406;
const generalParametersIncorrect = 50;

/**
 * Reads one command. What the schema does not know is answered `ERROR`, what it does not allow
 * with the error that the command's group has for that.
 */
export function readCommand(operations: readonly Operation[], line: string): ReadCommand {
  try {
    return { command: decodeCommandLine(operations, line) };
  } catch (error) {
    if (!isDecodeError(error)) throw error;
    const candidates = operations.filter(({ at }) => `AT${at}` === error.what);
    const code = error.code === "BAD_PARAMETER" ? refusalOf(candidates, error.part) : undefined;
    return { refusal: fail(code), candidates };
  }
}

function refusalOf(candidates: readonly Operation[], part: string | undefined): number | undefined {
  const group = candidates.flatMap(({ errors }) => errors ?? [])[0];
  switch (group) {
    case "smtp":
      return smtpParameterWrong;
    case "file":
      return /filename$/i.test(part ?? "") ? fileNameInvalid : fileInputInvalid;
    case undefined:
      return candidates.some(({ at }) => at.startsWith("+"))
        ? generalParametersIncorrect
        : undefined;
    default:
      return undefined;
  }
}
