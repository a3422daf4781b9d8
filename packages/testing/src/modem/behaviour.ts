import type { DecodedCommand, OperationDescriptor } from "@qsmtp/protocol";
import { type Answer, fail } from "./answer.ts";

/** An answer now, or one that is waited for; the module is busy meanwhile. */
export type EventualAnswer<Output = unknown> = Answer<Output> | Promise<Answer<Output>>;

/**
 * How a command ended: well, with an error of its behaviour, or refused because it could not be read.
 */
export type CommandEnd = "ok" | "failed" | "refused";

/** A part of what a module does. The newest that claims a command answers it. */
export interface Behaviour {
  /** Answers a command; `undefined` leaves it to older behaviours. */
  answer(command: DecodedCommand): EventualAnswer | undefined;
  /** Whether it answers an operation, or answers as a module without it does; `undefined` for others. */
  coverage?(operation: OperationDescriptor): "implemented" | "absent" | undefined;
  /** Is told how each command ended, whoever answered it; of one refused, what was asked for at best. */
  ended?(operation: OperationDescriptor, end: CommandEnd): void;
  /** Breaks off what is under way: the module goes off, perhaps to start again. */
  stop?(): void;
  /** Forgets what a restart makes a module forget. */
  restart?(): void;
  /** Lines that are printed behind `RDY`. */
  bootLines?(): readonly string[];
  /** Is told that the module runs again; `tells` is false when the lines of the start were given. */
  started?(tells: boolean): void;
}

/** The answer to one operation. */
export interface OperationHandler {
  /** Name of the operation in the schema. */
  readonly operation: string;
  /** Gets the decoded arguments; `undefined` leaves the command to others. */
  readonly answer: (input: unknown) => EventualAnswer | undefined;
  /** It answers as a module that does not have the operation. */
  readonly isAbsent?: boolean;
}

/** Answers one operation, typed by its descriptor; `undefined` leaves it to older behaviours. */
export function on<Input, Output>(
  /** Name of the operation in the schema. */
  operation: OperationDescriptor<Input, Output>,
  /** Gets the decoded arguments; `undefined` leaves the command to others. */
  answer: (input: Input) => EventualAnswer<NoInfer<Output>> | undefined,
): OperationHandler {
  return { operation: operation.name, answer: answer as OperationHandler["answer"] };
}

/** Answers an operation as a module that does not have it: by an error, or plain `ERROR`. */
export function absent({ name }: OperationDescriptor, error?: number): OperationHandler {
  return { operation: name, answer: () => fail(error), isAbsent: true };
}

/** Makes a behaviour of handlers, one an operation. */
export function createBehaviour(
  handlers: readonly OperationHandler[],
  hooks: Pick<Behaviour, "ended" | "stop" | "restart" | "bootLines" | "started"> = {},
): Behaviour {
  const byName = new Map(handlers.map((handler) => [handler.operation, handler]));
  return {
    answer: ({ operation, input }) => byName.get(operation.name)?.answer(input),
    coverage: ({ name }) => {
      const handler = byName.get(name);
      return handler && (handler.isAbsent ? "absent" : "implemented");
    },
    ...hooks,
  };
}
