import type { Line } from "./line.ts";

/** One letter, or what a typesetter joins to one. */
const letters = /^(?:[A-Za-z]|f[fil])(?: {2,}(?:[A-Za-z]|f[fil]))*$/;

/** The longest word that is looked for. */
const longest = 24;

/**
 * Finds the letters of a word that is printed across the pages: alone on their lines, and always in
 * one order. Where they show no order, small letters alone are a mark when there are several.
 */
export function findWatermark(lines: readonly Line[]): Line[] {
  const single = lines.filter((line) => letters.test(line.text.trim()));
  const repeated = repeatedWord(single.map(word));
  if (repeated !== undefined) return repeated.flatMap((at) => single[at] ?? []);
  const small = single.filter((line) => word(line) === word(line).toLowerCase());
  const count = small.reduce((sum, line) => sum + line.text.trim().split(/ {2,}/).length, 0);
  return count > 1 ? small : [];
}

function word(line: Line): string {
  return line.text.replaceAll(" ", "");
}

/**
 * Places of the lines that print one word over and over: the word that explains most of them with
 * the fewest letters. Nothing when none explains nearly all.
 */
function repeatedWord(printed: readonly string[]): number[] | undefined {
  let best: number[] = [];
  let most = 0;
  for (let length = 2; length <= Math.min(longest, printed.length / 2); length++) {
    for (let start = 0; start < Math.min(length, printed.length - length); start++) {
      const whole = printed.slice(start, start + length);
      const places = new Set(whole).size > 1 ? placesOf(whole, printed, start) : [];
      if (places.length < length * 2 || places.length - length <= most) continue;
      best = places;
      most = places.length - length;
    }
  }
  return best.length > 0 && best.length >= printed.length * 0.8 ? best : undefined;
}

/** How many letters of a word a page may have lost before it is another word. */
const mostLost = 2;

/** @param start place of the first whole word */
function placesOf(whole: readonly string[], printed: readonly string[], start: number): number[] {
  const places: number[] = [];
  let next = (whole.length - (start % whole.length)) % whole.length;
  printed.forEach((text, at) => {
    for (let lost = 0; lost <= mostLost; lost++) {
      const letter = (next + lost) % whole.length;
      if (whole[letter] !== text) continue;
      places.push(at);
      next = (letter + 1) % whole.length;
      return;
    }
  });
  return places;
}
