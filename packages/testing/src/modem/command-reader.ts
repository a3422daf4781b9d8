import {
  type DecodedCommand,
  decodeCommandLine,
  type Field,
  isDecodeError,
  type OperationDescriptor,
  type Param,
} from "@qsmtp/protocol";
import { fileErrors, smtpErrors } from "@qsmtp/protocol/commands";
import { fileErrorNumber, generalErrorNumber, smtpErrorNumber } from "@qsmtp/protocol/facts";
import { fail, type Reply } from "./answer.ts";
import { basicForm } from "./basic-form.ts";

/** A command that the schema can read, or what the module answers to one that it cannot. */
export type ReadCommand =
  | { readonly command: DecodedCommand }
  | {
      readonly refusal: Reply<never>;
      readonly candidates: readonly OperationDescriptor[];
      /** Whether the schema has the command, only not with these arguments. */
      readonly isKnown: boolean;
    };

/** Reads commands as far as the schema knows them. */
export class CommandReader {
  readonly #operations = new Map<string, OperationDescriptor[]>();
  /** What {@link CommandReader.#namedIn} has found, by the names of the schema. */
  readonly #named = new Map<string, readonly OperationDescriptor[]>();
  readonly #longestName: number;

  constructor(operations: readonly OperationDescriptor[]) {
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
  read(typed: string): ReadCommand {
    const line = basicForm(typed, (name) => this.#operations.get(name) ?? []);
    const named = this.#namedIn(line);
    if (isQuoteOpen(line)) {
      const candidates = named.filter(({ at }) => at !== "");
      const isKnown = candidates.length > 0;
      return { refusal: fail(refusalOf(candidates, undefined)), candidates, isKnown };
    }
    try {
      return { command: decodeCommandLine(named, line) };
    } catch (error) {
      if (!isDecodeError(error)) throw error;
      const candidates = this.#operations.get(error.what.slice("AT".length)) ?? [];
      const isKnown = error.code === "BAD_PARAMETER";
      const code = isKnown ? refusalOf(candidates, error.part) : undefined;
      return { refusal: fail(code), candidates, isKnown };
    }
  }

  /** The operations with whose names the line begins, found without looking at all of them. */
  #namedIn(line: string): readonly OperationDescriptor[] {
    const name = line
      .trim()
      .slice("AT".length, "AT".length + this.#longestName)
      .toUpperCase();
    const whole = /^[^=?]*/.exec(name)?.[0] ?? "";
    const known = this.#named.get(whole);
    if (known !== undefined) return known;
    const found: OperationDescriptor[] = [];
    for (let end = 0; end <= name.length; end++) {
      const namesakes = this.#operations.get(name.slice(0, end));
      if (namesakes !== undefined) found.push(...namesakes);
    }
    if (this.#operations.has(whole)) this.#named.set(whole, found);
    return found;
  }
}

/** No manual states an escape: a text can hold no quote. */
function isQuoteOpen(line: string): boolean {
  let isOpen = false;
  for (let at = line.indexOf('"'); at >= 0; at = line.indexOf('"', at + 1)) isOpen = !isOpen;
  return isOpen && /^ *at/i.test(line);
}

function refusalOf(
  candidates: readonly OperationDescriptor[],
  part: string | undefined,
): number | undefined {
  const [table] = candidates.flatMap(({ errors }) => errors ?? []);
  switch (table) {
    case smtpErrors.id:
      return smtpErrorNumber.invalidParameter;
    case fileErrors.id:
      return isText(candidates, part)
        ? fileErrorNumber.invalidFileName
        : fileErrorNumber.invalidInput;
    case undefined:
      return candidates.some(({ at }) => at.startsWith("+"))
        ? generalErrorNumber.incorrectParameters
        : undefined;
    default:
      return undefined;
  }
}

/** Whether an argument is a text: of the file commands that is a name or a pattern of names. */
function isText(candidates: readonly OperationDescriptor[], part: string | undefined): boolean {
  return candidates
    .flatMap(({ args = [] }) => paramsIn(args))
    .some(({ name, wire, type }) => (name === part || wire === part) && type === "string");
}

function paramsIn(fields: readonly Field[]): Param[] {
  return fields.flatMap((field) => {
    if ("optional" in field) return paramsIn(field.optional);
    if ("list" in field) return [field.list];
    return "const" in field ? [] : [field];
  });
}
