import type { Timers } from "../clock/timers.ts";
import type { FaultNamed } from "../faults/fault.ts";
import type { FaultPlan } from "../faults/fault-plan.ts";
import { ByteMarks } from "./byte-marks.ts";

const actions = [
  "restart",
  "power-off",
  "hang-up",
  "drop-context",
  "silence",
  "flow-stalls",
] as const;

/** A fault that happens to the module, not to what it says. */
export type ActionFault = FaultNamed<(typeof actions)[number]>;

/** Steps of a command at which something can happen to the module. */
export type FaultStep = "before" | "during" | "connect" | "after";

/** What it takes to let faults happen at their moments. */
export interface FaultMomentParts {
  readonly faults: FaultPlan;
  readonly timers: Timers;
  readonly perform: (action: ActionFault) => void;
  /** Whether there is anything for it to happen to. */
  readonly isPossible: (action: ActionFault) => boolean;
  /** Drops what is said but not on the wire yet. */
  readonly dropUnsent: () => void;
  /** Prints a line as it stands. */
  readonly print: (line: string) => void;
}

/** Lets happen to the module what is to happen at a step of a command, or in its data. */
export class FaultMoments {
  readonly #parts: FaultMomentParts;

  constructor(parts: FaultMomentParts) {
    this.#parts = parts;
  }

  /** A command line has come: a module that restarts now has not seen it yet. */
  beforeLine(commands: readonly string[]): void {
    for (const command of commands) {
      for (const { fault, happened } of this.#parts.faults.hits(
        ["restart"],
        command,
        isBeforeLine,
      )) {
        happened();
        this.#perform(fault);
      }
    }
  }

  /** Restarts `before` a command are those of its line. */
  at(step: FaultStep, command: string): void {
    const { faults } = this.#parts;
    if (faults.isEmpty) return;
    const isNow = (fault: ActionFault): boolean => {
      return stepOf(fault) === step && !isBeforeLine(fault) && this.#isPossible(fault);
    };
    for (const { fault, happened } of faults.hits(actions, command, isNow)) {
      happened();
      this.#perform(fault);
    }
    if (step !== "connect") return;
    const strays = faults.hits(["stray-line"], command, ({ when }) => when === "connect");
    for (const { fault, happened } of strays) {
      happened();
      this.#stray(fault);
    }
  }

  /** What is to happen on the way of the bytes of a command; strays only in `data`. */
  marks(command: string, where: "data" | "reply", lengthBytes: number): ByteMarks {
    const { faults } = this.#parts;
    if (faults.isEmpty) return new ByteMarks([]);
    const isMarked = ({ afterBytes }: { readonly afterBytes?: number | undefined }): boolean => {
      return afterBytes !== undefined && afterBytes <= lengthBytes;
    };
    const isMeant = (fault: ActionFault): boolean => isMarked(fault) && this.#isPossible(fault);
    const hits = faults.hits(actions, command, isMeant).map(({ fault, happened }) => ({
      afterBytes: fault.afterBytes ?? 0,
      run: () => {
        happened();
        // What it was about to say is lost with it.
        if (fault.do === "restart" || fault.do === "power-off") this.#parts.dropUnsent();
        this.#perform(fault);
      },
    }));
    const strays = where === "reply" ? [] : faults.hits(["stray-line"], command, isMarked);
    return new ByteMarks([
      ...hits,
      ...strays.map(({ fault, happened }) => ({
        afterBytes: fault.afterBytes ?? 0,
        run: () => {
          happened();
          this.#stray(fault);
        },
      })),
    ]);
  }

  /** What is still to come may be possible by then. */
  #isPossible(fault: ActionFault): boolean {
    return (fault.afterMs ?? 0) > 0 || this.#parts.isPossible(fault);
  }

  #perform(fault: ActionFault): void {
    const { afterMs = 0 } = fault;
    const { timers, perform } = this.#parts;
    if (afterMs > 0) timers.after(afterMs, () => perform(fault));
    else perform(fault);
  }

  #stray({ line, copies = 1 }: FaultNamed<"stray-line">): void {
    for (let copy = 0; copy < copies; copy++) this.#parts.print(line);
  }
}

function stepOf(fault: ActionFault): FaultStep | undefined {
  if (fault.afterBytes !== undefined) return undefined;
  return fault.when ?? (fault.do === "restart" || fault.do === "power-off" ? "during" : "before");
}

function isBeforeLine(fault: ActionFault): boolean {
  return fault.do === "restart" && fault.when === "before";
}
