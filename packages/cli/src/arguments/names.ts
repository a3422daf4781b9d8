/** Adds what an option names, separated by commas and in small letters, to what it named before. */
export function addNames(text: string, before: readonly string[] = []): readonly string[] {
  const names = text.toLowerCase().split(",");
  return [...before, ...names.map((name) => name.trim()).filter((name) => name !== "")];
}
