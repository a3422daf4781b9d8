import { Command, type OperationDescriptor, withRanges } from "@qsmtp/protocol";
import { type ParamFacts, paramOf } from "@qsmtp/protocol/facts";
import type { ModuleCapabilities } from "./capabilities.ts";

/** What the connected module can be told: by the schema, or by its own capabilities. */
export class ModuleLimits {
  readonly #capabilities: ModuleCapabilities | undefined;
  readonly #limited = new Map<string, OperationDescriptor>();

  /** Without capabilities the schema's limits hold. */
  constructor(capabilities?: ModuleCapabilities) {
    this.#capabilities = capabilities;
  }

  /** Whether the module has the operation; one that its answers leave open counts as there. */
  has({ name }: OperationDescriptor): boolean {
    return own(this.#capabilities?.operations, name) !== false;
  }

  /** Builds a command within the module's limits. @throws EncodeError */
  command<Input extends object, Output, Traits>(
    operation: OperationDescriptor<Input, Output, Traits>,
    input: NoInfer<Input>,
  ): Command<Output, Traits> {
    return new Command(this.#limit(operation), input);
  }

  /** What the module takes of an argument. */
  param<Input, Name extends keyof Input & string>(
    operation: OperationDescriptor<Input>,
    name: Name,
  ): ParamFacts<Exclude<Input[Name], undefined>> {
    return paramOf(this.#limit(operation), name);
  }

  /** Whether the module's own capabilities say what it takes of an argument. */
  isMeasured({ name: operation }: OperationDescriptor, name: string): boolean {
    return own(own(this.#capabilities?.limits, operation), name) !== undefined;
  }

  #limit<Input, Output, Traits>(
    operation: OperationDescriptor<Input, Output, Traits>,
  ): OperationDescriptor<Input, Output, Traits> {
    const limits = own(this.#capabilities?.limits, operation.name);
    if (limits === undefined) return operation;
    const known = this.#limited.get(operation.name);
    if (known !== undefined) return known as OperationDescriptor<Input, Output, Traits>;
    const limited = withRanges(operation, limits);
    this.#limited.set(operation.name, limited);
    return limited;
  }
}

function own<Value>(
  record: Readonly<Record<string, Value>> | undefined,
  name: string,
): Value | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}
