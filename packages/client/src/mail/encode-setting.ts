import type { Command, OperationDescriptor, PlainTraits } from "@qsmtp/protocol";
import type { ModuleLimits } from "../limits/module-limits.ts";
import { nameOf } from "../naming/name-of.ts";
import type { OptionPlace, OptionProblems } from "../options/option-problems.ts";
import type { MailWarning } from "./mail-warning.ts";
import type { Setting } from "./setting.ts";

/** The options that arguments come from; those without one of their own are the setting's. */
export type Places = Readonly<Record<string, OptionPlace>>;

interface Asked<Input, Output> {
  readonly operation: OperationDescriptor<Input, Output, PlainTraits>;
  readonly input: Input;
  readonly places?: Places | undefined;
}

/** Encodes a setting, or tells which option asks for one that the module does not have or take. */
export function settingsOf(module: ModuleLimits, problems: OptionProblems) {
  return <Input extends object, Query extends object, Told>(
    option: string,
    { operation, input, places = {} }: Asked<Input, void>,
    get: Asked<Query, Told>,
    matches: (told: Told) => boolean,
    withoutIt?: MailWarning,
  ): Setting | undefined => {
    const name = nameOf(operation);
    if (!module.has(operation)) {
      problems.add(option, `needs a setting that the module lacks: ${name}`);
      return undefined;
    }
    const own = Object.keys(input).map((key) => [key, { path: placeOf(option, key) }]);
    const all = { ...Object.fromEntries(own), ...places };
    const set = problems.command<Input, void, PlainTraits>(module, operation, input, all);
    if (set === undefined) return undefined;
    const query = module.command(get.operation, get.input) as Command;
    return { name, set, get: query, matches: (told) => matches(told as Told), withoutIt };
  };
}

/** Every setting of TLS is one of the same SSL context. */
function placeOf(option: string, argument: string): string {
  return argument === "sslContextId" ? "smtp.tls.sslContextId" : option;
}
