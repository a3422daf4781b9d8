import path from "node:path";
import { type ParseArgsOptionsConfig, parseArgs } from "node:util";

/** The outside world of a run: a repository, and somebody who reads and perhaps answers. */
export interface Surroundings {
  /** Folder with `schema/`. */
  readonly root: string;
  /** Folder that relative file names start from. */
  readonly cwd: string;
  readonly log: (text: string) => void;
  readonly error: (text: string) => void;
  /** Asks a person; left out where nobody sits there. */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
}

/** 0 in agreement or done, 1 with findings, 2 when something cannot be read or done. */
export type ExitCode = 0 | 1 | 2;

/** A command line that means nothing. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly code = "USAGE";
}

export function schemaRoot({ root }: Surroundings): string {
  return path.join(root, "schema");
}

/** @throws UsageError when an option is unknown or the number of file names is another one */
export function parseCommandLine<Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
): ReturnType<typeof parseArgs<{ options: Options; allowPositionals: true; args: string[] }>> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
