import type { SchemaCommand } from "@qsmtp/codegen/schema-types";

/** What a name is needed for. */
export type NamedThing =
  | "operation"
  | "parameter"
  | "type"
  | "value"
  | "event"
  | "lines"
  | "code"
  | "fact"
  | "table"
  /** Of what the manual does not say and the schema must: one of `options`. */
  | "choice"
  /** Of a whole manual: where its commands belong. */
  | "group";

/** A name that nobody has given yet. Names are API: they are asked for and never derived. */
export interface WantedName {
  readonly thing: NamedThing;
  readonly command: string;
  /** Path of the fact: `write:dim`, `params/level`, `params/kind/values/4`. */
  readonly path: string;
  /** How the name must end: that of a fact tells its unit. */
  readonly ending?: string;
  /**
   * A name from the manual's words, or the one that our schema has for the same thing: good for a
   * draft, where nobody is asked.
   */
  readonly suggest?: Suggestion;
  /** The words that a choice is made from. */
  readonly options?: readonly string[];
}

/** @param known the command of our schema with the same name */
export type Suggestion = (known: SchemaCommand | undefined) => string;

export interface Names {
  /** False where nobody is asked: what the manual does not say stays open then. */
  readonly canChoose: boolean;
  nameOf(wanted: WantedName): string;
}

/** `+XDEMOCFG/params/level`: how a name is asked for and given. */
export function keyOfName({ command, path }: WantedName): string {
  return `${command}/${path}`;
}

/** Makes names up and remembers what they were for. Good for trying a change, not for writing it. */
export class ProvisionalNames implements Names {
  readonly canChoose = true;
  readonly #wanted = new Map<string, WantedName>();

  get wanted(): readonly WantedName[] {
    return [...this.#wanted.values()];
  }

  nameOf(wanted: WantedName): string {
    this.#wanted.set(keyOfName(wanted), wanted);
    // Where a file goes by its name, any good one will do for trying.
    if (wanted.thing === "group") return "base";
    if (wanted.thing === "table") return "provisional";
    if (wanted.thing === "choice") return wanted.options?.[0] ?? "";
    const words = `${wanted.command} ${wanted.path}`.split(/[^A-Za-z0-9]+/).filter(Boolean);
    const { ending = "" } = wanted;
    const name = [...words, ending]
      .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
      .join("");
    return wanted.thing === "type" ? name : name.charAt(0).toLowerCase() + name.slice(1);
  }
}

/** The names that a person has given. */
export class GivenNames implements Names {
  readonly canChoose = true;
  readonly #given: ReadonlyMap<string, string>;

  constructor(given: ReadonlyMap<string, string>) {
    this.#given = given;
  }

  /** @throws MissingNameError when nobody gave it */
  nameOf(wanted: WantedName): string {
    const name = this.#given.get(keyOfName(wanted));
    if (name === undefined) throw new MissingNameError(wanted);
    return name;
  }
}

export class MissingNameError extends Error {
  override readonly name = "MissingNameError";
  readonly code = "NAME_MISSING";
  readonly wanted: WantedName;

  constructor(wanted: WantedName) {
    super(`the ${wanted.thing} ${keyOfName(wanted)} needs a name`);
    this.wanted = wanted;
  }
}
