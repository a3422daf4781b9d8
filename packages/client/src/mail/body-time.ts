import { invalidOption } from "../errors/invalid-option.ts";
import type { PlannedBody } from "./mail-plan.ts";

/** The line is not always as fast as it was; what is left of a body is read as commands. */
const reserve = 1.2;

/**
 * Refuses a body that cannot pass at the speed seen so far before the module's own limit is over:
 * the rest of it would be read as commands.
 * @throws QsmtpError `INVALID_OPTION`
 */
export function checkBodyTime(body: PlannedBody, bytesPerSecond: number | undefined): void {
  const limitMs = body.command.data?.timeLimitMs;
  if (bytesPerSecond === undefined || limitMs === undefined) return;
  const neededSeconds = Math.ceil((body.bytes.length / bytesPerSecond) * reserve);
  if (neededSeconds * 1000 <= limitMs) return;
  throw invalidOption(
    "bodyInputSeconds",
    `gives the text of ${body.bytes.length} bytes ${limitMs / 1000} s, and it needs about ${neededSeconds} s at the speed of this line`,
    `Give bodyInputSeconds of at least ${neededSeconds}, or use a faster line.`,
  );
}
