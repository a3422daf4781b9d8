import { readFile } from "node:fs/promises";
import { UsageError } from "./usage-error.ts";

/**
 * Reads a file that an option names.
 * @throws UsageError
 */
export async function readGiven(option: string, path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw unreadable(option, path, error);
  }
}

/** What a file that cannot be read means for the command line. */
export function unreadable(option: string, path: string, error: unknown): UsageError {
  if (error instanceof UsageError) return error;
  const message = `${option}: cannot read ${path} (${reasonOf(error)})`;
  return new UsageError(message, { cause: error });
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "this user may not read it",
  EISDIR: "it is a directory",
};

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  return reasons[code] ?? code;
}
