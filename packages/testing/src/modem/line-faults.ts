import type { FaultPlan } from "../faults/fault-plan.ts";
import { damageOf, joined, middleOf, spoil } from "../faults/spoil.ts";
import type { ModemSettings } from "./modem-profile.ts";

const names = ["lost-to-module", "doubled-to-module", "flipped-to-module"] as const;
const nothing = new Uint8Array();

/** What the module hears, and what comes behind it. */
export interface HeardBytes {
  readonly heard: Uint8Array;
  readonly rest: Uint8Array;
}

/**
 * Loses, doubles and changes bytes of command lines. As long as a fault waits for one, a line is held
 * back until its end has come: only then it is known which commands it has.
 */
export class LineFaults {
  readonly #settings: Pick<ModemSettings, "lineEnd">;
  readonly #faults: FaultPlan;
  #held: Uint8Array[] = [];
  #isSpoiled = false;

  constructor(settings: Pick<ModemSettings, "lineEnd">, faults: FaultPlan) {
    this.#settings = settings;
    this.#faults = faults;
  }

  hear(bytes: Uint8Array, commandsOf: (line: string) => readonly string[]): HeardBytes {
    const isAwaited = this.#faults.awaits((fault) => {
      return names.some((name) => name === fault.do) && (!("in" in fault) || fault.in !== "data");
    });
    if (!isAwaited && this.#held.length === 0) return { heard: bytes, rest: nothing };
    const given = joined([...this.#held, bytes]);
    const end = given.indexOf(this.#settings.lineEnd);
    if (isAwaited && end < 0 && !isRepetition(given)) {
      this.#held = [given];
      return { heard: nothing, rest: nothing };
    }
    this.#held = [];
    const line = end < 0 ? given : given.subarray(0, end + 1);
    return { heard: this.#spoiled(line, commandsOf), rest: given.subarray(line.length) };
  }

  /** Whether the line that ends now is none that the host has sent, told once. */
  takeSpoiled(): boolean {
    const isSpoiled = this.#isSpoiled;
    this.#isSpoiled = false;
    return isSpoiled;
  }

  /** Bytes that are held back. */
  get heldBytes(): number {
    return this.#held.reduce((sum, { length }) => sum + length, 0);
  }

  /** Forgets what is held back. */
  reset(): void {
    this.#held = [];
    this.#isSpoiled = false;
  }

  #spoiled(line: Uint8Array, commandsOf: (line: string) => readonly string[]): Uint8Array {
    const text = new TextDecoder().decode(line).trim();
    if (text === "") return line;
    const hits = commandsOf(text).flatMap((command) => {
      return this.#faults.hits(names, command, ({ in: where, atByte = 1 }) => {
        return where !== "data" && atByte <= line.length;
      });
    });
    return hits.reduce((bytes: Uint8Array, { fault, happened }) => {
      const at = fault.atByte === undefined ? middleOf(bytes.length) : fault.atByte - 1;
      if (at >= bytes.length) return bytes;
      happened();
      this.#isSpoiled = true;
      const count = fault.bytes === "chunk" ? bytes.length : (fault.bytes ?? 1);
      return spoil(bytes, damageOf(fault.do), at, count);
    }, line);
  }
}

function isRepetition(bytes: Uint8Array): boolean {
  return /^a\/$/i.test(new TextDecoder().decode(bytes));
}
