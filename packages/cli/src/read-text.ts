import { maxBodyBytes } from "@qsmtp/protocol/facts";
import { readFileAtMost } from "./read-file-at-most.ts";
import { isStandardInput, type StandardInput } from "./standard-input.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Nothing of four times the size can be sent in any character set; up to there the client says by how
 * much it is too long.
 */
export const mostTextBytes: number = 4 * maxBodyBytes;

/** How long somebody may wonder why nothing happens. */
const quietMs = 3000;

/** Where a text may come from, in the order in which it is asked for. */
export interface TextArguments {
  /** The text itself; `-` for the standard input. */
  readonly text?: string | undefined;
  /** Path of a UTF-8 file; `-` for the standard input. */
  readonly textFile?: string | undefined;
}

/** A text with who gave it. */
export interface GivenText {
  readonly text: string;
  /** As an error calls it. */
  readonly source: string;
  /** Whether somebody asked for a text, so that an empty one is no matter of course. */
  readonly isAskedFor: boolean;
}

/**
 * The text that the options name.
 * @throws UsageError when it cannot be read, is not UTF-8 or far too long
 */
export async function readText(
  { text, textFile }: TextArguments,
  input: StandardInput,
): Promise<GivenText | undefined> {
  if (text !== undefined && text !== "-") return { text, source: "--text", isAskedFor: true };
  if (text === undefined && textFile === undefined) return undefined;
  const option = text === undefined ? "--text-file" : "--text";
  const path = textFile ?? "-";
  const isPiped = isStandardInput(path);
  const bytes = isPiped
    ? await input.readAll(`${option} ${path}`, mostTextBytes)
    : await readFileAtMost({
        option,
        source: path,
        mostBytes: mostTextBytes,
        signal: input.signal,
      });
  const source = isPiped ? "the standard input" : path;
  const read = decode(bytes, `${option}: ${source}`);
  return { text: read, source: `${option} ${path}`, isAskedFor: true };
}

/**
 * The text that the standard input gives although no option names it.
 * @param tell gets a note when nothing comes for a while
 */
export async function readPipedText(
  input: StandardInput,
  tell: (text: string) => void,
): Promise<GivenText | undefined> {
  if (input.isTerminal || input.isTaken) return undefined;
  const note = setTimeout(() => {
    tell("waiting for the text on the standard input; --text gives one, and < /dev/null none");
  }, quietMs);
  try {
    const bytes = await input.readAll("the text", mostTextBytes);
    const text = decode(bytes, "the standard input");
    return { text, source: "the standard input", isAskedFor: false };
  } finally {
    clearTimeout(note);
  }
}

function decode(bytes: Uint8Array, what: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new UsageError(`${what} is not UTF-8 text`, { cause: error });
  }
}
