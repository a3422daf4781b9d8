import { matchesCommand } from "./command-match.ts";
import type { FaultName, FaultNamed, ModuleFault } from "./fault.ts";
import { seededRandom } from "./seeded-random.ts";

/** A fault that hits. What the caller cannot tell at once it says by `happened`. */
export interface Hit<Fault extends ModuleFault = ModuleFault> {
  /** What hits. */
  readonly fault: Fault;
  /** Numbers of this fault alone, from the seed. */
  readonly random: () => number;
  /** It has happened, and is no loose end any more. */
  happened(): void;
}

interface Entry {
  readonly fault: ModuleFault;
  readonly random: () => number;
  /** Those that it could have hit. */
  seen: number;
  left: number;
  isUsed: boolean;
}

/** Is told of each fault when it happens, and of the command that it hits. */
export type FaultListener = (fault: ModuleFault, command: string | undefined) => void;

/** The faults that are still to happen. */
export class FaultPlan {
  readonly #seed: number;
  readonly #onFault: FaultListener;
  #added = 0;
  #command = "";
  #entries: Entry[] = [];

  constructor(seed: number, onFault: FaultListener = () => {}) {
    this.#seed = seed;
    this.#onFault = onFault;
  }

  /** @returns a function that takes the fault back */
  add(fault: ModuleFault): () => void {
    const { times = fault.probability === undefined ? 1 : "always" } = fault;
    const entry: Entry = {
      fault,
      random: seededRandom(this.#seed, this.#added++),
      seen: 0,
      left: times === "always" ? Number.POSITIVE_INFINITY : times,
      isUsed: false,
    };
    this.#entries.push(entry);
    return () => this.#remove(entry);
  }

  /** Takes all faults back, and begins with the seed again. */
  clear(): void {
    this.#entries = [];
    this.#added = 0;
    this.#command = "";
  }

  /** The command that the module works on, or did last. */
  get command(): string {
    return this.#command;
  }

  /** The module begins to work on a command. */
  begin(command: string): void {
    this.#command = command;
  }

  /** The faults that have not happened yet. */
  get unused(): ModuleFault[] {
    return this.#entries.filter(({ isUsed }) => !isUsed).map(({ fault }) => fault);
  }

  /** Whether no fault is left that could happen. */
  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  /** Whether a fault may still hit something. */
  awaits(isMeant: (fault: ModuleFault) => boolean): boolean {
    return this.#entries.some(({ fault, left }) => left > 0 && isMeant(fault));
  }

  /**
   * Every fault of these names that hits `command`. Each is asked once a command: that is what `nth`
   * counts. `isWanted` leaves out those that have nothing to hit here.
   */
  hits<Name extends FaultName>(
    names: readonly Name[],
    command: string,
    isWanted: (fault: FaultNamed<Name>) => boolean = always,
  ): Hit<FaultNamed<Name>>[] {
    return this.#find(names, isWanted, command);
  }

  /** Every fault of these names, or the first ones, that hits something else than a command. */
  hitsOf<Name extends FaultName>(
    names: readonly Name[],
    isWanted: (fault: FaultNamed<Name>) => boolean,
    most?: number,
  ): Hit<FaultNamed<Name>>[] {
    return this.#find(names, isWanted, undefined, most);
  }

  /** The first fault of a name that hits `command`, as one that has happened. Others wait for the next. */
  take<Name extends FaultName>(
    name: Name,
    command: string,
    isWanted: (fault: FaultNamed<Name>) => boolean = always,
  ): FaultNamed<Name> | undefined {
    if (this.isEmpty) return undefined;
    const [hit] = this.#find([name], isWanted, command, 1);
    hit?.happened();
    return hit?.fault;
  }

  #remove(entry: Entry): void {
    this.#entries = this.#entries.filter((other) => other !== entry);
  }

  #find<Name extends FaultName>(
    names: readonly Name[],
    isWanted: (fault: FaultNamed<Name>) => boolean,
    command: string | undefined,
    most = Number.POSITIVE_INFINITY,
  ): Hit<FaultNamed<Name>>[] {
    const hits: Hit<FaultNamed<Name>>[] = [];
    for (const entry of this.#entries) {
      const { fault, random } = entry;
      if (entry.left === 0 || !isNamed(fault, names) || !isWanted(fault)) continue;
      if (command !== undefined && !matchesCommand(fault.on, command)) continue;
      entry.seen++;
      if (entry.seen < (fault.nth ?? 1) || hits.length >= most) continue;
      if (fault.probability !== undefined && random() >= fault.probability) continue;
      entry.left--;
      let isTold = false;
      const happened = (): void => {
        if (isTold) return;
        isTold = true;
        entry.isUsed = true;
        if (entry.left === 0) this.#remove(entry);
        this.#onFault(fault, command);
      };
      hits.push({ fault, random, happened });
    }
    return hits;
  }
}

function always(): boolean {
  return true;
}

function isNamed<Name extends FaultName>(
  fault: ModuleFault,
  names: readonly Name[],
): fault is FaultNamed<Name> {
  return names.some((name) => name === fault.do);
}
