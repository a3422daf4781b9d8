import { invalidOption } from "../errors/invalid-option.ts";

/** Names that others use for the same, by the key that they stand for. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  user: ["username", "login", "account", "email"],
  pass: ["password", "secret"],
  username: ["user", "login"],
  password: ["pass"],
  apn: ["accessPoint"],
  smtp: ["server", "mail"],
  host: ["server", "hostname", "address"],
  security: ["secure", "ssl", "starttls", "encryption"],
  caFile: ["caPath", "certificate"],
  ca: ["cert", "certs"],
  sni: ["servername", "serverName"],
  dangerouslyAcceptAnyServer: ["rejectUnauthorized", "insecure"],
  onTrace: ["trace", "logger", "debug"],
  openTimeoutMs: ["timeout", "timeoutMs", "openTimeout"],
  contextId: ["cid", "context"],
};

/** A mistake of so many characters is taken for a slip. */
const longestSlip = 3;

/**
 * Refuses keys that mean nothing: an option that is misspelt would silently be left out.
 * @throws QsmtpError `INVALID_OPTION` naming the key, and those that may be meant
 */
export function checkKeys<Options extends object>(
  path: string,
  options: Options,
  known: Readonly<Record<keyof Options, true>>,
): void {
  const prefix = path === "" ? "" : `${path}.`;
  if (!isPlain(options)) {
    throw invalidOption(path === "" ? "options" : path, "must be an object with options");
  }
  const names = Object.keys(known);
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined || names.includes(key)) continue;
    const near = names.filter((name) => isNear(key, name)).map((name) => `${prefix}${name}`);
    const meant =
      near.length > 0
        ? `Is ${near.join(" or ")} meant?`
        : `Known here: ${[...names].sort().join(", ")}.`;
    throw invalidOption(`${prefix}${key}`, "is no option", meant);
  }
}

function isPlain(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isNear(key: string, name: string): boolean {
  const [one, other] = [key.toLowerCase(), name.toLowerCase()];
  if (otherNames[name]?.some((known) => known.toLowerCase() === one)) return true;
  const isPart = one.length > 3 && (other.startsWith(one) || one.startsWith(other));
  return isPart || distance(one, other) <= Math.min(longestSlip, Math.floor((one.length + 1) / 3));
}

/** How many characters have to be put in, left out, changed or swapped to make one of the other. */
function distance(one: string, other: string): number {
  const rows: number[][] = [];
  for (let i = 0; i <= one.length; i++) {
    const row: number[] = [];
    for (let j = 0; j <= other.length; j++) row.push(cell(rows, row, i, j, one, other));
    rows.push(row);
  }
  return rows[one.length]?.[other.length] ?? Number.POSITIVE_INFINITY;
}

function cell(
  rows: readonly (readonly number[])[],
  row: readonly number[],
  i: number,
  j: number,
  one: string,
  other: string,
): number {
  if (i === 0 || j === 0) return i + j;
  const at = (up: number, left: number): number => {
    return (up === 0 ? row : rows[i - up])?.[j - left] ?? Number.POSITIVE_INFINITY;
  };
  const isSame = one[i - 1] === other[j - 1];
  const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
  return Math.min(
    at(1, 0) + 1,
    at(0, 1) + 1,
    at(1, 1) + (isSame ? 0 : 1),
    isSwap ? at(2, 2) + 1 : Number.POSITIVE_INFINITY,
  );
}
