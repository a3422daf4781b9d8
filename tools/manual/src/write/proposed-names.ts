import type { SchemaCommand } from "@qsmtp/codegen/schema-types";
import type { NamedThing, Names, WantedName } from "./names.ts";
import { NameBook } from "./words-to-names.ts";

/** Things whose name is one among those of the whole package. */
const packageWide: readonly NamedThing[] = ["operation", "event", "fact"];

/** Types and lists may share a name. */
const shared: readonly NamedThing[] = ["type", "lines"];

/** Makes names up from the manual's words, or takes over those of our schema: for drafts. */
export class ProposedNames implements Names {
  readonly canChoose = false;
  readonly #books = new Map<string, NameBook>();
  readonly #package: NameBook;
  readonly #known: (at: string) => SchemaCommand | undefined;

  /** @param taken names of operations, events and facts that the draft must not use again */
  constructor(taken: Iterable<string>, known: (at: string) => SchemaCommand | undefined) {
    this.#package = new NameBook(taken);
    this.#known = known;
  }

  nameOf({ thing, command, path, suggest }: WantedName): string {
    const name = suggest?.(this.#known(command)) ?? thing;
    if (shared.includes(thing)) return name;
    if (packageWide.includes(thing)) return this.#package.give(name);
    const siblings = `${command}/${path.slice(0, Math.max(0, path.lastIndexOf("/")))}`;
    const book = this.#books.get(siblings) ?? new NameBook();
    this.#books.set(siblings, book);
    return book.give(name);
  }
}
