/** Nearly every line: nothing in it can end the command but the line's end. */
const single = /^at[+$#%^*][^;]*$/i;
/** How a command goes on behind its name decides where it ends. */
const extended = /[+$#%^*](?:"[^"]*(?:"|$)|[^";])*/y;
const register = /s *\d+ *(?:\?|= *\d*)/iy;
/** The number to dial may hold letters and blanks. */
const dialling = /d[^;]*/iy;
const basic = /&? *[a-z] *\d*/iy;
/** What is none of them is refused as a whole. */
const unreadable = /(?:"[^"]*(?:"|$)|[^";])+/y;

const separators = / *;? */y;
/** What may stand behind a basic command. */
const next = /[a-z&;+$#%^*]|$/iy;

/**
 * Splits a command line into single commands, each with `AT` in front, by the rules of V.250: basic
 * commands follow each other without a separator, blanks between them count for nothing, an extended
 * one ends at a semicolon outside quotes. A line without `AT` is one command.
 */
export function splitCommands(line: string): string[] {
  const text = line.trim();
  if (single.test(text) || !/^at/i.test(text)) return [text];
  const prefix = text.slice(0, "AT".length);
  const commands: string[] = [];
  for (let at = skip(text, prefix.length); at < text.length; ) {
    const command = readCommand(text, at);
    commands.push(command);
    at = skip(text, at + command.length);
  }
  return commands.length === 0 ? [prefix] : commands.map((command) => prefix + compact(command));
}

function readCommand(text: string, at: number): string {
  const long = match(extended, text, at) ?? match(dialling, text, at);
  if (long !== undefined) return long;
  const short = match(register, text, at) ?? match(basic, text, at);
  if (short !== undefined && match(next, text, skip(text, at + short.length)) !== undefined) {
    return short;
  }
  return match(unreadable, text, at) ?? text.slice(at);
}

/** Offset behind blanks and semicolons. */
function skip(text: string, from: number): number {
  let at = from;
  for (let length = 1; length > 0; at += length) length = match(separators, text, at)?.length ?? 0;
  return at;
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Blanks count for nothing in a basic command; in an extended one they are its own affair. */
function compact(command: string): string {
  return /^[+$#%^*d]/i.test(command) ? command.trimEnd() : command.replaceAll(" ", "");
}
