import type { OperationDescriptor } from "@qsmtp/protocol";
import type { FaultNamed } from "../faults/fault.ts";
import type { FaultPlan, Hit } from "../faults/fault-plan.ts";
import { damageOf, middleOf, spoil } from "../faults/spoil.ts";
import type { FinalResult } from "./answer.ts";
import type { ModemProfile } from "./modem-profile.ts";
import { formatLines, formatResult, lineEndOf } from "./response-format.ts";

const toHost = ["lost-to-host", "doubled-to-host", "flipped-to-host"] as const;

type ToHostFault = FaultNamed<(typeof toHost)[number]>;
type ToHostHit = Hit<ToHostFault>;

/** What a command says at its end. */
export interface Ending {
  readonly lines: readonly string[];
  readonly result: FinalResult;
  readonly operation: OperationDescriptor | undefined;
  /** Whether the final result comes now: the line has no further command. */
  readonly isLast: boolean;
}

/** What is printed of a command, as the faults want it. */
export class ReplyFaults {
  readonly #faults: FaultPlan;
  readonly #profile: ModemProfile;
  #command = "";
  /** Whether something of the command's answer is printed already. */
  #isBegun = false;
  /** The words of a refusal. */
  #refusal: string | undefined;
  #printedBytes = 0;

  constructor(faults: FaultPlan, profile: ModemProfile) {
    this.#faults = faults;
    this.#profile = profile;
  }

  /** A command begins to be worked on. */
  begin(command: string): void {
    this.#command = command;
    this.#isBegun = false;
    this.#refusal = undefined;
    this.#printedBytes = 0;
  }

  /** The command is refused with these words, if any, whatever the module says. */
  refuse(words: string | undefined): void {
    this.#refusal = words === undefined ? undefined : `+CME ERROR: ${words}`;
  }

  /** `CONNECT` as it is printed. */
  connect(usual: string): string {
    const isLost =
      this.#faults.take("lost-connect", this.#command, () => usual !== "") !== undefined;
    return this.#before() + (isLost ? "" : usual);
  }

  /** The end of a command as it is printed. */
  ending({ lines, result, operation, isLast }: Ending): string {
    const faults = this.#faults;
    const command = this.#command;
    const before = this.#before();
    const told = formatLines(this.#refusal === undefined ? lines : [], this.#profile);
    const usual = isLast ? this.#usualFinal(result, operation) : "";
    const isSilent = faults.take("no-reply", command, () => told + usual !== "") !== undefined;
    if (isSilent) return before;
    let printed = told + this.#strays("middle");
    if (isLast) printed += this.#final(usual);
    const end = lineEndOf(this.#profile);
    const isMerged = (): boolean => printed.includes(end + end);
    if (faults.take("merged-lines", command, isMerged) !== undefined) {
      printed = printed.replaceAll(end + end, end);
    }
    return before + printed + this.#strays("after");
  }

  /** Bytes of the reply as they come out. */
  reply(bytes: Uint8Array): Uint8Array {
    const from = this.#printedBytes;
    this.#printedBytes += bytes.length;
    if (this.#faults.isEmpty) return bytes;
    // One that names no byte hits what comes first.
    const isThere = ({ in: where, atByte = 1 }: ToHostFault): boolean => {
      return where !== "data" && atByte > from && atByte <= from + bytes.length;
    };
    const due = this.#faults.hits(toHost, this.#command, isThere);
    return due.reduce((spoiled, hit) => spoilBy(hit, spoiled, from), bytes);
  }

  /** Bytes that the command sends as they come out. */
  data(bytes: Uint8Array): Uint8Array {
    const isThere = ({ in: where, atByte = 1 }: ToHostFault): boolean => {
      return where === "data" && atByte <= bytes.length;
    };
    const hits = this.#faults.hits(toHost, this.#command, isThere);
    return hits.reduce((spoiled, hit) => spoilBy(hit, spoiled, 0), bytes);
  }

  #usualFinal(result: FinalResult, operation: OperationDescriptor | undefined): string {
    return this.#refusal === undefined
      ? formatResult(result, this.#profile, operation)
      : formatLines([this.#refusal], this.#profile);
  }

  /** Each fault hits a result that it changes. */
  #final(usual: string): string {
    const faults = this.#faults;
    const command = this.#command;
    if (faults.take("no-result", command, () => usual !== "") !== undefined) return "";
    const written = ({ line }: { readonly line: string }): string => {
      return formatLines([line], this.#profile);
    };
    const wrong = faults.take("wrong-result", command, (fault) => written(fault) !== usual);
    const final = wrong === undefined ? usual : written(wrong);
    const isDouble = faults.take("double-result", command, () => final !== "") !== undefined;
    return isDouble ? final + final : final;
  }

  /** Nothing when the answer has begun with `CONNECT`. */
  #before(): string {
    if (this.#isBegun) return "";
    this.#isBegun = true;
    if (this.#faults.isEmpty) return "";
    const garbage = this.#faults.hits(["garbage-line"], this.#command);
    const lines = garbage.map(({ fault, random, happened }) => {
      happened();
      return formatLines([garbageOf(fault.bytes ?? 16, random)], this.#profile);
    });
    return this.#strays("before") + lines.join("");
  }

  #strays(when: "before" | "middle" | "after"): string {
    if (this.#faults.isEmpty) return "";
    const hits = this.#faults.hits(["stray-line"], this.#command, (fault) => {
      return fault.afterBytes === undefined && (fault.when ?? "before") === when;
    });
    const lines = hits.map(({ fault, happened }) => {
      happened();
      return formatLines([fault.line], this.#profile).repeat(fault.copies ?? 1);
    });
    return lines.join("");
  }
}

function spoilBy({ fault, happened }: ToHostHit, bytes: Uint8Array, from: number): Uint8Array {
  happened();
  const at = fault.atByte === undefined ? middleOf(bytes.length) : fault.atByte - 1 - from;
  const count = fault.bytes === "chunk" ? bytes.length - at : (fault.bytes ?? 1);
  return spoil(bytes, damageOf(fault.do), at, count);
}

/** Nothing of it can be read as a command's answer. */
const garbage = "\x01\x02\x07\x0e\x1b\x7f!#$%&'()*/:;<=?@[\\]_`{|}~";

function garbageOf(length: number, random: () => number): string {
  return Array.from({ length }, () => garbage[Math.floor(random() * garbage.length)]).join("");
}
