import { stat } from "node:fs/promises";
import type { MailAttachment } from "@qsmtp/client";
import { attachmentFile } from "./attachment-file.ts";
import { unreadable } from "./read-given.ts";
import { isStandardInput, type StandardInput } from "./standard-input.ts";
import { UsageError } from "./usage-error.ts";

/** What one argument of `--attach` says. */
export interface AttachArgument {
  readonly path: string;
  /** The name under which it is sent, where it is not that of the file. */
  readonly name: string | undefined;
}

/** Takes the name off, where there can be one; whether there is, only the files tell. */
export function splitAttachArgument(
  text: string,
  platform: NodeJS.Platform = process.platform,
): AttachArgument {
  const { path, name } = /^(?<path>.+):(?<name>[^/\\:]+)$/s.exec(text)?.groups ?? {};
  const isDrive = platform === "win32" && path !== undefined && /^[a-z]$/i.test(path);
  return path === undefined || isDrive ? { path: text, name: undefined } : { path, name };
}

/**
 * Reads `PATH` or `PATH:NAME`. What is a path as it stands is one, so that a colon in a file's name
 * separates nothing.
 */
export async function parseAttachArgument(text: string): Promise<AttachArgument> {
  const split = splitAttachArgument(text);
  if (split.name === undefined || isStandardInput(split.path)) return split;
  const isSplit = !(await exists(text)) && (await exists(split.path));
  return isSplit ? split : { path: text, name: undefined };
}

/** @throws UsageError when it cannot be read, is empty or wants a name */
export async function attachGiven(text: string, input: StandardInput): Promise<MailAttachment> {
  const { path, name } = await parseAttachArgument(text);
  if (isStandardInput(path)) {
    if (name === undefined) {
      throw new UsageError(`--attach ${text}: the standard input has no name; give it one: -:NAME`);
    }
    return { filename: name, content: input.take(`--attach ${text}`) };
  }
  const file = await attachmentFile("--attach", path);
  return name === undefined ? file : { ...file, filename: name };
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR" || code === "ENAMETOOLONG") return false;
    throw unreadable("--attach", path, error);
  }
}
