import { Command } from "./command.ts";
import type { NoInput, OperationDescriptor } from "./descriptor.ts";

/**
 * One thing a caller can ask of the module, as `@qsmtp/protocol/commands` exports it: called with
 * its arguments it makes the {@link Command}, and its own properties are its descriptor.
 *
 * `Input`, `Output` and `Traits` are those of {@link OperationDescriptor}.
 */
export interface Operation<Input, Output, Traits>
  extends OperationDescriptor<Input, Output, Traits> {
  /**
   * Makes the command, which is only data: nothing is sent by it.
   * @throws EncodeError when a value cannot be carried
   */
  (...input: OperationArguments<Input>): Command<Output, Traits>;
}

/** What an operation is called with: its arguments; nothing where it has none or needs none. */
export type OperationArguments<Input> = Input extends NoInput
  ? []
  : Record<never, never> extends Input
    ? [input?: Input]
    : [input: Input];

/** Makes a descriptor callable. For generated files: only they say the types of the arguments. */
export function defineOperation<Input, Output, Traits>(
  descriptor: OperationDescriptor<Input, Output, Traits>,
): Operation<Input, Output, Traits> {
  const make = (input: unknown = {}): Command<Output, Traits> =>
    new Command<Output, Traits>(operation, input);
  Object.defineProperty(make, "name", { writable: true, enumerable: true });
  const operation: Operation<Input, Output, Traits> = Object.assign(make, descriptor);
  return operation;
}
