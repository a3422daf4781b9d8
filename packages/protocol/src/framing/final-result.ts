/** The line that ends a command, or opens its data phase. */
export type FinalResult =
  | { readonly kind: "ok" }
  | { readonly kind: "connect"; readonly lengthBytes: number | undefined }
  | { readonly kind: "error" }
  /** `+CME ERROR` or `+CMS ERROR`: a number, or words under `AT+CMEE=2`. */
  | { readonly kind: "cme" | "cms"; readonly error: number | string }
  | { readonly kind: "noCarrier" | "noDialtone" | "busy" | "noAnswer" };

/** How final results are read. */
export interface FinalResultOptions {
  /** Read single digits as result codes, as a module prints them under `ATV0`. Default false. */
  readonly numeric?: boolean | undefined;
}

const plus = 0x2b;
const capitalM = 0x4d;

/** Reads a final result. @returns `undefined` for every other line, also those that begin with OK */
export function parseFinalResult(
  line: string,
  options?: FinalResultOptions,
): FinalResult | undefined {
  if (line === "OK") return { kind: "ok" };
  // Nearly every line with a plus is something else, and its third character shows it.
  if (line.length > 2 && line.charCodeAt(0) === plus) {
    return line.charCodeAt(2) === capitalM ? parseExtended(line) : undefined;
  }
  const text = line.trimEnd();
  if (text.startsWith("CONNECT ")) return connect(text.slice("CONNECT ".length));
  const digit = options?.numeric && /^\d$/.test(text);
  const kind = digit ? codes[Number(text)] : words.get(text);
  return kind === "connect" ? connect("") : kind && { kind };
}

/** Result codes under `ATV0`, 0 to 8. 2 is RING, which ends nothing; there is no 5. */
const codes = [
  "ok",
  "connect",
  undefined,
  "noCarrier",
  "error",
  undefined,
  "noDialtone",
  "busy",
  "noAnswer",
] as const;

const words: ReadonlyMap<string, (typeof codes)[number]> = /* @__PURE__ */ new Map([
  ["OK", "ok"],
  ["CONNECT", "connect"],
  ["NO CARRIER", "noCarrier"],
  ["ERROR", "error"],
  ["NO DIALTONE", "noDialtone"],
  ["BUSY", "busy"],
  ["NO ANSWER", "noAnswer"],
]);

function connect(length: string): FinalResult {
  return { kind: "connect", lengthBytes: /^\d+$/.test(length) ? Number(length) : undefined };
}

function parseExtended(line: string): FinalResult | undefined {
  const [, letter, rest = ""] = /^\+CM([ES]) ERROR\s*:(.*)$/s.exec(line) ?? [];
  if (letter === undefined) return undefined;
  const text = rest.trim();
  const error = /^\d+$/.test(text) ? Number(text) : text;
  return { kind: letter === "E" ? "cme" : "cms", error };
}
