import type { ProbeAnswer } from "./probe-report.ts";

/** Of a test form that was not answered in time. */
export const noAnswer = "no answer";

/**
 * What an answer says of its command. A module answers `ERROR` to a command that it does not know;
 * other errors tell of the SIM or of the moment, and leave the question open.
 */
export function verdictOf({ result }: ProbeAnswer): "answered" | "refused" | "open" {
  if (result === "OK") return "answered";
  return result === "ERROR" || /^\+CME ERROR:\s*(?:4|operation not supported)$/i.test(result)
    ? "refused"
    : "open";
}
