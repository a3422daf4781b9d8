/** One fault of the schema: where it is, what is wrong and what to do. */
export interface Problem {
  /** Path of the file from the root of the schema folder. */
  readonly file: string;
  /** JSON pointer into that file; empty for the file itself. */
  readonly pointer: string;
  readonly message: string;
  readonly remedy: string;
}

/** The schema cannot be used; nothing was written. Carries every problem found, not the first. */
export class SchemaError extends Error {
  override readonly name = "SchemaError";
  readonly code = "SCHEMA_INVALID";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(`${problems.length} problem${problems.length === 1 ? "" : "s"} in the schema`);
    this.problems = problems;
  }
}

export function formatProblem({ file, pointer, message, remedy }: Problem): string {
  const where = pointer === "" ? file : `${file}#${pointer}`;
  return [where, `  ${message}`, `  ${remedy}`].map(visible).join("\n");
}

/** Shows what a terminal would obey and a person would not see: `\u{202e}`. */
export function visible(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}
