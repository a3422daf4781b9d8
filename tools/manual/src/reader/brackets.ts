/** Whether every square and angle bracket of a text is closed: else a cell has torn it. */
export function bracketsClose(text: string): boolean {
  const count = (character: string): number => text.split(character).length - 1;
  return count("[") === count("]") && count("<") === count(">");
}
