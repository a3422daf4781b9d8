import {
  type Field,
  isParam,
  type OperationDescriptor,
  type Param,
  type Range,
} from "./descriptor.ts";

/** What the schema, or a module's own limits, say of one argument. */
export interface ParamFacts<Value = unknown> {
  /** The numbers that an integer takes; empty for other types, and where any number will do. */
  readonly ranges: readonly Range[];
  /** The named numbers or words that it takes; empty for other types. */
  readonly values: readonly Value[];
  /** The fewest bytes of a text. */
  readonly minBytes: number;
  /** The most bytes of a text; infinite where no source gives a limit. */
  readonly maxBytes: number;
  /** What the module assumes when it is left out or was never set; `undefined` where no source says. */
  readonly default: Value | undefined;
}

/**
 * Gives range, size, values and default of an operation's argument, by its name in the API: what
 * would be typed by hand otherwise, and be wrong after the next edition of the manual.
 * @throws RangeError when the operation has no such argument
 */
export function paramOf<Input, Name extends keyof Input & string>(
  operation: OperationDescriptor<Input>,
  name: Name,
): ParamFacts<Exclude<Input[Name], undefined>> {
  const param = find(operation.args ?? [], name);
  if (param === undefined) throw new RangeError(`${operation.name} has no argument "${name}"`);
  const sized = param.type === "string" || param.type === "octets" ? param : undefined;
  return {
    ranges: (param.type === "integer" ? param.ranges : undefined) ?? [],
    values: param.type === "enum" || param.type === "keyword" ? param.values : [],
    minBytes: sized?.minBytes ?? 0,
    maxBytes: sized?.maxBytes ?? Number.POSITIVE_INFINITY,
    default: param.default,
  } as ParamFacts<Exclude<Input[Name], undefined>>;
}

/**
 * The default of an operation's argument, where code cannot do without one.
 * @throws RangeError when the operation has no such argument, or no source gives it a default
 */
export function defaultOf<Input, Name extends keyof Input & string>(
  operation: OperationDescriptor<Input>,
  name: Name,
): Exclude<Input[Name], undefined> {
  const usual = paramOf(operation, name).default;
  if (usual === undefined) throw new RangeError(`"${name}" of ${operation.name} has no default`);
  return usual;
}

function find(fields: readonly Field[], name: string): Param | undefined {
  for (const field of fields) {
    if (isParam(field)) {
      if (field.name === name) return field;
    } else if ("optional" in field) {
      const inner = find(field.optional, name);
      if (inner !== undefined) return inner;
    } else if ("list" in field && field.as === name) {
      return field.list;
    }
  }
  return undefined;
}
