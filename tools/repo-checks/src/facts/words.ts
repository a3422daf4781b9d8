/** Words that say what kind of number it is and not what it is about. */
const kinds: ReadonlySet<string> = new Set(
  "max min most least at of the default usual first last all any some ms second minute byte dbm db step number num count size length value type mode state id is has get set list ask test read write to in from by per and or old new own index limit time timeout delay".split(
    " ",
  ),
);

/** `maxActiveContexts` to `active`, `context`. */
export function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((word) => (word.length > 3 ? word.replace(/(?<!s)s$/, "") : word))
    .filter((word) => word.length > 1 && !kinds.has(word));
}
