import { matchesCommand } from "../faults/command-match.ts";
import type { FaultNamed } from "../faults/fault.ts";
import type { FaultPlan, Hit } from "../faults/fault-plan.ts";

const names = ["drop-urc", "double-urc", "late-urc", "wrong-urc"] as const;

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
    const armed = this.#armed.filter(({ urc }) => beginsWith(line, urc));
    this.#armed = this.#armed.filter((one) => !armed.includes(one));
    const free = this.#faults.hitsOf(names, ({ on, urc }) => {
      return on === undefined && beginsWith(line, urc ?? "");
    });
    let printed = [line];
    let delayMs = 0;
    for (const { fault, happened } of [...armed.map(({ hit }) => hit), ...free]) {
      happened();
      switch (fault.do) {
        case "drop-urc":
          return [];
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
}

/** `AT+QSMTPPUT=60` is told of by `+QSMTPPUT`. */
function nameOf(command: string): string {
  return /^at(\+\w+)/i.exec(command)?.[1] ?? "";
}

function beginsWith(line: string, beginning: string): boolean {
  return line.toUpperCase().startsWith(beginning.toUpperCase());
}
