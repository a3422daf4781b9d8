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

export function formatProblem(problem: Problem): string {
  const where = problem.pointer === "" ? problem.file : `${problem.file}#${problem.pointer}`;
  return `${where}\n  ${problem.message}\n  ${problem.remedy}`;
}
