import type { LoadedFile } from "../load.ts";
import type { SchemaManual } from "../schema-types.gen.ts";

/** One edition of one manual. */
export interface EditionOf {
  /** Id in `manuals.json`. */
  readonly manual: string;
  /** Id among the manual's `editions`. */
  readonly edition: string;
}

/** What a source is at: the newest of its editions, or its version; neither when it prints none. */
export function versionOf({ editions, version }: SchemaManual): string | undefined {
  return editions?.at(-1)?.id ?? version;
}

/** No manual has such an edition. */
export class UnknownEditionError extends Error {
  override readonly name = "UnknownEditionError";
  readonly code = "UNKNOWN_EDITION";
}

/** The editions of every manual, in the order in which they came. */
export class EditionLists {
  readonly #lists: ReadonlyMap<string, readonly string[]>;

  constructor(manuals: readonly SchemaManual[]) {
    this.#lists = new Map(
      manuals.map(({ id, editions = [] }) => [id, editions.map((edition) => edition.id)]),
    );
  }

  static of(files: readonly LoadedFile[]): EditionLists {
    const manuals = files.filter(({ kind }) => kind === "manuals");
    return new EditionLists(
      manuals.flatMap(({ json }) => (json as { sources: SchemaManual[] }).sources),
    );
  }

  /** Manuals whose editions are listed. */
  get manuals(): string[] {
    return [...this.#lists].flatMap(([manual, editions]) => (editions.length > 0 ? [manual] : []));
  }

  of(manual: string): readonly string[] {
    return this.#lists.get(manual) ?? [];
  }

  newest(manual: string): string | undefined {
    return this.of(manual).at(-1);
  }

  /** Every edition that is not the newest of its manual. */
  get earlier(): EditionOf[] {
    return this.manuals.flatMap((manual) =>
      this.of(manual)
        .slice(0, -1)
        .map((edition) => ({ manual, edition })),
    );
  }

  /** Place of an edition among those of its manual. @throws UnknownEditionError */
  placeOf({ manual, edition }: EditionOf): number {
    const place = this.of(manual).indexOf(edition);
    if (place >= 0) return place;
    const known = this.of(manual).join(", ") || "none";
    throw new UnknownEditionError(
      `manuals.json lists no edition "${edition}" of "${manual}"; it lists: ${known}`,
    );
  }
}
