import type { OperationDescriptor } from "@qsmtp/protocol";
import type { FaultNamed } from "../faults/fault.ts";
import type { FaultPlan, Hit } from "../faults/fault-plan.ts";
import { damageOf, middleOf, spoil } from "../faults/spoil.ts";
import type { FinalResult } from "./answer.ts";
import type { ModemProfile } from "./modem-profile.ts";
import { formatLines, formatResult } from "./response-format.ts";

const toHost = ["lost-to-host", "doubled-to-host", "flipped-to-host"] as const;

type ToHostHit = Hit<FaultNamed<(typeof toHost)[number]>>;

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
  #spoilings: ToHostHit[] = [];
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
    this.#spoilings = this.#faults.hits(toHost, command, (fault) => fault.in !== "data");
  }

  /** The command is refused with these words, if any, whatever the module says. */
  refuse(words: string | undefined): void {
    this.#refusal = words === undefined ? undefined : `+CME ERROR: ${words}`;
  }

  /** `CONNECT` as it is printed. */
  connect(usual: string): string {
    const isLost = this.#faults.take("lost-connect", this.#command) !== undefined;
    return this.#before() + (isLost ? "" : usual);
  }

  /** The end of a command as it is printed. */
  ending({ lines, result, operation, isLast }: Ending): string {
    const faults = this.#faults;
    const command = this.#command;
    const before = this.#before();
    if (faults.take("no-reply", command) !== undefined) return before;
    const usual = this.#refusal === undefined ? lines : [];
    let printed = formatLines(usual, this.#profile) + this.#strays("middle");
    if (isLast) printed += this.#final(result, operation);
    if (faults.take("merged-lines", command) !== undefined) {
      printed = printed.replaceAll("\r\n\r\n", "\r\n");
    }
    return before + printed + this.#strays("after");
  }

  /** Bytes of the reply as they come out. */
  reply(bytes: Uint8Array): Uint8Array {
    const from = this.#printedBytes;
    this.#printedBytes += bytes.length;
    if (this.#spoilings.length === 0) return bytes;
    const due = this.#spoilings.filter(({ fault: { atByte = from + 1 } }) => {
      return atByte > from && atByte <= from + bytes.length;
    });
    this.#spoilings = this.#spoilings.filter((hit) => !due.includes(hit));
    return due.reduce((spoiled, hit) => spoilBy(hit, spoiled, from), bytes);
  }

  /** Bytes that the command sends as they come out. */
  data(bytes: Uint8Array): Uint8Array {
    const hits = this.#faults.hits(toHost, this.#command, (fault) => fault.in === "data");
    return hits
      .filter(({ fault: { atByte = 1 } }) => atByte <= bytes.length)
      .reduce((spoiled, hit) => spoilBy(hit, spoiled, 0), bytes);
  }

  #final(result: FinalResult, operation: OperationDescriptor | undefined): string {
    const faults = this.#faults;
    const command = this.#command;
    if (faults.take("no-result", command) !== undefined) return "";
    const wrong = faults.take("wrong-result", command)?.line ?? this.#refusal;
    const usual =
      wrong === undefined
        ? formatResult(result, this.#profile, operation)
        : formatLines([wrong], this.#profile);
    return faults.take("double-result", command) === undefined ? usual : usual + usual;
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
