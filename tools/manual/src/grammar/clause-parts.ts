import type { RowContext } from "./row-rule.ts";
import type { TokenReader } from "./token-reader.ts";

export const verbs = [
  "is set to",
  "should be",
  "must be",
  "shall be",
  "can be",
  "is within",
  "is",
  "are",
  ":",
  "=",
  "from",
  "being",
] as const;

/** `is`, `must be` or a colon between a noun and its number. */
export function acceptVerb(reader: TokenReader): boolean {
  if (!reader.acceptPhrase(...verbs)) return false;
  reader.accept(":");
  return true;
}

export interface Owner {
  readonly isOther: boolean;
  readonly isLength: boolean;
}

export const none: Owner = { isOther: false, isLength: false };

/** `of <name>`, `of the parameter`: whose range or length it is. */
export function readOwner(reader: TokenReader, row: RowContext): Owner | undefined {
  if (!reader.accept("of")) return { isOther: false, isLength: false };
  reader.accept("the", "this");
  let isLength = false;
  for (let taken = 0; taken < 7; taken += 1) {
    const token = reader.peek();
    if (token?.kind === "name") {
      reader.next();
      reader.accept("parameter");
      return { isOther: !isSameName(token.text, row.own), isLength };
    }
    const isPart = token?.kind === "quoted" || (token?.kind === "word" && isIn(token, row.quoted));
    if (isPart && taken === 0) {
      reader.next();
      return { isOther: true, isLength };
    }
    const isVerb = reader.attempt((ahead) => acceptVerb(ahead) || undefined) !== undefined;
    if (isVerb) return undefined;
    if (token?.kind !== "word") return undefined;
    if (["length", "size"].includes(token.text)) isLength = true;
    reader.next();
    const isEnd = reader.isWord(
      0,
      ":",
      "=",
      "is",
      "are",
      "should",
      "must",
      "shall",
      "can",
      "cannot",
    );
    if (isEnd) return { isOther: false, isLength };
  }
  return undefined;
}

/** Capitals and blanks tell no two names apart. */
export function isSameName(a: string, b: string): boolean {
  const bare = (name: string): string => name.replaceAll(/\s/g, "").toLowerCase();
  return bare(a) === bare(b);
}

/** A part of a format that the row prints: `zz` of `"hh:mm:sszz"`. */
function isIn({ printed }: { readonly printed: string }, quoted: string): boolean {
  return printed.length <= 4 && quoted.includes(printed);
}
