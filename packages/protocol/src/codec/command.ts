import type { DataDirection, EarlyExit } from "../words.gen.ts";
import type { DataPhaseDescriptor, OperationDescriptor } from "./descriptor.ts";
import { formSigns } from "./form-signs.ts";
import { planOf } from "./plan.ts";
import { maskSecrets, secretsOf, writeArgument, writeMasked } from "./secrets.ts";
import { encodeUtf8 } from "./utf8.ts";
import { asValues, type Values } from "./values.ts";
import { encodeFields, missing, type ParamWriter, refuseUnknownNames } from "./write-fields.ts";

/** The data phase of one command, its parameters filled in. */
export interface DataPhase {
  /** Whether a caller gives the bytes (`toModule`) or gets them (`fromModule`). */
  readonly direction: DataDirection;
  /** Bytes announced by the command; `undefined` when only the module knows. */
  readonly lengthBytes: number | undefined;
  /** Whether the number behind `CONNECT` announces the length. */
  readonly lengthFollowsConnect: boolean;
  /** The module's own limit, when the command gives one. */
  readonly timeLimitMs: number | undefined;
  /** Whether that limit counts from the last byte instead of from `CONNECT`. */
  readonly timeIsIdle: boolean;
  /** The module answers `byte` after each `everyBytes` bytes. */
  readonly ack: { readonly everyBytes: number; readonly byte: number } | undefined;
  /** Whether the result lines still come after leaving early. */
  readonly earlyExit: EarlyExit;
}

/**
 * One command ready for the wire: its bytes, what its reply decodes to, how long it may take and
 * its data phase. Made by the functions of `@qsmtp/protocol/commands`.
 *
 * `Output` is the type of the reply and `Traits` what else belongs to the command, see `Traits` of
 * this package. `Input` is there so that the constructor knows the names of the arguments; whoever
 * takes commands leaves it out.
 */
export class Command<Output = unknown, Traits = unknown, Input = unknown> {
  /** What was asked; carries the types. */
  readonly operation: OperationDescriptor<Input, Output, Traits>;
  /** The command line for people: secrets masked, no CR. */
  readonly text: string;
  /** Its data phase, for which the caller has bytes or gets them; `undefined` when it has none. */
  readonly data: DataPhase | undefined;
  /** Set when the outcome comes in a URC after `OK`, within that time. */
  readonly completion: { readonly urc: string; readonly withinMs: number | undefined } | undefined;
  readonly #line: string;
  readonly #secrets: readonly string[];

  /**
   * Where no argument must be given, TypeScript lets any `object` and any record pass; their names
   * are looked at here all the same.
   * @throws EncodeError when the arguments cannot be carried, or are no object;
   * `UNKNOWN_PARAMETER` for a name that the operation does not have
   */
  constructor(operation: OperationDescriptor<Input, Output, Traits>, input: NoInfer<Input>) {
    const values = input as Values;
    const { args, data, completion } = operation;
    this.operation = operation;
    this.#line = encodeCommandLine(operation, values);
    const plan = planOf(args);
    this.#secrets = secretsOf(plan, values);
    this.text = plan.sensitive ? writeLine(operation, values, writeMasked) : this.#line;
    this.data = data && resolveDataPhase(data, values);
    this.completion = completion && {
      urc: completion.urc,
      withinMs: secondsToMs(completion.within, values),
    };
  }

  /** The bytes to write, CR included. */
  get bytes(): Uint8Array {
    return encodeUtf8(`${this.#line}\r`);
  }

  /** Whether it carries a secret, which {@link mask} takes out of texts. */
  get sensitive(): boolean {
    return this.#secrets.length > 0;
  }

  /** Whether another command puts the same bytes on the wire. */
  isSameAs(other: Command): boolean {
    return this.#line === other.#line;
  }

  /** Whether a received line is the module's echo of this command. */
  isEcho(line: string): boolean {
    return line === this.#line;
  }

  /** Replaces every secret of this command in a text meant for people. */
  mask(text: string): string {
    return maskSecrets(text, this.#secrets);
  }

  /** The same as `text`: a command in a message or log shows no secret. */
  toString(): string {
    return this.text;
  }
}

/**
 * Writes the command line without its CR.
 * @throws EncodeError when a value is missing, unknown, out of range, too long or holds a
 * character that a line cannot carry.
 */
export function encodeCommandLine(operation: OperationDescriptor, input: Values): string {
  const values = asValues(input, `AT${operation.at}`);
  return writeLine(operation, values, writeArgument);
}

function writeLine(operation: OperationDescriptor, input: Values, write: ParamWriter): string {
  const command = `AT${operation.at}`;
  const plan = planOf(operation.args);
  refuseUnknownNames(plan, input, command);
  const fields = encodeFields(plan, input, command, write);
  if (operation.form === "write" && fields === "") {
    throw missing(command, [...plan.names][0] ?? "input");
  }
  return command + formSigns[operation.form] + fields;
}

/** Fills a data phase's parameters from the command's arguments. */
export function resolveDataPhase(phase: DataPhaseDescriptor, input: Values): DataPhase {
  const { length, ack, time } = phase;
  const announced = length !== undefined && "param" in length ? input[length.param] : undefined;
  const acked = ack !== undefined && Number(input[ack.param]) === ack.value;
  return {
    direction: phase.direction,
    lengthBytes: typeof announced === "number" ? announced : undefined,
    lengthFollowsConnect: length !== undefined && "connect" in length,
    timeLimitMs: secondsToMs(time, input),
    timeIsIdle: phase.endsOn.includes("idleTime"),
    ack: acked ? { everyBytes: ack.everyBytes, byte: ack.byte.charCodeAt(0) } : undefined,
    earlyExit: phase.earlyExit,
  };
}

function secondsToMs(param: string | undefined, input: Values): number | undefined {
  const seconds = param === undefined ? undefined : input[param];
  return typeof seconds === "number" ? seconds * 1000 : undefined;
}
