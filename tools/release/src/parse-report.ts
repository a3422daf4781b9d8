/** One declaration of an API report. */
export interface Declaration {
  readonly name: string;
  /** Hidden declarations are part of the API by being mentioned. */
  readonly exported: boolean;
  readonly kind: string;
  /** Its lines without comments; those of overloads one after the other. */
  readonly lines: readonly string[];
}

const head =
  /^(export )?(?:declare )?(?:abstract )?(class|interface|type|function|const|enum|let|namespace) ([\w$]+)/;

/** Takes an API report, or a list of names, apart into declarations by name. */
export function parseReport(text: string): Map<string, Declaration> {
  const code = /```ts\n([\s\S]*?)```/.exec(text)?.[1] ?? "";
  const declarations = new Map<string, Declaration>();
  for (const block of code.split(
    /\n(?=(?:export |declare |abstract |class |interface |type |function |const |enum |let |namespace |import ))/,
  )) {
    const lines = block
      .split("\n")
      .map((line) => line.trimEnd())
      .filter((line) => line !== "" && !/^\s*(\/\/|\/\*\*|\*)/.test(line));
    const match = head.exec(lines[0] ?? "");
    if (match === null) continue;
    const [, exported, kind = "", name = ""] = match;
    // A class or constant may share its name with a type.
    const key = kind === "type" || kind === "interface" ? `${name} (type)` : name;
    const earlier = declarations.get(key)?.lines ?? [];
    const all = [...earlier, ...lines];
    declarations.set(key, { name, exported: exported !== undefined, kind, lines: all });
  }
  return declarations;
}
