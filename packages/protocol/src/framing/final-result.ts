/** The line that ends a command, or opens its data phase. */
export type FinalResult =
  | { readonly kind: "ok" }
  | { readonly kind: "connect"; readonly lengthBytes: number | undefined }
  | { readonly kind: "error" }
  /** `+CME ERROR` or `+CMS ERROR`: a number, or words under `AT+CMEE=2`. */
  | { readonly kind: "cme" | "cms"; readonly error: number | string }
  | { readonly kind: "noCarrier" | "noDialtone" | "busy" | "noAnswer" };

const words: ReadonlyMap<string, FinalResult> = /* @__PURE__ */ new Map<string, FinalResult>([
  ["OK", { kind: "ok" }],
  ["ERROR", { kind: "error" }],
  ["NO CARRIER", { kind: "noCarrier" }],
  ["NO DIALTONE", { kind: "noDialtone" }],
  ["BUSY", { kind: "busy" }],
  ["NO ANSWER", { kind: "noAnswer" }],
]);

/** Result codes under `ATV0`. 2 is RING, which ends nothing; there is no 5. */
const digits: ReadonlyMap<string, FinalResult> = /* @__PURE__ */ new Map<string, FinalResult>([
  ["0", { kind: "ok" }],
  ["1", { kind: "connect", lengthBytes: undefined }],
  ["3", { kind: "noCarrier" }],
  ["4", { kind: "error" }],
  ["6", { kind: "noDialtone" }],
  ["7", { kind: "busy" }],
  ["8", { kind: "noAnswer" }],
]);

export interface FinalResultOptions {
  /** Read single digits as result codes, as a module prints them under `ATV0`. Default false. */
  readonly numeric?: boolean | undefined;
}

/** Reads a final result. @returns `undefined` for every other line, also those that begin with OK */
export function parseFinalResult(
  line: string,
  options: FinalResultOptions = {},
): FinalResult | undefined {
  const text = line.trimEnd();
  const plain = words.get(text) ?? (options.numeric ? digits.get(text) : undefined);
  if (plain !== undefined) return plain;
  if (text.startsWith("CONNECT")) return parseConnect(text);
  if (text.startsWith("+CME ERROR")) return parseExtended("cme", text);
  if (text.startsWith("+CMS ERROR")) return parseExtended("cms", text);
  return undefined;
}

function parseConnect(text: string): FinalResult | undefined {
  const match = /^CONNECT(?: (.*))?$/.exec(text);
  if (match === null) return undefined;
  const rest = match[1] ?? "";
  return { kind: "connect", lengthBytes: /^\d+$/.test(rest) ? Number(rest) : undefined };
}

function parseExtended(kind: "cme" | "cms", text: string): FinalResult | undefined {
  const match = /^\+CM[ES] ERROR\s*:\s*(.*)$/.exec(text);
  if (match === null) return undefined;
  const rest = match[1] ?? "";
  return { kind, error: /^\d+$/.test(rest) ? Number(rest) : rest };
}
