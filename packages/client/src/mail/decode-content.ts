import { hasLoneSurrogate } from "../charset/encode-text.ts";

/** Bytes, or why a text does not stand for any. */
export type DecodedContent = Uint8Array | { readonly fault: string };

/** How the text of an attachment can stand for bytes. */
export const contentEncodings: readonly string[] = ["utf-8", "base64", "hex"];

/** The name as it is in {@link contentEncodings}; `undefined` for others. */
export function contentEncoding(name: unknown): string | undefined {
  if (typeof name !== "string") return undefined;
  const lower = name.toLowerCase();
  const known = lower === "utf8" ? "utf-8" : lower;
  return contentEncodings.includes(known) ? known : undefined;
}

/** Turns text into the bytes that it stands for. A single character that cannot be is refused. */
export function decodeContent(text: string, encoding: string): DecodedContent {
  switch (encoding) {
    case "base64":
      return fromBase64(text);
    case "hex":
      return fromHex(text);
    default:
      if (hasLoneSurrogate(text)) return { fault: "holds half of a surrogate pair" };
      return new TextEncoder().encode(text);
  }
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const digitValues = new Map([...alphabet].map((digit, value) => [digit, value]));
const noBase64 = {
  fault: "is no base64: letters, digits, + and /, filled up with = to a multiple of 4",
};
const noHex = { fault: "is no hex: two digits a byte" };

/** Lines may be broken, as mail does it. */
function fromBase64(text: string): DecodedContent {
  const filled = text.replaceAll(/[\r\n]/g, "");
  if (filled.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(filled)) return noBase64;
  const digits = filled.replace(/=+$/, "");
  const bytes = new Uint8Array(Math.floor((digits.length * 6) / 8));
  let [bits, count, at] = [0, 0, 0];
  for (const digit of digits) {
    bits = ((bits << 6) | (digitValues.get(digit) ?? 0)) & 0xfff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes[at++] = bits >> count;
  }
  // Bits that belong to no byte would be lost: the text stands for something else than was meant.
  const rest = bits & ((1 << count) - 1);
  return rest === 0 ? bytes : noBase64;
}

function fromHex(text: string): DecodedContent {
  if (!/^(?:[0-9a-f]{2})*$/i.test(text)) return noHex;
  return Uint8Array.from({ length: text.length / 2 }, (_, at) =>
    Number.parseInt(text.slice(2 * at, 2 * at + 2), 16),
  );
}
