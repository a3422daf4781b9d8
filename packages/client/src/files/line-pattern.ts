import { fileChecksum } from "./checksum.ts";

/**
 * Bytes that a line which translates or drops some changes in a way that the module's checksum shows:
 * every value, in an order without symmetry, and those that terminals and telnet treat specially
 * again in pairs and at odd and even places.
 */
export const linePattern: Uint8Array = makePattern();

function makePattern(): Uint8Array {
  const values = Array.from({ length: 256 }, (_, value) => value);
  // A fixed shuffle: the sums of the translations below must differ, which a test holds.
  let seed = 12345;
  for (let at = values.length - 1; at > 0; at--) {
    seed = (seed * 1103515245 + 12345) % 0x80000000;
    const other = seed % (at + 1);
    const value = values[at] ?? 0;
    values[at] = values[other] ?? 0;
    values[other] = value;
  }
  const special = [
    0x0d, 0x0a, 0x41, 0x0a, 0x42, 0x0d, 0x11, 0x43, 0x13, 0xff, 0x44, 0x00, 0x09, 0x5a,
  ];
  return Uint8Array.from([...values, ...special]);
}

/** Changes that terminals, telnet and modems make, as they are called where they are switched off. */
const translations: readonly {
  readonly name: string;
  readonly change: (byte: number) => number[];
}[] = [
  { name: "LF becomes CR LF (onlcr)", change: (byte) => (byte === 0x0a ? [0x0d, 0x0a] : [byte]) },
  { name: "CR becomes LF (icrnl)", change: (byte) => [byte === 0x0d ? 0x0a : byte] },
  { name: "LF becomes CR (inlcr)", change: (byte) => [byte === 0x0a ? 0x0d : byte] },
  { name: "CR becomes CR LF", change: (byte) => (byte === 0x0d ? [0x0d, 0x0a] : [byte]) },
  { name: "CR becomes CR NUL (telnet)", change: (byte) => (byte === 0x0d ? [0x0d, 0] : [byte]) },
  { name: "0xFF is doubled (telnet)", change: (byte) => (byte === 0xff ? [byte, byte] : [byte]) },
  { name: "bit 7 is stripped (istrip)", change: (byte) => [byte & 0x7f] },
  {
    name: "capitals become small (iuclc)",
    change: (byte) => [isCapital(byte) ? byte + 0x20 : byte],
  },
  {
    name: "small letters become capital (olcuc)",
    change: (byte) => [isSmall(byte) ? byte - 0x20 : byte],
  },
  { name: "tabs become blanks (tab3)", change: (byte) => (byte === 0x09 ? [0x20, 0x20] : [byte]) },
  { name: "CR is dropped (igncr)", change: (byte) => (byte === 0x0d ? [] : [byte]) },
  { name: "LF is dropped", change: (byte) => (byte === 0x0a ? [] : [byte]) },
  {
    name: "0x11 and 0x13 are dropped (XON/XOFF)",
    change: (byte) => ([0x11, 0x13].includes(byte) ? [] : [byte]),
  },
  { name: "NUL is dropped", change: (byte) => (byte === 0 ? [] : [byte]) },
  { name: "0xFF is dropped (telnet)", change: (byte) => (byte === 0xff ? [] : [byte]) },
];

function isCapital(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}

function isSmall(byte: number): boolean {
  return byte >= 0x61 && byte <= 0x7a;
}

interface Translation {
  readonly name: string;
  /** How many bytes become of each, by its value: none, one or two. */
  readonly counts: Uint8Array;
  readonly firsts: Uint8Array;
  readonly seconds: Uint8Array;
  readonly addsNone: boolean;
}

/** Made once: a content may be long. */
const tables: readonly Translation[] = translations.map(({ name, change }) => {
  const made = Array.from({ length: 256 }, (_, byte) => change(byte));
  return {
    name,
    counts: Uint8Array.from(made, ({ length }) => length),
    firsts: Uint8Array.from(made, ([first = 0]) => first),
    seconds: Uint8Array.from(made, ([, second = 0]) => second),
    addsNone: made.every(({ length }) => length <= 1),
  };
});

interface Arrival {
  readonly name: string;
  readonly arrived: Uint8Array;
}

/** What each translation makes of a content; the module takes as many bytes as were announced. */
export function translate(content: Uint8Array): Arrival[] {
  return tables.map((translation) => ({
    name: translation.name,
    arrived: arrivedBy(translation, content),
  }));
}

function arrivedBy({ counts, firsts, seconds }: Translation, content: Uint8Array): Uint8Array {
  const arrived = new Uint8Array(content.length);
  let length = 0;
  for (let at = 0; at < content.length; at++) {
    const byte = content[at] ?? 0;
    const count = counts[byte] ?? 0;
    // Beyond the end a write changes nothing.
    if (count > 0) arrived[length++] = firsts[byte] ?? 0;
    if (count > 1) arrived[length++] = seconds[byte] ?? 0;
  }
  return length < arrived.length ? arrived.subarray(0, length) : arrived;
}

/** Whether size or sum of a content show each translation. */
export function showsTranslations(content: Uint8Array): boolean {
  const sum = fileChecksum(content);
  return tables.every((translation) => isShown(translation, content, sum));
}

/** Adds up what arrives without keeping it: every mail with a file asks this some thirty times. */
function isShown(
  { counts, firsts, seconds, addsNone }: Translation,
  content: Uint8Array,
  sum: number,
): boolean {
  const { length } = content;
  let arrivedSum = 0;
  let arrivedBytes = 0;
  for (let at = 0; at < length && arrivedBytes < length; at++) {
    const byte = content[at] ?? 0;
    const count = counts[byte] ?? 0;
    if (count === 0) {
      // Nothing makes up for what is dropped: the size shows it.
      if (addsNone) return true;
      continue;
    }
    const first = firsts[byte] ?? 0;
    arrivedSum ^= arrivedBytes++ % 2 === 0 ? first << 8 : first;
    if (count === 1 || arrivedBytes === length) continue;
    const second = seconds[byte] ?? 0;
    arrivedSum ^= arrivedBytes++ % 2 === 0 ? second << 8 : second;
  }
  return arrivedBytes !== length || arrivedSum !== sum;
}

/** What a line has made of a content, as far as size and sum tell; `undefined` for no known change. */
export function nameTranslation(
  content: Uint8Array,
  stored: { readonly bytes: number; readonly checksum: number },
): string | undefined {
  return tables.find((translation) => {
    const arrived = arrivedBy(translation, content);
    return arrived.length === stored.bytes && fileChecksum(arrived) === stored.checksum;
  })?.name;
}
