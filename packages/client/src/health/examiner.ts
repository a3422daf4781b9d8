import type { Command } from "@qsmtp/protocol";
import { abortError } from "../channel/call-error.ts";
import type { Channel } from "../channel/channel.ts";
import { CommandError } from "../errors/command-error.ts";
import { isOwnError, type QsmtpError } from "../errors/qsmtp-error.ts";
import type { AskOptional } from "../network/check-context.ts";
import type { Finding } from "./health-report.ts";

/** What the module says to a question, or why it says nothing. */
export type Answer<Output> = { readonly output: Output } | { readonly error: QsmtpError };

const endings = ["CONNECTION_LOST", "MODULE_CLOSED", "ABORTED"] as const;

/** Asks the module. Only an end of the whole examination is an exception; all else is a finding. */
export class Examiner {
  readonly channel: Channel;
  readonly signal: AbortSignal;

  constructor(channel: Channel, signal: AbortSignal) {
    this.channel = channel;
    this.signal = signal;
  }

  /** @throws QsmtpError when the signal fires, the module is closed or the connection is lost */
  async try<Output>(work: () => Promise<Output>): Promise<Answer<Output>> {
    if (this.signal.aborted) throw abortError(this.signal);
    try {
      return { output: await work() };
    } catch (error) {
      if (this.signal.aborted) throw abortError(this.signal);
      const ends = endings.some((code) => isOwnError(error, code));
      if (ends || !isOwnError(error)) throw error;
      return { error };
    }
  }

  async ask<Output>(command: Command<Output>): Promise<Answer<Output>> {
    return await this.try(() => this.channel.ask(command, this.signal));
  }

  readonly optional: AskOptional = async (command) => {
    const answer = await this.ask(command);
    return "output" in answer ? answer.output : undefined;
  };
}

/** Of a question that the module does not answer. */
export function notTold(what: string, error?: QsmtpError): Finding {
  const why = error === undefined ? "" : `: ${error.problem}`;
  return { verdict: "unknown", found: `the module does not tell ${what}${why}` };
}

/** Whether the module has refused the command, and not for a reason that passes. */
export function isRefused(error: QsmtpError): boolean {
  return error instanceof CommandError && error.moduleError?.name !== "busy";
}

/** What an error says of what was tried. */
export function failed({ problem, hint }: QsmtpError): Finding {
  return { verdict: "fault", found: problem, remedy: hint };
}
