/** Which commands a fault hits: those that begin with a text in any case, or match a pattern. */
export type CommandMatch = string | RegExp;

/** What is heard of a restart. */
export interface RestartOptions {
  /**
   * What the module prints when it is up again; none at all for a restart that nobody sees. Default:
   * the module's `bootLines`.
   */
  readonly lines?: readonly string[] | undefined;
}

interface FaultScope {
  /** Default: every command. */
  readonly on?: CommandMatch | undefined;
  /** How many of those commands pass unharmed first. Default 0. */
  readonly skip?: number | undefined;
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
  /**
   * A line that nobody asked for stands directly before the command's answer, `CONNECT` included,
   * or directly after its final result. It may be `OK` or `ERROR` as well as text.
   */
  | (FaultScope & {
      readonly fault: "strayLine";
      readonly line: string;
      readonly when: "before" | "after";
    })
  /**
   * The data phase from the host ends at the byte with this number, from 1, with the result of a
   * whole one: `+QSMTPBODY: <atByte>` and `OK`. What the host sends beyond is read as commands.
   */
  | (FaultScope & { readonly fault: "earlyDataEnd"; readonly atByte: number })
  /**
   * The module restarts: `before` it works on the command, which it then answers with everything
   * forgotten and echo on; `during` it, so that it is never answered, in a data phase from the host
   * behind its byte with the number `atByte`; `after` its final result.
   */
  | (FaultScope &
      RestartOptions & {
        readonly fault: "restart";
        /** Default `during`. */
        readonly when?: "before" | "during" | "after" | undefined;
        readonly atByte?: number | undefined;
      })
  /**
   * The mail is sent as ever, but `+QSMTPPUT` tells of it otherwise: with given numbers, several
   * times, late, or before the `OK` of its `AT+QSMTPPUT`, which waits for it.
   */
  | {
      readonly fault: "sendResult";
      readonly times?: number | undefined;
      /** Default: the true one. */
      readonly error?: number | undefined;
      /** Default: the true one. */
      readonly protocolError?: number | undefined;
      /** How many times the line is printed. Default 1. */
      readonly copies?: number | undefined;
      /** How long after the mail is done. The module takes the next mail meanwhile. Default 0. */
      readonly delayMs?: number | undefined;
      /** Default false. */
      readonly beforeOk?: boolean | undefined;
    }
  /** The mail is sent, but `+QSMTPPUT` with its result is never printed. */
  | { readonly fault: "noSendResult"; readonly times?: number | undefined }
  /** Each byte to the host is written by itself, until the fault is taken back. */
  | { readonly fault: "splitEveryByte" };

type FaultName = Fault["fault"];
type FaultNamed<Name extends FaultName> = Extract<Fault, { fault: Name }>;

/** The faults that are still to happen. */
export class FaultPlan {
  #pending: { readonly fault: Fault; passing: number; left: number }[] = [];

  /** @returns a function that takes the fault back */
  add(fault: Fault): () => void {
    const left = "times" in fault ? (fault.times ?? 1) : 1;
    const passing = "skip" in fault ? (fault.skip ?? 0) : 0;
    const entry = { fault, passing, left };
    this.#pending.push(entry);
    return () => {
      this.#pending = this.#pending.filter((other) => other !== entry);
    };
  }

  /** Whether a fault without end is in force. */
  has(name: "splitEveryByte"): boolean {
    return this.#pending.some(({ fault }) => fault.fault === name);
  }

  /** Uses up one occurrence of a fault that hits this command, and that the caller can use now. */
  take<Name extends FaultName>(
    name: Name,
    command: string,
    isWanted: (fault: FaultNamed<Name>) => boolean = () => true,
  ): FaultNamed<Name> | undefined {
    for (const entry of this.#pending) {
      const { fault } = entry;
      if (!isNamed(fault, name) || !isWanted(fault)) continue;
      if (!matches("on" in fault ? fault.on : undefined, command)) continue;
      if (entry.passing > 0) {
        entry.passing--;
        continue;
      }
      entry.left--;
      if (entry.left <= 0) this.#pending = this.#pending.filter((other) => other !== entry);
      return fault;
    }
    return undefined;
  }
}

function isNamed<Name extends FaultName>(fault: Fault, name: Name): fault is FaultNamed<Name> {
  return fault.fault === name;
}

function matches(match: CommandMatch | undefined, command: string): boolean {
  if (match === undefined) return true;
  return typeof match === "string"
    ? command.toUpperCase().startsWith(match.toUpperCase())
    : match.test(command);
}
