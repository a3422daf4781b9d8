import type { RowContext, RuleHit } from "./row-rule.ts";
import { rowRules } from "./row-rules.ts";
import { TokenReader } from "./token-reader.ts";
import { isText, type Token } from "./tokens.ts";

/** A rule's hit with the tokens that it took. */
export interface Hit {
  readonly from: number;
  readonly to: number;
  readonly hit: RuleHit;
}

/** Tries every rule at every place; a longer clause beats a shorter one that begins with it. */
export function hitsIn(tokens: readonly Token[], row: RowContext): Hit[] {
  const hits: Hit[] = [];
  for (let from = 0; from < tokens.length; from += 1) {
    const found = hitAt(tokens, from, row);
    if (found === undefined) continue;
    hits.push(found);
    from = found.to - 1;
  }
  return hits;
}

function hitAt(tokens: readonly Token[], from: number, row: RowContext): Hit | undefined {
  for (const rule of rowRules) {
    const reader = new TokenReader(tokens, from);
    const hit = rule(reader, row);
    const isInPlace = hit?.head !== "start" || isClauseStart(tokens, from);
    if (hit !== undefined && isInPlace && reader.index > from)
      return { from, to: reader.index, hit };
  }
  return undefined;
}

function isClauseStart(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1];
  return before === undefined || isText(before, ",", ";", ":", "(", "and");
}
