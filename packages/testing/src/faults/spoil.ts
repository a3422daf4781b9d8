import type { FaultName } from "./fault.ts";

/** What becomes of bytes on their way. */
export type Damage = "lost" | "doubled" | "flipped";

/** What a fault of either direction does to its bytes. */
export function damageOf(name: Extract<FaultName, `${Damage}-${string}`>): Damage {
  if (name.startsWith("lost")) return "lost";
  return name.startsWith("doubled") ? "doubled" : "flipped";
}

/** The bytes with `count` of them from the offset `at` on lost, doubled or changed. */
export function spoil(bytes: Uint8Array, damage: Damage, at: number, count: number): Uint8Array {
  const hit = bytes.subarray(at, at + count);
  const middle = { lost: [], doubled: [hit, hit], flipped: [hit.map((byte) => byte ^ 1)] }[damage];
  return joined([bytes.subarray(0, at), ...middle, bytes.subarray(at + hit.length)]);
}

/** Bytes one behind the other. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The offset that a fault hits where it names none: that of the byte in the middle. */
export function middleOf(lengthBytes: number): number {
  return Math.floor(lengthBytes / 2);
}
