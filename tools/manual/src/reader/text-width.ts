/** Widths of the printable characters from blank to tilde in Arial, in thousandths of its size. */
const widths: readonly number[] = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
  556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
  611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
  667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
  222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/** How wide a text is printed in the manuals' font. The unit is a thousandth of the letter size. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += widths[character.charCodeAt(0) - 32] ?? 600;
  return width;
}

/**
 * Whether a line of a column is so full that the first word of the next one did not fit: then the
 * next may go on with it.
 * @param column width of the widest line of the column
 */
export function isFull(line: string, next: string, column: number): boolean {
  const word = /^\S+/.exec(next)?.[0] ?? "";
  return textWidth(`${line} ${word}`) > column * 0.98;
}
