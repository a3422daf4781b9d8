import { ErrorReporting, findFiles, setErrorReporting } from "@qsmtp/protocol/commands";
import { fileErrorNumber } from "@qsmtp/protocol/facts";
import type { Channel } from "../channel/channel.ts";
import { CommandError } from "../errors/command-error.ts";
import { flash, hasStorage, isSameFile, ram } from "./names.ts";

export interface ListedFile {
  readonly name: string;
  readonly sizeBytes: number;
}

interface ListStep {
  readonly signal: AbortSignal;
  readonly batch?: number | undefined;
}

/** The files that fit a pattern, default all in RAM; `undefined` when the module does not tell. */
export async function listFiles(
  channel: Channel,
  step: ListStep,
  pattern: string = `${ram}*`,
  again = true,
): Promise<readonly ListedFile[] | undefined> {
  try {
    const { files } = (await channel.step(findFiles({ pattern }), step)).output;
    // BG96 leaves the storage out.
    const storage = hasStorage(pattern) ? pattern.slice(0, pattern.indexOf(":") + 1) : flash;
    return files.map(({ name, sizeBytes }) => {
      return { name: hasStorage(name) ? name : `${storage}${name}`, sizeBytes };
    });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    if (error.moduleError?.code === fileErrorNumber.fileNotFound) return [];
    if (error.moduleError !== undefined || !again) return undefined;
    // After a restart that nobody saw errors have no number: with one the answer can be read.
    await channel.ask(setErrorReporting({ mode: ErrorReporting.numeric }), step.signal);
    return listFiles(channel, step, pattern, false);
  }
}

/** A module that finds nothing may not know the wildcard: then each name is asked for. */
export async function listCarefully(
  channel: Channel,
  names: readonly string[],
  step: ListStep,
): Promise<readonly ListedFile[] | undefined> {
  const listed = await listFiles(channel, step);
  if (listed === undefined || listed.length > 0) return listed;
  const found: ListedFile[] = [];
  for (const name of names) found.push(...((await listFiles(channel, step, name)) ?? []));
  return found;
}

export function has(listed: readonly ListedFile[], fileName: string): boolean {
  return listed.some(({ name }) => isSameFile(name, fileName));
}

/** Whether one name is the other with one byte lost, doubled or changed. */
export function isOneByteOff(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1 || one === other) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  const rest = long.slice(at + 1);
  return rest === short.slice(at) || rest === short.slice(at + 1);
}
