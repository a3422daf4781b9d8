/** Which commands a fault hits: those that begin with a text in any case, or match a pattern. */
export type CommandMatch = string | RegExp;

interface FaultScope {
  /** Default: every command. */
  readonly on?: CommandMatch | undefined;
  /** How many times the fault happens. Default 1; `Infinity` for always. */
  readonly times?: number | undefined;
}

/** One thing that goes wrong, as data. */
export type Fault =
  /** The command is answered with an error and does nothing; without a number a plain `ERROR`. */
  | (FaultScope & { readonly fault: "failure"; readonly error?: number | undefined })
  /** The command is done and its information lines come, but no final result. */
  | (FaultScope & { readonly fault: "dropFinalResult" })
  /** The answer comes later than usual. */
  | (FaultScope & { readonly fault: "lateReply"; readonly delayMs: number })
  /** The module enters its data phase without printing `CONNECT`. */
  | (FaultScope & { readonly fault: "noConnect" })
  /** An unsolicited line stands between the information lines and the final result. */
  | (FaultScope & { readonly fault: "urcMidResponse"; readonly line: string })
  /** The mail is sent, but `+QSMTPPUT` with its result is never printed. */
  | { readonly fault: "noSendResult"; readonly times?: number | undefined }
  /** Each byte to the host is written by itself, until the fault is taken back. */
  | { readonly fault: "splitEveryByte" };

type FaultName = Fault["fault"];

/** The faults that are still to happen. */
export class FaultPlan {
  #pending: { readonly fault: Fault; left: number }[] = [];

  /** @returns a function that takes the fault back */
  add(fault: Fault): () => void {
    const times = "times" in fault ? (fault.times ?? 1) : 1;
    const entry = { fault, left: times };
    this.#pending.push(entry);
    return () => {
      this.#pending = this.#pending.filter((other) => other !== entry);
    };
  }

  /** Whether a fault without end is in force. */
  has(name: "splitEveryByte"): boolean {
    return this.#pending.some(({ fault }) => fault.fault === name);
  }

  /** Uses up one occurrence of a fault that hits this command. */
  take<Name extends FaultName>(
    name: Name,
    command: string,
  ): Extract<Fault, { fault: Name }> | undefined {
    const entry = this.#pending.find(
      ({ fault }) => fault.fault === name && matches("on" in fault ? fault.on : undefined, command),
    );
    if (entry === undefined) return undefined;
    entry.left--;
    if (entry.left <= 0) this.#pending = this.#pending.filter((other) => other !== entry);
    return entry.fault as Extract<Fault, { fault: Name }>;
  }
}

function matches(match: CommandMatch | undefined, command: string): boolean {
  if (match === undefined) return true;
  return typeof match === "string"
    ? command.toUpperCase().startsWith(match.toUpperCase())
    : match.test(command);
}
