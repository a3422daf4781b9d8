import type { DataPhaseDescriptor, Operation } from "./descriptor.ts";
import { planOf } from "./plan.ts";
import { maskSecrets, secretsOf, writeArgument, writeMasked } from "./secrets.ts";
import { encodeUtf8 } from "./utf8.ts";
import { asValues, type Values } from "./values.ts";
import { encodeFields, missing, type ParamWriter, refuseUnknownNames } from "./write-fields.ts";

/** The data phase of one command, its parameters filled in. */
export interface DataPhase {
  readonly direction: "toModule" | "fromModule";
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
  readonly earlyExit: "result" | "aborted";
}

/**
 * One command ready for the wire: its bytes, what its reply decodes to, how long it may take and
 * its data phase. Made by the functions of `@qsmtp/protocol/commands`.
 */
export class Command<Output = unknown> {
  /** What was asked; carries the type of the reply. */
  readonly operation: Operation<unknown, Output>;
  /** The command line for people: secrets masked, no CR. */
  readonly text: string;
  readonly data: DataPhase | undefined;
  /** Set when the outcome comes in a URC after `OK`, within that time. */
  readonly completion: { readonly urc: string; readonly withinMs: number | undefined } | undefined;
  readonly #line: string;
  readonly #secrets: readonly string[];

  constructor(operation: Operation<unknown, Output>, input: object) {
    const values = input as Values;
    this.operation = operation;
    this.#line = encodeCommandLine(operation, values);
    const plan = planOf(operation.args);
    this.#secrets = plan.sensitive ? secretsOf(plan.steps, values) : noSecrets;
    this.text = plan.sensitive ? writeLine(operation, values, writeMasked) : this.#line;
    this.data = operation.data && resolveDataPhase(operation.data, values);
    this.completion = operation.completion && {
      urc: operation.completion.urc,
      withinMs: secondsToMs(operation.completion.within, values),
    };
  }

  /** The bytes to write, CR included. */
  get bytes(): Uint8Array {
    return encodeUtf8(`${this.#line}\r`);
  }

  /** Whether a received line is the module's echo of this command. */
  isEcho(line: string): boolean {
    return line === this.#line;
  }

  /** Replaces every secret of this command in a text meant for people. */
  mask(text: string): string {
    return maskSecrets(text, this.#secrets);
  }

  toString(): string {
    return this.text;
  }
}

/**
 * Writes the command line without its CR.
 * @throws EncodeError when a value is missing, unknown, out of range, too long or holds a
 * character that a line cannot carry.
 */
export function encodeCommandLine(operation: Operation, input: Values): string {
  const values = asValues(input, `AT${operation.at}`);
  return writeLine(operation, values, writeArgument);
}

const noSecrets: readonly string[] = [];

function writeLine(operation: Operation, input: Values, write: ParamWriter): string {
  const command = `AT${operation.at}`;
  const plan = planOf(operation.args);
  refuseUnknownNames(plan, input, command);
  switch (operation.form) {
    case "test":
      return `${command}=?`;
    case "read":
      return `${command}?`;
    case "execute":
      return command;
    case "write": {
      const fields = encodeFields(plan, input, command, write);
      if (fields === "") throw missing(command, [...plan.names][0] ?? "input");
      return `${command}=${fields}`;
    }
    case "basic":
      return command + encodeFields(plan, input, command, write);
  }
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
