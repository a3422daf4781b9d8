import { encodeUrc, type OperationDescriptor, type Urc } from "@qsmtp/protocol";
import { allOperations } from "@qsmtp/protocol/catalog";
import {
  pdpDeactivatedUrc,
  simPresenceChangedUrc,
  usimStateAliasUrc,
  usimStateUrc,
} from "@qsmtp/protocol/commands";
import { defaultOf } from "@qsmtp/protocol/facts";
import type { ResolvedFamily } from "@qsmtp/protocol/families";
import type { ModuleQuirks } from "../quirks/module-quirks.ts";
import { type Vocabulary, vocabularyOf } from "./vocabulary.ts";

/** What the schema says, as one module has it: its operations, defaults and limits. */
export class Dialect {
  readonly vocabulary: Vocabulary;
  readonly quirks: ModuleQuirks;
  readonly #facts: ResolvedFamily["facts"];

  /** Without a family the module is what the schema says today. */
  constructor(
    family?: ResolvedFamily,
    operations: readonly OperationDescriptor[] = allOperations,
    quirks: ModuleQuirks = {},
  ) {
    this.quirks = quirks;
    this.vocabulary = vocabularyOf(family, operations);
    this.#facts = family?.facts ?? {};
  }

  get operations(): readonly OperationDescriptor[] {
    return this.vocabulary.operations;
  }

  /** An operation as the module has it; as it is, when the module has none. */
  of<Input, Output, Traits>(
    operation: OperationDescriptor<Input, Output, Traits>,
  ): OperationDescriptor<Input, Output, Traits> {
    const own = this.vocabulary.byName.get(operation.name) as typeof operation | undefined;
    return own ?? operation;
  }

  /** What the module assumes for an argument that is left out, or was never set. */
  defaultOf<Input, Name extends keyof Input & string>(
    operation: OperationDescriptor<Input>,
    name: Name,
  ): Exclude<Input[Name], undefined> {
    return defaultOf(this.of(operation), name);
  }

  /** An unsolicited line as the module prints it. */
  urcLine<Value>(urc: Urc<Value>, value: Value): string {
    const { quirks } = this;
    switch (urc.name) {
      case usimStateUrc.name:
        return encodeUrc(
          quirks["usim-prefix"] ? { ...urc, prefix: usimStateAliasUrc.prefix } : urc,
          value,
        );
      case simPresenceChangedUrc.name:
        return encodeUrc(urc, value).replace(":", quirks["sim-status-spacing"] ? " :" : ":");
      case pdpDeactivatedUrc.name:
        return encodeUrc(urc, value).replace(": ", quirks["tcpip-line-spacing"] ? ":" : ": ");
      default:
        return encodeUrc(urc, value);
    }
  }

  /** A limit of `@qsmtp/protocol/facts` by its name, as the module has it. */
  limit(name: string, today: number): number {
    const own = this.#facts[name];
    return typeof own === "number" ? own : today;
  }
}
