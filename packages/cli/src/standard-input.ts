import type { CliInput } from "./cli-context.ts";
import { readPieces } from "./read-pieces.ts";
import { UsageError } from "./usage-error.ts";

/** Names of the standard input as a file. */
const itsPaths: readonly string[] = ["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"];

/** Whether a path stands for the standard input. */
export function isStandardInput(path: string): boolean {
  return itsPaths.includes(path);
}

/** What the program is given to read, which one option can have. */
export class StandardInput {
  readonly #input: CliInput;
  /** Gives all reading up; its reason is the error then. */
  readonly signal: AbortSignal;
  #takenBy: string | undefined;

  constructor(input: CliInput, signal: AbortSignal) {
    this.#input = input;
    this.signal = signal;
  }

  /** Whether an option has it. */
  get isTaken(): boolean {
    return this.#takenBy !== undefined;
  }

  /** Whether a person sits at it, who was not asked for anything. */
  get isTerminal(): boolean {
    return this.#input.isTTY === true;
  }

  /**
   * Keeps it for an option, and gives it to be read as it comes.
   * @throws UsageError when another option has it
   */
  take(option: string): CliInput {
    if (this.#takenBy !== undefined) {
      throw new UsageError(
        `the standard input can be read once only, and both ${this.#takenBy} and ${option} ask for it; give one of them a file`,
      );
    }
    this.#takenBy = option;
    return this.#input;
  }

  /**
   * Reads it to its end.
   * @throws the signal's reason, also while nothing comes; UsageError when it cannot be read, or gives
   * more than `mostBytes`
   */
  async readAll(option: string, mostBytes: number): Promise<Uint8Array> {
    const source = "the standard input";
    return await readPieces(this.take(option), { option, source, mostBytes, signal: this.signal });
  }
}
