import { open } from "node:fs/promises";
import { UsageError } from "./usage-error.ts";

const fewestCharacters = 16;
const mostBytes = 4096;

/**
 * Reads the token of the control port.
 * @throws UsageError for a file that cannot be read, or holds no token
 */
export async function readTokenFile(path: string): Promise<string> {
  const text = await beginningOf(path);
  const token = text.trim();
  if (token.length >= fewestCharacters && /^[\x21-\x7e]+$/.test(token)) return token;
  throw new UsageError(
    `--token-file ${path}: a token is one word of at least ${fewestCharacters} characters of ASCII`,
  );
}

async function beginningOf(path: string): Promise<string> {
  try {
    const file = await open(path, "r");
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(mostBytes), 0, mostBytes, 0);
      return buffer.subarray(0, bytesRead).toString("latin1");
    } finally {
      await file.close();
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`--token-file ${path} cannot be read (${reason})`, { cause });
  }
}
