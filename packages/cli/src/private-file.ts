import { closeSync, fchmodSync, fstatSync, openSync, writeSync } from "node:fs";
import { UsageError } from "./usage-error.ts";

/** A file that only its owner reads. */
export interface PrivateFile {
  /** Writes at once, so that what is there when the process is ended tells how far it came. */
  readonly write: (text: string) => void;
  readonly close: () => void;
}

/** How such a file is made. */
export interface PrivateFileOptions {
  /** What named the file, for messages. */
  readonly option: string;
  readonly path: string;
  /** Whether one that is there is written over. */
  readonly overwrite: boolean;
  /** Called when it can be written no longer, such as on a full disk; the rest is left out. */
  readonly onFailed: (reason: string) => void;
}

/**
 * Opens a file that names servers, recipients and subjects.
 * @throws UsageError for one that cannot be written, or is there and may not be
 */
export function openPrivateFile(options: PrivateFileOptions): PrivateFile {
  const { option, path, overwrite, onFailed } = options;
  let file: number | undefined;
  try {
    file = openSync(path, overwrite ? "w" : "wx", 0o600);
    // One that was there keeps its mode otherwise.
    if (fstatSync(file).isFile()) fchmodSync(file, 0o600);
  } catch (error) {
    if (file !== undefined) closeSync(file);
    throw new UsageError(`${option} ${path} cannot be written: ${reasonOf(error)}`);
  }
  const descriptor = file;
  const close = (): void => {
    if (file !== undefined) closeSync(file);
    file = undefined;
  };
  return {
    close,
    write: (text) => {
      if (file === undefined) return;
      try {
        writeSync(descriptor, text);
      } catch (error) {
        close();
        onFailed(reasonOf(error));
      }
    },
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
