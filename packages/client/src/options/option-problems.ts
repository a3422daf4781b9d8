import { type Command, isEncodeError, type OperationDescriptor } from "@qsmtp/protocol";
import { type OptionProblem, type OptionTable, readOptions } from "@qsmtp/transport/options";
import { InvalidOptionError } from "../errors/invalid-option.ts";
import type { ModuleLimits } from "../limits/module-limits.ts";
import { keyAdvice } from "./foreign-keys.ts";

/** Collects what is wrong with options, so that all of it is told at once. */
export class OptionProblems {
  readonly #found: OptionProblem[] = [];
  #cause: unknown;

  /** Reads options once, each key by its table; what cannot be so is left out, and told. */
  read<Options extends object>(given: unknown, table: OptionTable): Partial<Options> {
    const { options, problems } = readOptions(given, table, keyAdvice);
    this.#found.push(...problems);
    return options as Partial<Options>;
  }

  /** Of each path one problem is told, the first. */
  add(path: string, message: string, hint?: string): void {
    if (!this.knows(path)) this.#found.push({ path, message, hint });
  }

  knows(path: string): boolean {
    return this.#found.some((problem) => problem.path === path);
  }

  /** Does what may find further problems. @returns what it gave, `undefined` when it found some */
  attempt<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof InvalidOptionError)) throw error;
      for (const { path, message, hint } of error.problems) this.add(path, message, hint);
      this.#cause ??= error.cause;
      return undefined;
    }
  }

  /**
   * Builds a command. Each argument that its encoder refuses becomes a problem of the option that it
   * comes from, `places` by the argument's name.
   */
  command<Input extends object, Output, Traits>(
    limits: ModuleLimits,
    operation: OperationDescriptor<Input, Output, Traits>,
    input: NoInfer<Input>,
    places: { readonly [Name in keyof Input]?: OptionPlace },
  ): Command<Output, Traits> | undefined {
    let rest = input;
    for (;;) {
      try {
        const command = limits.command(operation, rest);
        return rest === input ? command : undefined;
      } catch (error) {
        if (!isEncodeError(error)) throw error;
        const name = error.param as keyof Input;
        const { path, hint } = places[name] ?? { path: error.param };
        this.add(path, `${error.rule}, got ${error.value}`, hint?.(error.code));
        this.#cause ??= error;
        // With one that does, the encoder comes to the arguments behind it.
        if (typeof rest[name] !== "string" || rest[name] === standIn) return undefined;
        rest = { ...rest, [name]: standIn };
      }
    }
  }

  /** @throws InvalidOptionError when there is any problem */
  throwAny(): void {
    if (this.#found.length > 0) throw new InvalidOptionError(this.#found, this.#cause);
  }

  /** Gives what was made where there is no problem. @throws InvalidOptionError when there is one */
  settle<T>(made: T | undefined): T {
    this.throwAny();
    if (made === undefined) throw new Error("options without a problem gave nothing");
    return made;
  }
}

/** The option that an argument comes from, and what to do when the encoder refuses it. */
export interface OptionPlace {
  readonly path: string;
  readonly hint?: (code: string) => string | undefined;
}

/** Any text argument takes it. */
const standIn = "a";

/**
 * Reads options that stand for themselves.
 * @throws InvalidOptionError with every problem
 */
export function checkedOptions<Options extends object>(
  given: unknown,
  table: OptionTable,
): Options {
  const problems = new OptionProblems();
  const options = problems.read<Options>(given, table);
  problems.throwAny();
  return options as Options;
}
