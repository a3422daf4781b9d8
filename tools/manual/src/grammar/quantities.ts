import type { TokenReader } from "./token-reader.ts";
import type { Token } from "./tokens.ts";
import { readUnit, type Unit } from "./units.ts";

/** A number with the unit that is printed behind it. */
export interface Quantity {
  readonly value: number;
  readonly unit: Unit | undefined;
  readonly isHex: boolean;
  /** 1024 where a `K` stands behind the number; the value is multiplied already. */
  readonly factor: number;
}

// Maps: any word of a manual is looked up, `constructor` too.
const spelled: ReadonlyMap<string, number> = new Map(
  (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen " +
    "fifteen sixteen seventeen eighteen nineteen twenty"
  )
    .split(" ")
    .map((word, value): [string, number] => [word, value]),
);

const tens: ReadonlyMap<string, number> = new Map(
  "twenty thirty forty fifty sixty seventy eighty ninety"
    .split(" ")
    .map((word, index): [string, number] => [word, (index + 2) * 10]),
);

const magnitudes: ReadonlyMap<string, number> = new Map([
  ["hundred", 100],
  ["thousand", 1000],
]);

const factors: ReadonlyMap<string, number> = new Map([
  ["k", 1024],
  ["m", 1024 * 1024],
]);

/** A number in digits, signed or hexadecimal, or in words: `16`, `-48`, `0x10`, `twenty`. */
export function readNumber(reader: TokenReader): { value: number; isHex: boolean } | undefined {
  return reader.attempt(() => {
    const isSigned = reader.peek(1)?.isGlued === true;
    const isNegative = isSigned && reader.accept("-", "–");
    if (isSigned && !isNegative) reader.accept("+");
    const token = reader.peek();
    if (token?.kind === "number") {
      reader.next();
      return { value: isNegative ? -token.value : token.value, isHex: token.isHex };
    }
    const value = isNegative ? undefined : readSpelled(reader);
    return value === undefined ? undefined : { value, isHex: false };
  });
}

/** `twenty`, `thirty-two`, `two hundred and fifty`, `a hundred`. */
function readSpelled(reader: TokenReader): number | undefined {
  const isHundred = reader.isWord(0, "a") && reader.isWord(1, ...magnitudes.keys());
  const first = isHundred ? 1 : smallNumber(reader.peek());
  if (first === undefined) return undefined;
  reader.next();
  let total = first;
  for (;;) {
    const word = textOf(reader.peek());
    const magnitude = magnitudes.get(word);
    const isUnit = total % 100 >= 20 && total % 10 === 0;
    const digit = isUnit ? spelled.get(word) : undefined;
    if (magnitude !== undefined) total *= magnitude;
    else if (digit !== undefined && digit > 0 && digit < 10) total += digit;
    else if (total >= 100 && total % 100 === 0) {
      const behind = word === "and" ? 1 : 0;
      const more = smallNumber(reader.peek(behind));
      if (more === undefined) return total;
      if (behind > 0) reader.next();
      total += more;
    } else return total;
    reader.next();
  }
}

function smallNumber(token: Token | undefined): number | undefined {
  const word = textOf(token);
  const [ten = "", digit] = word.split("-");
  const one = digit === undefined ? 0 : spelled.get(digit);
  if (spelled.has(word)) return spelled.get(word);
  const value = tens.get(ten);
  return value === undefined || one === undefined || one > 9 ? undefined : value + one;
}

function textOf(token: Token | undefined): string {
  return token?.kind === "word" ? token.text : "";
}

/** A number with its factor and unit: `10K`, `10 Kbytes`, `1460 bytes`, `150 s`. */
export function readQuantity(reader: TokenReader): Quantity | undefined {
  return reader.attempt(() => {
    const number = readNumber(reader);
    if (number === undefined) return undefined;
    const { isHex } = number;
    const factor = readFactor(reader) ?? 1;
    return { value: number.value * factor, unit: readUnit(reader), isHex, factor };
  });
}

/** `K` behind a number stands for 1024: the vendor counts bytes with it. */
function readFactor(reader: TokenReader): number | undefined {
  const token = reader.peek();
  if (token?.kind !== "word") return undefined;
  const factor = factors.get(token.text);
  if (factor === undefined) return undefined;
  if (token.text === "m" && token.printed !== "M") return undefined;
  reader.next();
  return factor;
}
