/**
 * The label under which the WHATWG Encoding Standard knows a character set, found in the words about a
 * value or in its name; `undefined` where they name none.
 */
export function encodingOf(...texts: readonly string[]): string | undefined {
  const candidates = texts.flatMap((text) => [text, ...text.split(/[\s,;()"]+/)]);
  for (const candidate of candidates) {
    for (const label of [candidate, candidate.replaceAll(/[_ ]/g, "-"), withHyphen(candidate)]) {
      const found = labelOf(label);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** `iso8859` to `iso-8859`, `shiftJis` to `shift-Jis`. */
function withHyphen(text: string): string {
  return text.replaceAll(/(?<=[a-z])(?=[A-Z0-9])/g, "-");
}

function labelOf(label: string): string | undefined {
  try {
    return label === "" ? undefined : new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}
