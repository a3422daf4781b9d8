import type { DecodedCommand, Operation } from "@qsmtp/protocol";
import type { Answer } from "./answer.ts";

/** An answer now, or one that is waited for; the module is busy meanwhile. */
export type EventualAnswer<Output = unknown> = Answer<Output> | Promise<Answer<Output>>;

/** A part of what a module does. The newest that claims a command answers it. */
export interface Behaviour {
  /** Answers a command; `undefined` leaves it to older behaviours. */
  answer(command: DecodedCommand): EventualAnswer | undefined;
  /** Breaks off what is under way: the module goes off, perhaps to start again. */
  stop?(): void;
  /** Forgets what a restart makes a module forget. */
  restart?(): void;
  /** Lines that are printed behind `RDY`. */
  bootLines?(): readonly string[];
}

/** The answer to one operation. */
export interface OperationHandler {
  readonly operation: string;
  readonly answer: (input: unknown) => EventualAnswer | undefined;
}

/** Answers one operation, typed by its descriptor; `undefined` leaves it to older behaviours. */
export function on<Input, Output>(
  operation: Operation<Input, Output>,
  answer: (input: Input) => EventualAnswer<Output> | undefined,
): OperationHandler {
  return { operation: operation.name, answer: (input) => answer(input as Input) };
}

/** Makes a behaviour of handlers, one an operation. */
export function createBehaviour(
  handlers: readonly OperationHandler[],
  hooks: Pick<Behaviour, "stop" | "restart" | "bootLines"> = {},
): Behaviour {
  const answers = new Map(handlers.map((handler) => [handler.operation, handler.answer]));
  return {
    answer: ({ operation, input }) => answers.get(operation.name)?.(input),
    ...hooks,
  };
}
