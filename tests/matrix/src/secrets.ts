import { fromBytes, password } from "@qsmtp/fake-module";

/** So many characters of a password, one behind the other, are no accident. */
const pieceLength = 5;
/** A piece of the mail's text. */
const bodyPiece = "door of room";

const pieces = Array.from({ length: password.length - pieceLength + 1 }, (_, at) =>
  password.slice(at, at + pieceLength),
);

/** Names the secrets that stand in what people may read, however deep, also when they are garbled. */
export function secretsIn(value: unknown): string[] {
  const text = textOf(value, new Set());
  const found: string[] = [];
  if (pieces.some((piece) => text.includes(piece))) found.push("a piece of the password");
  if (text.includes(bodyPiece)) found.push("a piece of the mail's text");
  return found;
}

function textOf(value: unknown, seen: Set<unknown>): string {
  if (typeof value !== "object" || value === null) return String(value);
  if (seen.has(value)) return "";
  if (value instanceof Uint8Array) return fromBytes(value);
  seen.add(value);
  const parts =
    value instanceof Error ? [value.message, value.stack ?? "", textOf(value.cause, seen)] : [];
  for (const one of Object.values(value)) parts.push(textOf(one, seen));
  return parts.join("\n");
}
