import {
  Command,
  type Field,
  type Operation,
  type Param,
  type Range,
  withRanges,
} from "@qsmtp/protocol";
import type { ModuleCapabilities } from "./capabilities.ts";

/** What the connected module can be told: by the schema, or by its own capabilities. */
export class ModuleLimits {
  readonly #capabilities: ModuleCapabilities | undefined;
  readonly #limited = new Map<string, Operation>();

  /** Without capabilities the schema's limits hold. */
  constructor(capabilities?: ModuleCapabilities) {
    this.#capabilities = capabilities;
  }

  /** Whether the module has the operation; one that its answers leave open counts as there. */
  has({ name }: Operation): boolean {
    return own(this.#capabilities?.operations, name) !== false;
  }

  /** Builds a command within the module's limits. @throws EncodeError */
  command<Input extends object, Output, Traits>(
    operation: Operation<Input, Output, Traits>,
    input: NoInfer<Input>,
  ): Command<Output, Traits> {
    return new Command(this.#limit(operation), input);
  }

  /** The numbers that an integer argument takes. */
  ranges(operation: Operation, name: string): readonly Range[] {
    const param = this.#param(operation, name);
    return param?.type === "integer" ? (param.ranges ?? []) : [];
  }

  /** The values that an argument of named numbers takes. */
  values(operation: Operation, name: string): readonly number[] {
    const param = this.#param(operation, name);
    return param?.type === "enum" ? param.values : [];
  }

  #limit<Input, Output, Traits>(
    operation: Operation<Input, Output, Traits>,
  ): Operation<Input, Output, Traits> {
    const limits = own(this.#capabilities?.limits, operation.name);
    if (limits === undefined) return operation;
    const known = this.#limited.get(operation.name);
    if (known !== undefined) return known as Operation<Input, Output, Traits>;
    const limited = withRanges(operation, limits);
    this.#limited.set(operation.name, limited);
    return limited;
  }

  #param(operation: Operation, name: string): Param | undefined {
    return paramsOf(this.#limit(operation).args ?? []).find((param) => param.name === name);
  }
}

function paramsOf(fields: readonly Field[]): Param[] {
  return fields.flatMap((field) => {
    if ("optional" in field) return paramsOf(field.optional);
    if ("list" in field) return [field.list];
    return "const" in field ? [] : [field];
  });
}

function own<Value>(
  record: Readonly<Record<string, Value>> | undefined,
  name: string,
): Value | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}
