import { repositoryUrl } from "./manifest-problems.ts";

/** A link of a markdown file. */
export interface Link {
  readonly line: number;
  readonly target: string;
}

const inline = /!?\[(?:[^[\]]|\[[^\]]*\])*\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g;
const definition = /^ {0,3}\[[^\]]+\]:\s*<?([^\s>]+)>?/g;
const html = /<(?:a|img)\s[^>]*?(?:href|src)="([^"]+)"/g;

/** Every link and picture, code left out. */
export function linksOf(markdown: string): Link[] {
  let fence: string | undefined;
  return markdown.split("\n").flatMap((text, at) => {
    const mark = /^\s*(`{3,}|~{3,})/.exec(text)?.[1];
    if (mark !== undefined) {
      if (fence === undefined) fence = mark;
      else if (mark.startsWith(fence)) fence = undefined;
      return [];
    }
    if (fence !== undefined) return [];
    const prose = text.replaceAll(/(`+)(?:(?!\1).)+\1/g, (code) => "x".repeat(code.length));
    return [inline, definition, html].flatMap((pattern) =>
      [...prose.matchAll(pattern)].map(([, target = ""]) => ({ line: at + 1, target })),
    );
  });
}

/** Where a link leads. */
export type Destination =
  | { readonly kind: "elsewhere" }
  | { readonly kind: "file"; readonly file: string; readonly anchor: string | undefined };

/**
 * Where a link leads in the repository: relative to its file, or as an address of the repository itself.
 * @param from the file that holds it, from the repository's root
 */
export function destinationOf(from: string, target: string): Destination {
  const own = new RegExp(`^${repositoryUrl}/(?:blob|tree)/main/([^#?]*)(?:\\?[^#]*)?(?:#(.*))?$`);
  const absolute = own.exec(target);
  if (absolute !== null) {
    const [, file = "", anchor] = absolute;
    // The page of a folder shows its README under an anchor of the site's own.
    return { kind: "file", file, anchor: anchor === "readme" ? undefined : anchor };
  }
  if (/^(?:[a-z][a-z\d+.-]*:|\/\/)/i.test(target)) return { kind: "elsewhere" };
  const [place = "", anchor] = target.split("#");
  if (place === "") return { kind: "file", file: from, anchor };
  const parts = from.split("/").slice(0, -1);
  for (const part of decodeURIComponent(place).split("/")) {
    if (part === "..") {
      if (parts.pop() === undefined) return { kind: "file", file: place, anchor };
    } else if (part !== "." && part !== "") parts.push(part);
  }
  return { kind: "file", file: parts.join("/"), anchor };
}

/** Anchors of a markdown file, as its headings get them. */
export function anchorsOf(markdown: string): ReadonlySet<string> {
  const counts = new Map<string, number>();
  const anchors = new Set(
    [...markdown.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, id = ""]) => id),
  );
  let inCode = false;
  for (const line of markdown.split("\n")) {
    if (/^\s*(?:```|~~~)/.test(line)) inCode = !inCode;
    const heading = inCode ? undefined : /^#{1,6}\s+(.*?)\s*#*$/.exec(line)?.[1];
    if (heading === undefined) continue;
    const words = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
    const anchor = words.replaceAll(/[^\p{L}\p{N}\p{M}\s_-]/gu, "").replaceAll(/\s/g, "-");
    const count = counts.get(anchor) ?? 0;
    counts.set(anchor, count + 1);
    anchors.add(count === 0 ? anchor : `${anchor}-${count}`);
  }
  return anchors;
}
