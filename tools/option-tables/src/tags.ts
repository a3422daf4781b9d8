import type { PropertySignature } from "ts-morph";

/** The tags of a doc comment with what stands behind them. */
export function tagsOf(declaration: PropertySignature): ReadonlyMap<string, string> {
  const tags = declaration.getJsDocs().flatMap((doc) => doc.getTags());
  return new Map(tags.map((tag) => [tag.getTagName(), tag.getCommentText() ?? ""]));
}

/** Where a number may lie: as its tags say, and a time in milliseconds where a timer can keep it. */
export function rangeOf(name: string, tags: ReadonlyMap<string, string>): Record<string, unknown> {
  const minimum = boundOf(tags, "minimum");
  const maximum = boundOf(tags, "maximum");
  return {
    ...(/(?:^m|M)s$/.test(name) ? { timer: true } : {}),
    ...(tags.has("whole") ? { whole: true } : {}),
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(tags.has("orInfinity") ? { orInfinity: true } : {}),
  };
}

function boundOf(tags: ReadonlyMap<string, string>, name: string): number | undefined {
  const text = tags.get(name);
  return text === undefined ? undefined : Number(text.trim().replaceAll(/[ _]/g, ""));
}
