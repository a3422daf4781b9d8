import { fingerprint } from "@qsmtp/codegen/fingerprint";

/**
 * Slips that vendors make and correct in a later edition. Doubled letters and `ie` for `ei` need no
 * entry.
 */
const slips: Readonly<Record<string, string>> = {
  authenication: "authentication",
  availble: "available",
  charactor: "character",
  charater: "character",
  comand: "command",
  commnad: "command",
  configration: "configuration",
  defalt: "default",
  defualt: "default",
  excute: "execute",
  excuted: "executed",
  excuting: "executing",
  funtion: "function",
  indenti: "identi",
  informations: "information",
  lenght: "length",
  maximun: "maximum",
  maxium: "maximum",
  messge: "message",
  minimun: "minimum",
  paramater: "parameter",
  paramter: "parameter",
  paremeter: "parameter",
  reponse: "response",
  respone: "response",
  retured: "returned",
  retun: "return",
  seperate: "separate",
  seperated: "separated",
  sucessfully: "successfully",
  sevrer: "server",
  specifed: "specified",
  speficied: "specified",
  transmition: "transmission",
  unsuported: "unsupported",
};

const phrases: readonly (readonly [RegExp, string])[] = [
  [/\bcan not\b/g, "cannot"],
  [/\bno enough\b/g, "not enough"],
  [/\be-?mail/g, "email"],
];

/**
 * The words as they count: without capitals, punctuation, line ends, hyphens and known slips.
 * Numbers, placeholders and signs of the wire stay.
 */
export function bareWords(text: string): string {
  let words = text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\u00AD\u200B-\u200D\u2060\uFEFF'’‘]/g, "")
    .replace(/[‐‑‒–—―−]/g, "-");
  for (const [slip, meant] of phrases) words = words.replace(slip, meant);
  return words
    .replace(/[a-z]+/g, (word) => mended(word).replace(/([a-z])\1/g, "$1"))
    .replace(/ie/g, "ei")
    .replace(/(?<=\d)[\s.,:;/-]+(?=\d)/g, (gap) => gap.trim().charAt(0) || " ")
    .replace(/(?<![a-z0-9>])-(?=\d)/g, "~")
    .replace(/(?<!\d)[^a-z0-9<>+=*#&%~]+|[^a-z0-9<>+=*#&%~]+(?!\d)/g, "");
}

/** Any word may be asked for, `constructor` too. */
function slipOf(word: string): string | undefined {
  return Object.hasOwn(slips, word) ? slips[word] : undefined;
}

function mended(word: string): string {
  const plural = slipOf(word.replace(/s$/, ""));
  return slipOf(word) ?? (plural === undefined ? word : `${plural}s`);
}

/** Eight hex digits that stand for words which may not be kept. */
export function wordsFingerprint(text: string): string {
  return fingerprint(bareWords(text), 8);
}

/** Running text in sentences. */
export function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?])\s+(?=["“<(]?[A-Z])/).filter((sentence) => sentence.trim() !== "");
}
