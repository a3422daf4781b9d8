/** Character sets that the module's mail client knows. */
export type MailCharsetName = "ascii" | "utf-8" | "gb2312" | "big5";

/** Lead and trail bytes of the double-byte sets; wider sets of the same decoder stay out. */
const doubleByte = {
  gb2312: { label: "gb2312", leads: [[0xa1, 0xf7]], trails: [[0xa1, 0xfe]] },
  big5: {
    label: "big5",
    leads: [[0xa1, 0xf9]],
    trails: [
      [0x40, 0x7e],
      [0xa1, 0xfe],
    ],
  },
} as const;

const tables = new Map<"gb2312" | "big5", ReadonlyMap<string, number>>();

/**
 * Encodes text. Every platform decodes these sets but encodes only UTF-8, so the double-byte tables
 * are the platform's decoder turned round, made on first use.
 * @returns `undefined` when the set lacks a character of the text
 */
export function encodeText(text: string, charset: MailCharsetName): Uint8Array | undefined {
  switch (charset) {
    case "ascii":
      return isAscii(text) ? new TextEncoder().encode(text) : undefined;
    case "utf-8":
      return new TextEncoder().encode(text);
    default:
      return encodeDoubleByte(text, charset);
  }
}

/** Whether every character is below U+0080. */
export function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) > 0x7f) return false;
  }
  return true;
}

/** Whether the text holds half of a surrogate pair, which no character set can carry. */
export function hasLoneSurrogate(text: string): boolean {
  return /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text);
}

function encodeDoubleByte(text: string, charset: "gb2312" | "big5"): Uint8Array | undefined {
  const table = tableOf(charset);
  const bytes: number[] = [];
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x80) {
      bytes.push(code);
      continue;
    }
    const pair = table.get(char);
    if (pair === undefined) return undefined;
    bytes.push(pair >> 8, pair & 0xff);
  }
  return Uint8Array.from(bytes);
}

function tableOf(charset: "gb2312" | "big5"): ReadonlyMap<string, number> {
  const known = tables.get(charset);
  if (known !== undefined) return known;
  const { label, leads, trails } = doubleByte[charset];
  const decoder = new TextDecoder(label, { fatal: true });
  const table = new Map<string, number>();
  for (const [firstLead, lastLead] of leads) {
    for (let lead = firstLead; lead <= lastLead; lead++) {
      for (const [firstTrail, lastTrail] of trails) {
        for (let trail = firstTrail; trail <= lastTrail; trail++) {
          const char = decodePair(decoder, lead, trail);
          if (char !== undefined && !table.has(char)) table.set(char, lead * 256 + trail);
        }
      }
    }
  }
  tables.set(charset, table);
  return table;
}

function decodePair(
  decoder: InstanceType<typeof TextDecoder>,
  lead: number,
  trail: number,
): string | undefined {
  try {
    const text = decoder.decode(Uint8Array.of(lead, trail));
    return [...text].length === 1 ? text : undefined;
  } catch {
    return undefined;
  }
}
