import { smtpSendResultUrc } from "@qsmtp/protocol/commands";
import type { FaultPlan } from "../../faults/fault-plan.ts";
import type { MailResult } from "../../mail/outgoing-mail.ts";
import type { Dialect } from "../../modem/dialect.ts";

/** What `+QSMTPPUT` is printed with. */
export interface SendResultParts {
  readonly faults: FaultPlan;
  readonly dialect: Dialect;
  readonly urc: (line: string) => void;
}

/** Tells of a mail's result by `+QSMTPPUT`, before the `OK` of its order where a fault wants that. */
export class SendResults {
  readonly #parts: SendResultParts;

  constructor(parts: SendResultParts) {
    this.#parts = parts;
  }

  /** A mail was ordered. @returns whether its result comes before the `OK` of the order */
  begin(): boolean {
    const { faults } = this.#parts;
    return faults.take("early-urc", faults.command) !== undefined;
  }

  report({ error, protocolError }: MailResult): void {
    const { dialect, urc } = this.#parts;
    const isOld = dialect.quirks["send-result-old-dialect"] === true;
    urc(dialect.urcLine(smtpSendResultUrc, isOld ? { error } : { error, protocolError }));
  }
}
