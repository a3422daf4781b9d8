import { type CommandModel, type Model, pascal } from "../model.ts";
import type { SchemaOperation } from "../schema-types.gen.ts";

/** The type that says what belongs to an operation besides its reply. */
export interface EmittedTraits {
  /** As it is written, e.g. `OutcomeTraits<SmtpSendResult>`. */
  readonly type: string;
  /** What it needs of the codec's descriptors. */
  readonly imported: string;
}

export function traitsOf({ data, completion }: SchemaOperation): EmittedTraits {
  if (data !== undefined) {
    // A connection that can be resumed has no length and carries bytes both ways.
    if (data.resumable) return plainly("StreamTraits");
    if (data.direction === "toModule") return plainly("PayloadTraits");
    const announced = data.length !== undefined && "connect" in data.length;
    const length = announced ? "announced" : "asked";
    return { type: `DownloadTraits<"${length}">`, imported: "DownloadTraits" };
  }
  if (completion === undefined) return plainly("PlainTraits");
  return { type: `OutcomeTraits<${pascal(completion.urc)}>`, imported: "OutcomeTraits" };
}

function plainly(name: string): EmittedTraits {
  return { type: name, imported: name };
}

/** The value types of outcomes that other files declare, by the path of the file. */
export function outcomeImports(model: Model, file: CommandModel): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { completion } of file.command.operations) {
    const home = model.commands.find(({ command }) =>
      command.urcs?.some(({ name }) => name === completion?.urc),
    );
    if (completion === undefined || home === undefined || home.path === file.path) continue;
    const names = new Set(found.get(home.path)).add(pascal(completion.urc));
    found.set(home.path, [...names]);
  }
  return found;
}
