/** How API Extractor marks what has no doc comment; lists of names do the same. */
export const undocumentedMark = "// (undocumented)";

const marked = /^\s*\/\/ .*\(undocumented\)/;
const declaration =
  /^(?:export )?(?:declare )?(?:abstract )?(?:class|interface|type|function|const|let|enum|namespace) ([\w$]+)/;
const member =
  /^\s+(?:(?:static|abstract|protected|readonly|get|set) (?=[\w$"[]))*([\w$]+|"[^"]+"|\[|\(|<)/;

/** What a report marks as undocumented: `Lamp`, `Lamp.light`, `Lamp.()` for what can be called. */
export function undocumentedIn(report: string): string[] {
  const lines = report.split("\n");
  const places: string[] = [];
  let owner = "";
  for (const [at, line] of lines.entries()) {
    owner = declaration.exec(line)?.[1] ?? owner;
    if (!marked.test(line)) continue;
    const next = lines[at + 1] ?? "";
    places.push(declaration.exec(next)?.[1] ?? `${owner}.${memberName(next)}`);
  }
  return places;
}

function memberName(line: string): string {
  const name = member.exec(line)?.[1] ?? line.trim();
  if (name === "(" || name === "<") return "()";
  return name === "[" ? "[]" : name.replaceAll('"', "");
}
