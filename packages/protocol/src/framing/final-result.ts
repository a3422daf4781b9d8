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

const plus = 0x2b;
const nine = 0x39;
const capitalM = 0x4d;

export interface FinalResultOptions {
  /** Read single digits as result codes, as a module prints them under `ATV0`. Default false. */
  readonly numeric?: boolean | undefined;
}

/** Reads a final result. @returns `undefined` for every other line, also those that begin with OK */
export function parseFinalResult(
  line: string,
  options: FinalResultOptions = {},
): FinalResult | undefined {
  // Nearly every line is something else, and most of them show it early.
  const initial = line.charCodeAt(0);
  if (initial === plus) return line.charCodeAt(2) === capitalM ? parseExtended(line) : undefined;
  const text = line.trimEnd();
  if (initial <= nine) return options.numeric ? digits.get(text) : undefined;
  return words.get(text) ?? parseConnect(text);
}

function parseConnect(text: string): FinalResult | undefined {
  const match = /^CONNECT(?: (.*))?$/.exec(text);
  if (match === null) return undefined;
  const rest = match[1] ?? "";
  return { kind: "connect", lengthBytes: /^\d+$/.test(rest) ? Number(rest) : undefined };
}

function parseExtended(line: string): FinalResult | undefined {
  const match = /^\+CM([ES]) ERROR\s*:\s*(.*)$/.exec(line.trimEnd());
  if (match === null) return undefined;
  const rest = match[2] ?? "";
  return {
    kind: match[1] === "E" ? "cme" : "cms",
    error: /^\d+$/.test(rest) ? Number(rest) : rest,
  };
}
