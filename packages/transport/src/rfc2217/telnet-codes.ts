/** Bytes of the telnet protocol (RFC 854). */
export const IAC: number = 255;
export const SB: number = 250;
export const SE: number = 240;

const VERB_CODES = { will: 251, wont: 252, do: 253, dont: 254 } as const;

/** What one side says of an option: of its own (`will`, `wont`) or the other's (`do`, `dont`). */
export type TelnetVerb = keyof typeof VERB_CODES;

const VERBS: ReadonlyMap<number, TelnetVerb> = new Map(
  (Object.keys(VERB_CODES) as TelnetVerb[]).map((verb) => [VERB_CODES[verb], verb]),
);

export function verbCode(verb: TelnetVerb): number {
  return VERB_CODES[verb];
}

export function verbOf(code: number): TelnetVerb | undefined {
  return VERBS.get(code);
}

/** Options that this client agrees to (RFC 856, RFC 858, RFC 2217). */
export const TelnetOption: {
  readonly binary: number;
  readonly suppressGoAhead: number;
  readonly comPort: number;
} = { binary: 0, suppressGoAhead: 3, comPort: 44 };
