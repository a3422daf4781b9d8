/**
 * Splits a command line at its semicolons into single commands, each with `AT` in front. A
 * semicolon inside quotes belongs to the parameter.
 */
export function splitCommands(line: string): string[] {
  const commands: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at <= line.length; at++) {
    const char = line.charAt(at);
    if (char === '"') quoted = !quoted;
    if (at < line.length && (char !== ";" || quoted)) continue;
    const command = line.slice(start, at).trim();
    if (start === 0) commands.push(command);
    else if (command !== "") commands.push(`AT${command}`);
    start = at + 1;
  }
  return commands;
}
