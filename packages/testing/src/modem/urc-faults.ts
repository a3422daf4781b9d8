import { matchesCommand } from "../faults/command-match.ts";
import type { FaultNamed } from "../faults/fault.ts";
import type { FaultPlan, Hit } from "../faults/fault-plan.ts";

const changes = ["double-urc", "late-urc", "wrong-urc"] as const;
const names = ["drop-urc", ...changes] as const;

type UrcFault = FaultNamed<(typeof names)[number]>;

/** A fault that waits for the unsolicited line of a command that has come. */
interface Armed {
  readonly hit: Hit<UrcFault>;
  /** How the line begins. */
  readonly urc: string;
}

/** An unsolicited line that is printed after all, and how much later. */
export interface FaultyUrc {
  readonly line: string;
  readonly delayMs: number;
}

/** Drops, doubles, delays and replaces unsolicited lines. */
export class UrcFaults {
  readonly #faults: FaultPlan;
  #armed: Armed[] = [];

  constructor(faults: FaultPlan) {
    this.#faults = faults;
  }

  /** A command begins: what still waits for the line of the one before has missed it. */
  command(text: string): void {
    this.#armed = this.#armed.filter(({ hit }) => !matchesCommand(hit.fault.on, text));
    const hits = this.#faults.hits(names, text, ({ on }) => on !== undefined);
    for (const hit of hits) this.#armed.push({ hit, urc: hit.fault.urc ?? nameOf(text) });
  }

  /** Forgets what waits. */
  reset(): void {
    this.#armed = [];
  }

  /** What is printed in place of an unsolicited line. */
  apply(line: string): FaultyUrc[] {
    if (this.#drops(line)) return [];
    const armed = this.#armed.filter(({ hit, urc }) => {
      return hit.fault.do !== "drop-urc" && beginsWith(line, urc);
    });
    this.#armed = this.#armed.filter((one) => !armed.includes(one));
    const free = this.#faults.hitsOf(changes, freeFor(line));
    let printed = [line];
    let delayMs = 0;
    for (const { fault, happened } of [...armed.map(({ hit }) => hit), ...free]) {
      happened();
      switch (fault.do) {
        case "double-urc":
          printed = Array.from({ length: fault.copies ?? 2 }, () => printed).flat();
          break;
        case "late-urc":
          delayMs += fault.delayMs;
          break;
        case "wrong-urc":
          printed = printed.map(() => fault.line);
          break;
      }
    }
    return printed.map((text) => ({ line: text, delayMs }));
  }

  /** Whether a fault drops a line. Others that could hit it wait for the next. */
  #drops(line: string): boolean {
    const isMeant = ({ hit, urc }: Armed): boolean => {
      return hit.fault.do === "drop-urc" && beginsWith(line, urc);
    };
    const armed = this.#armed.find(isMeant);
    this.#armed = this.#armed.filter((one) => one !== armed);
    const isFree = freeFor(line);
    const hit = armed?.hit ?? this.#faults.hitsOf(["drop-urc"], isFree, 1)[0];
    hit?.happened();
    return hit !== undefined;
  }
}

/** `AT+QSMTPPUT=60` is told of by `+QSMTPPUT`. */
function nameOf(command: string): string {
  return /^at(\+\w+)/i.exec(command)?.[1] ?? "";
}

/** Which faults hit a line that wait for no command. */
function freeFor(line: string): (fault: UrcFault) => boolean {
  return ({ on, urc }) => on === undefined && beginsWith(line, urc ?? "");
}

function beginsWith(line: string, beginning: string): boolean {
  return line.toUpperCase().startsWith(beginning.toUpperCase());
}
