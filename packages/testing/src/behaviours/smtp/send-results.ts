import { encodeUrc } from "@qsmtp/protocol";
import { smtpSendResultUrc } from "@qsmtp/protocol/commands";
import type { Timers } from "../../clock/timers.ts";
import type { Fault, FaultPlan } from "../../faults/fault.ts";
import type { MailResult } from "../../mail/outgoing-mail.ts";

type SendResultFault = Extract<Fault, { fault: "sendResult" }>;

/** What `+QSMTPPUT` is printed with. */
export interface SendResultParts {
  readonly faults: FaultPlan;
  readonly timers: Timers;
  readonly urc: (line: string) => void;
}

const order = "AT+QSMTPPUT";

/** Tells of a mail's result by `+QSMTPPUT`, as the faults want it. */
export class SendResults {
  readonly #parts: SendResultParts;
  #fault: SendResultFault | undefined;

  constructor(parts: SendResultParts) {
    this.#parts = parts;
  }

  /** A mail was ordered. @returns whether its result comes before the `OK` of the order */
  begin(): boolean {
    this.#fault = this.#parts.faults.take("sendResult", order);
    return this.#fault?.beforeOk ?? false;
  }

  report(result: MailResult): void {
    const { faults, timers, urc } = this.#parts;
    const fault = this.#fault;
    this.#fault = undefined;
    if (faults.take("noSendResult", order) !== undefined) return;
    const error = fault?.error ?? result.error;
    const protocolError = fault?.protocolError ?? result.protocolError;
    const line = encodeUrc(smtpSendResultUrc, { error, protocolError });
    const print = (): void => {
      for (let copy = 0; copy < (fault?.copies ?? 1); copy++) urc(line);
    };
    const delayMs = fault?.delayMs ?? 0;
    if (delayMs > 0) timers.after(delayMs, print);
    else print();
  }
}
