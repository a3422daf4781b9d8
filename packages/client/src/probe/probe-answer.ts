import { findError, type OperationDescriptor, parseFinalResult } from "@qsmtp/protocol";
import { generalErrors } from "@qsmtp/protocol/commands";
import { generalErrorNumber } from "@qsmtp/protocol/facts";
import type { ProbeAnswer } from "./probe-report.ts";

/** A test form and what the module answered. */
export interface Asked {
  readonly test: OperationDescriptor;
  readonly answer: ProbeAnswer;
}

/** Of a test form that was not answered in time. */
export const noAnswer = "no answer";

/**
 * What an answer says of its command. A module answers `ERROR` to a command that it does not know;
 * other errors tell of the SIM or of the moment, and leave the question open.
 */
export function verdictOf({ result }: ProbeAnswer): "answered" | "refused" | "open" {
  const final = parseFinalResult(result);
  switch (final?.kind) {
    case "ok":
      return "answered";
    case "error":
      return "refused";
    case "cme":
      return isUnknownCommand(final.error) ? "refused" : "open";
    default:
      return "open";
  }
}

function isUnknownCommand(error: number | string): boolean {
  const code = findError([generalErrors], error)?.entry.code;
  return code === generalErrorNumber.operationNotSupported;
}
