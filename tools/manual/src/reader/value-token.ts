/** A value of an enumeration, and its meaning where it stands on the same line. */
export interface ValueToken {
  readonly value: string;
  readonly meaning: string;
  /** Place of the meaning in the text. */
  readonly at: number;
  /** Blanks between the two; none when the value stands alone. */
  readonly blanks: number;
}

const number = String.raw`-?\d+(?:\.\d+)?`;
const hex = "0[xX][0-9A-Fa-f]+";
const token = new RegExp(
  String.raw`^((?:${hex}|${number})(?: ?[-~] ?(?:${hex}|${number}))?|"[^"]*"|Others?|Other values?)(?:(:? +)(\S.*))?$`,
);

/** A number with a unit is an amount in a sentence. */
const amount =
  /^(?:[KM]?bytes?|characters?|bits?|digits?|ms|s|seconds?|minutes?|hours?|days?|times?|%)\b[.,;]?/;

/** `0`, `1-10 text`, `0xFF  text`, `"UFS"  text`, `Others text`; nothing for any other line. */
export function valueToken(text: string): ValueToken | undefined {
  const match = token.exec(text);
  if (match === null) return undefined;
  const [, value = "", gap = "", meaning = ""] = match;
  if (amount.test(meaning) && /^\d/.test(value)) return undefined;
  return { value, meaning, at: value.length + gap.length, blanks: gap.replace(":", "").length };
}

/**
 * `UFS     text`: a word or three with a wide gap behind them, as only a layout text shows. Where the
 * words stand apart as well, the line is stretched to the width of its column.
 */
export function wordToken(text: string): ValueToken | undefined {
  const match = /^([A-Za-z][\w./-]*(?: [\w./()-]+){0,2})( {3,})(\S.*)$/.exec(text);
  if (match === null || / {2}/.test(match[3] ?? "")) return undefined;
  const [, value = "", gap = "", meaning = ""] = match;
  return { value, meaning, at: value.length + gap.length, blanks: gap.length };
}

/** The number of a value, to see whether values count upwards; nothing for words and ranges. */
export function valueNumber(value: string): number | undefined {
  const match = new RegExp(`^(?:${hex}|${number})$`).test(value);
  return match ? Number(value) : undefined;
}

/**
 * Whether a value may stand below a line. Behind an open sentence, a number is rather the next word of
 * it: `is` and `50 bytes.`
 * @param isFull whether the line before reaches the end of its column
 */
export function mayFollow(before: string, token: ValueToken, isFull: boolean): boolean {
  return endsSentence(before) || (!isFull && !/^[a-z]/.test(token.meaning));
}

/** Whether a line ends as a sentence does, so that the next may begin anything. */
export function endsSentence(text: string): boolean {
  return /[.:!?*][)"']*$|\)$/.test(text);
}
