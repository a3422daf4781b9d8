import type { OperationDescriptor } from "@qsmtp/protocol";

const basic = /^(at)(&?[a-z])(\d*)$/i;
/** What an extended command begins with, as nearly every one does. */
const extendedSigns = "+$#%^*";
const register = /^(at)(s)(\d+)(\?|=)(\d*)$/i;

/**
 * Writes a basic command or an S register as the schema has it. A number that is left out is 0, and 0
 * behind a command that takes no number is left out: `ATE` is `ATE0`, `ATZ0` is `ATZ`.
 */
export function basicForm(
  command: string,
  namesakes: (name: string) => readonly OperationDescriptor[],
): string {
  if (extendedSigns.includes(command.charAt("AT".length))) return command;
  const [, prefix, letter = "", digits] = basic.exec(command) ?? [];
  if (prefix === undefined) return registerForm(command);
  const name = letter.toUpperCase();
  const number = Number(digits);
  const known = namesakes(name);
  if (known.some(({ form }) => form === "basic")) return `${prefix}${name}${number}`;
  return number === 0 && known.length > 0 ? `${prefix}${name}` : command;
}

function registerForm(command: string): string {
  const [, prefix = "", letter = "", number, sign, value] = register.exec(command) ?? [];
  if (number === undefined) return command;
  return `${prefix}${letter}${Number(number)}${sign}${sign === "=" ? Number(value) : ""}`;
}
