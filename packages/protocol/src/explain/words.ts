import type { OperationDescriptor } from "../codec/descriptor.ts";
import type { Evidence } from "../families/evidence.ts";
import { commandDescriptions } from "../generated/descriptions.gen.ts";
import type { CommandDescription } from "./description.ts";
import { syntaxOf } from "./syntax.ts";

/** The words of the schema about one operation or unsolicited line. */
export interface Words {
  /** What follows `AT` in its command. */
  readonly at: string;
  readonly command: CommandDescription;
  readonly summary: string;
  readonly source: readonly Evidence[];
}

/** Finds the words for an operation. */
export function wordsOfOperation({ at, name }: OperationDescriptor): Words {
  return words(at, "operations", name);
}

/** Finds the words for an unsolicited line. */
export function wordsOfUrc(name: string): Words {
  const at = Object.keys(commandDescriptions).find((key) => commandDescriptions[key]?.urcs?.[name]);
  return words(at ?? "", "urcs", name);
}

function words(at: string, kind: "operations" | "urcs", name: string): Words {
  const command = commandDescriptions[at] ?? { title: `AT${at}`, source: [] };
  const found = command[kind]?.[name];
  return {
    at,
    command,
    summary: found?.summary ?? command.title,
    source: found?.source ?? command.source,
  };
}

/** `Answer to AT+QSMTPDST?, which lists the recipients of the draft.` */
export function answerTo({ summary }: Words, operation: OperationDescriptor): string {
  return `Answer to ${syntaxOf(operation)}, which ${summary.charAt(0).toLowerCase()}${summary.slice(1)}`;
}
