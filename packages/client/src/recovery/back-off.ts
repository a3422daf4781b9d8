/** Pauses between tries: each twice as long as the one before, up to a cap, none exactly the same. */
export interface BackOff {
  /** Before the second try, in milliseconds. */
  readonly firstDelayMs: number;
  /** The longest, in milliseconds. */
  readonly maxDelayMs: number;
  /** Part of a pause by which it is shortened or lengthened at random, 0 to 1. */
  readonly jitter: number;
}

/** The pause behind the given number of tries, in milliseconds. */
export function backOffMs(
  { firstDelayMs, maxDelayMs, jitter }: BackOff,
  tries: number,
  random: () => number = Math.random,
): number {
  const usualMs = Math.min(maxDelayMs, firstDelayMs * 2 ** Math.min(tries - 1, 40));
  return Math.max(0, Math.round(usualMs * (1 + jitter * (2 * random() - 1))));
}
