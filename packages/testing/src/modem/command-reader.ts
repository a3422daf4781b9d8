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

/** Reads commands as far as the schema knows them. */
export class CommandReader {
  readonly #operations = new Map<string, Operation[]>();
  readonly #longestName: number;

  constructor(operations: readonly Operation[]) {
    for (const operation of operations) {
      const namesakes = this.#operations.get(operation.at);
      if (namesakes === undefined) this.#operations.set(operation.at, [operation]);
      else namesakes.push(operation);
    }
    this.#longestName = Math.max(0, ...operations.map(({ at }) => at.length));
  }

  /**
   * Reads one command. What the schema does not know is answered `ERROR`, what it does not allow
   * with the error that the command's group has for that.
   */
  read(line: string): ReadCommand {
    try {
      return { command: decodeCommandLine(this.#namedIn(line), line) };
    } catch (error) {
      if (!isDecodeError(error)) throw error;
      const candidates = this.#operations.get(error.what.slice("AT".length)) ?? [];
      const code = error.code === "BAD_PARAMETER" ? refusalOf(candidates, error.part) : undefined;
      return { refusal: fail(code), candidates };
    }
  }

  /** The operations with whose names the line begins, found without looking at all of them. */
  #namedIn(line: string): Operation[] {
    const name = line
      .trim()
      .slice("AT".length, "AT".length + this.#longestName)
      .toUpperCase();
    const found: Operation[] = [];
    for (let end = 0; end <= name.length; end++) {
      found.push(...(this.#operations.get(name.slice(0, end)) ?? []));
    }
    return found;
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
