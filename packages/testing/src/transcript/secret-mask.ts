/** How many different secrets are remembered, the ones seen last: a module holds far fewer. */
const maxSecrets = 1000;

const sign = "***";

/**
 * Takes secrets out of texts. What a text costs depends on its length and on how many lengths the
 * secrets have, not on their number.
 */
export class SecretMask {
  /** The oldest first. */
  readonly #secrets = new Set<string>();
  readonly #countByLength = new Map<number, number>();
  /** By the first character: at most places of a text none begins. */
  readonly #countByFirst = new Map<number, number>();

  /** Remembers secrets, to mask them in all texts from now on, in JSON too. */
  remember(secrets: readonly string[]): void {
    for (const secret of secrets.flatMap(spellings)) {
      if (secret === "") continue;
      this.#forget(secret);
      this.#secrets.add(secret);
      this.#count(secret, 1);
      const [oldest = ""] = this.#secrets;
      if (this.#secrets.size > maxSecrets) this.#forget(oldest);
    }
  }

  /** Puts `***` in the place of every secret, also of those that overlap. */
  mask(text: string): string {
    let masked = "";
    let hiddenTo = 0;
    for (let at = 0; at < text.length; at++) {
      if (!this.#countByFirst.has(text.charCodeAt(at))) continue;
      const length = this.#longestAt(text, at);
      if (length === 0) continue;
      if (at >= hiddenTo) masked += text.slice(hiddenTo, at) + sign;
      hiddenTo = Math.max(hiddenTo, at + length);
    }
    return hiddenTo === 0 ? text : masked + text.slice(hiddenTo);
  }

  #longestAt(text: string, at: number): number {
    let longest = 0;
    for (const length of this.#countByLength.keys()) {
      if (length > longest && this.#secrets.has(text.slice(at, at + length))) longest = length;
    }
    return longest;
  }

  #forget(secret: string): void {
    if (this.#secrets.delete(secret)) this.#count(secret, -1);
  }

  #count(secret: string, change: number): void {
    recount(this.#countByLength, secret.length, change);
    recount(this.#countByFirst, secret.charCodeAt(0), change);
  }
}

function recount(counts: Map<number, number>, key: number, change: number): void {
  const count = (counts.get(key) ?? 0) + change;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
}

/** A secret as it stands on the wire, and in JSON where quotes, backslashes or controls are escaped. */
function spellings(secret: string): string[] {
  const inJson = JSON.stringify(secret).slice(1, -1);
  return inJson === secret ? [secret] : [secret, inJson];
}
