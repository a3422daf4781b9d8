import path from "node:path";
import type { ImportFound } from "./import-scan.ts";
import type { Violation } from "./judge-imports.ts";

/** Finds imports by which folders of one package depend on one another in a circle. */
export function folderCircles(imports: readonly ImportFound[]): Violation[] {
  const arrows = imports.flatMap((found) => {
    if (!found.specifier.startsWith(".") || found.file.endsWith(".test.ts")) return [];
    const from = path.posix.dirname(found.file);
    const to = path.posix.dirname(path.posix.join(from, found.specifier));
    return from === to ? [] : [{ from, to, found }];
  });
  const targets = new Map<string, { readonly to: string }[]>();
  for (const { from, to } of arrows) targets.set(from, [...(targets.get(from) ?? []), { to }]);
  return arrows.flatMap(({ from, to, found }) => {
    const way = wayBack(to, from, targets);
    if (way === undefined) return [];
    const problem = `closes a circle of folders: ${[from, ...way].map(shown).join(" -> ")}`;
    return [{ ...found, problem }];
  });
}

/** The folders from one to another, both included. */
function wayBack(
  from: string,
  to: string,
  targets: ReadonlyMap<string, readonly { readonly to: string }[]>,
): string[] | undefined {
  const ways = [[from]];
  const seen = new Set([from]);
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    const last = way.at(-1) ?? from;
    if (last === to) return way;
    for (const next of targets.get(last) ?? []) {
      if (seen.has(next.to)) continue;
      seen.add(next.to);
      ways.push([...way, next.to]);
    }
  }
  return undefined;
}

function shown(folder: string): string {
  return path.posix.basename(folder);
}
