import type { TelnetVerb } from "./telnet-codes.ts";
import { encodeNegotiation } from "./telnet-encoder.ts";

/** Whose behaviour an option changes. */
export type Side = "ours" | "theirs";

/** `asked` until the other side has answered. */
type OptionState = "asked" | "agreed" | "refused";

/**
 * Which options both sides agree to (RFC 854, RFC 1143). It asks for all it wants at once, refuses
 * everything else, and says each thing at most once, so that no peer can draw it into a loop. It
 * does no I/O.
 */
export class OptionNegotiation {
  /** What was asked for. What is not listed is not wanted. */
  readonly #wanted = new Map<string, OptionState>();
  readonly #said = new Set<string>();
  readonly #send: (bytes: Uint8Array) => void;

  constructor(send: (bytes: Uint8Array) => void) {
    this.#send = send;
  }

  /** Asks for an option. */
  want(side: Side, option: number): void {
    this.#wanted.set(key(side, option), "asked");
    this.#say(side === "ours" ? "will" : "do", option);
  }

  receive(verb: TelnetVerb, option: number): void {
    const side = verb === "do" || verb === "dont" ? "ours" : "theirs";
    const isAgreeing = verb === "do" || verb === "will";
    const name = key(side, option);
    const state = this.#wanted.get(name);
    if (state !== undefined) this.#wanted.set(name, isAgreeing ? "agreed" : "refused");
    const isRefusal = state === undefined && isAgreeing;
    const isTakenBack = state === "agreed" && !isAgreeing;
    if (isRefusal || isTakenBack) this.#say(side === "ours" ? "wont" : "dont", option);
  }

  /** `undefined` for an option that was never asked for. */
  state(side: Side, option: number): OptionState | undefined {
    return this.#wanted.get(key(side, option));
  }

  #say(verb: TelnetVerb, option: number): void {
    const words = `${verb} ${option}`;
    if (this.#said.has(words)) return;
    this.#said.add(words);
    this.#send(encodeNegotiation(verb, option));
  }
}

function key(side: Side, option: number): string {
  return `${side} ${option}`;
}
