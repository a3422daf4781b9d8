/** The line that ends a command, or opens its data phase. */
export type FinalResult =
  | { readonly kind: "ok" }
  | { readonly kind: "connect"; readonly lengthBytes: number | undefined }
  | { readonly kind: "error" }
  /** `+CME ERROR` or `+CMS ERROR`: a number, or words under `AT+CMEE=2`. */
  | { readonly kind: "cme" | "cms"; readonly error: number | string }
  | { readonly kind: "noCarrier" | "noDialtone" | "busy" | "noAnswer" };

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
  return parseWord(text) ?? (options?.numeric ? parseDigit(text) : undefined);
}

function parseWord(text: string): FinalResult | undefined {
  switch (text) {
    case "OK":
      return { kind: "ok" };
    case "ERROR":
      return { kind: "error" };
    case "NO CARRIER":
      return { kind: "noCarrier" };
    case "NO DIALTONE":
      return { kind: "noDialtone" };
    case "BUSY":
      return { kind: "busy" };
    case "NO ANSWER":
      return { kind: "noAnswer" };
    case "CONNECT":
      return { kind: "connect", lengthBytes: undefined };
    default:
      return text.startsWith("CONNECT ") ? parseConnect(text) : undefined;
  }
}

/** Result codes under `ATV0`, 0 to 8. 2 is RING, which ends nothing; there is no 5. */
const digits = [
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

function parseDigit(text: string): FinalResult | undefined {
  const kind = /^\d$/.test(text) ? digits[Number(text)] : undefined;
  return kind === "connect" ? { kind, lengthBytes: undefined } : kind && { kind };
}

function parseConnect(text: string): FinalResult {
  const rest = text.slice("CONNECT ".length);
  return { kind: "connect", lengthBytes: /^\d+$/.test(rest) ? Number(rest) : undefined };
}

function parseExtended(line: string): FinalResult | undefined {
  const kind = line.startsWith("+CME ERROR") ? "cme" : "cms";
  if (kind === "cms" && !line.startsWith("+CMS ERROR")) return undefined;
  const rest = line.slice("+CME ERROR".length).trimStart();
  if (!rest.startsWith(":")) return undefined;
  const text = rest.slice(1).trim();
  return { kind, error: /^\d+$/.test(text) ? Number(text) : text };
}
