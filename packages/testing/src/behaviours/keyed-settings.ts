import type { DecodedCommand, OperationDescriptor, Param } from "@qsmtp/protocol";
import { type Answer, reply } from "../modem/answer.ts";
import type { Dialect } from "../modem/dialect.ts";
import type { Vocabulary } from "../modem/vocabulary.ts";

/** Values of one setting, by the names of its parameters. */
export type SettingValues = Readonly<Record<string, unknown>>;

/**
 * Settings of a command whose first argument is the name of a setting, as `AT+QSSLCFG` has them:
 * an operation with a reply reads the setting, one without sets it.
 */
export class KeyedSettings {
  readonly #defaults: Readonly<Record<string, SettingValues>>;
  #changed = new Map<string, SettingValues>();

  constructor(defaults: Readonly<Record<string, SettingValues>>) {
    this.#defaults = defaults;
  }

  /** The values of a setting; `undefined` for one that the module does not have. */
  get(key: string): SettingValues | undefined {
    const defaults = this.#defaults[key];
    return defaults && { ...defaults, ...this.#changed.get(key) };
  }

  set(key: string, values: SettingValues): void {
    this.#changed.set(key, { ...this.get(key), ...values });
  }

  reset(): void {
    this.#changed = new Map();
  }

  /** Whether an operation is about one of the settings. */
  has(operation: OperationDescriptor): boolean {
    const key = keyOf(operation);
    return key !== undefined && this.#defaults[key] !== undefined;
  }

  /** Answers a command on one of the settings; `undefined` for one that is not here. */
  answer({ operation, input }: DecodedCommand): Answer | undefined {
    const key = keyOf(operation);
    const values = key === undefined ? undefined : this.get(key);
    if (key === undefined || values === undefined) return undefined;
    if (operation.reply !== undefined) return reply({ ...values, ...input });
    this.set(key, input);
    return reply();
  }
}

/** Name of the setting that an operation is about. */
export function keyOf(operation: OperationDescriptor): string | undefined {
  const [first] = operation.args ?? [];
  return first !== undefined && "const" in first ? String(first.const) : undefined;
}

/** What {@link defaultSettings} gives: the same for all modules with the same operations. */
const known = new WeakMap<Vocabulary, Map<string, Readonly<Record<string, SettingValues>>>>();

/**
 * What a command's settings are before anybody has touched them: the defaults of the schema for all
 * that a query answers, and where no source gives one, nothing.
 */
export function defaultSettings(
  { vocabulary }: Dialect,
  at: string,
): Readonly<Record<string, SettingValues>> {
  const ofCommands = known.get(vocabulary) ?? new Map();
  known.set(vocabulary, ofCommands);
  const found = ofCommands.get(at) ?? settingsOf(vocabulary.operations, at);
  ofCommands.set(at, found);
  return found;
}

function settingsOf(
  operations: readonly OperationDescriptor[],
  at: string,
): Record<string, SettingValues> {
  const queries = operations.filter((operation) => operation.at === at && operation.reply);
  return Object.fromEntries(
    queries.flatMap((query): [string, SettingValues][] => {
      const key = keyOf(query);
      if (key === undefined) return [];
      const fields = query.reply?.flatMap((line) => line.fields) ?? [];
      const given = query.args?.flatMap((field) => ("name" in field ? field.name : [])) ?? [];
      const params = fields.flatMap((field) => ("name" in field ? field : []));
      const values = params
        .filter(({ name }) => !given.includes(name))
        .map((param) => [param.name, param.default ?? emptyValue(param)] as const);
      return [[key, Object.fromEntries(values)]];
    }),
  );
}

/** What stands for a value that nobody has set and no source gives. */
export function emptyValue(param: Param): unknown {
  switch (param.type) {
    case "integer":
      return param.ranges?.[0]?.[0] ?? 0;
    case "flag":
      return false;
    case "enum":
    case "keyword":
      return param.values[0];
    default:
      return "";
  }
}
