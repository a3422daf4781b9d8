import { encodeText, isAscii } from "./encode-text.ts";
import type { MailCharsetName } from "./mail-charset.ts";
import { codesOf, hasTable } from "./tables.ts";

/** The character sets that a text may be written in, first choice first, with the bytes it may have. */
export type Room = ReadonlyMap<MailCharsetName, number>;

/** A text in its character set. */
export interface EncodedText {
  readonly charset: MailCharsetName;
  readonly bytes: Uint8Array;
}

/** Why no set could be chosen. */
export interface NoCharset {
  /**
   * The set in which the text is shortest, its length and what the module takes; `undefined` when no
   * set holds every character of it.
   */
  readonly tooLong:
    | { readonly charset: MailCharsetName; readonly bytes: number; readonly most: number }
    | undefined;
  /** A set in which it would fit, and the characters that keep it from being chosen unasked. */
  readonly disputed:
    | { readonly charset: MailCharsetName; readonly characters: readonly string[] }
    | undefined;
}

/**
 * The sets whose tables must be loaded before the choice: none while a set without a table does.
 * @param wanted the set that was asked for; it alone counts then. `undefined`: none
 */
export function tablesFor(
  text: string,
  room: Room,
  wanted: MailCharsetName | undefined,
): MailCharsetName[] {
  if (isAscii(text)) return [];
  const needed: MailCharsetName[] = [];
  for (const [charset, most] of candidates(room, wanted)) {
    if (hasTable(charset)) needed.push(charset);
    else if ((encodeText(text, charset)?.length ?? Number.POSITIVE_INFINITY) <= most) break;
  }
  return needed;
}

/**
 * The first set that holds the text and fits, or the one that was asked for. A set that nobody asked
 * for is chosen only when its readers agree on every character of the text.
 */
export function chooseCharset(
  text: string,
  room: Room,
  wanted: MailCharsetName | undefined,
): EncodedText | NoCharset {
  let tooLong: NoCharset["tooLong"];
  let disputed: NoCharset["disputed"];
  for (const [charset, most] of candidates(room, wanted)) {
    const bytes = encodeText(text, charset);
    if (bytes === undefined) continue;
    const characters = wanted === undefined ? disputedIn(text, charset) : [];
    if (characters.length > 0) {
      if (bytes.length <= most) disputed ??= { charset, characters };
      continue;
    }
    if (bytes.length <= most) return { charset, bytes };
    if (bytes.length < (tooLong?.bytes ?? Number.POSITIVE_INFINITY)) {
      tooLong = { charset, bytes: bytes.length, most };
    }
  }
  return { tooLong, disputed };
}

function candidates(
  room: Room,
  wanted: MailCharsetName | undefined,
): (readonly [MailCharsetName, number])[] {
  return [...room].filter(([charset]) => wanted === undefined || charset === wanted);
}

function disputedIn(text: string, charset: MailCharsetName): string[] {
  return hasTable(charset) && !isAscii(text) ? codesOf(charset).disputedIn(text) : [];
}
