import { isEncodeError } from "@qsmtp/protocol";
import { QsmtpError } from "./qsmtp-error.ts";

/** An option that cannot work, with what to do. */
export function invalidOption(
  option: string,
  problem: string,
  hint?: string,
  cause?: unknown,
): QsmtpError {
  return new QsmtpError("INVALID_OPTION", `${option} ${problem}`, {
    fault: "caller",
    permanent: true,
    hint,
    cause,
  });
}

/** Builds commands from options; what an encoder refuses becomes an `INVALID_OPTION`. */
export function fromOption<T>(option: string, build: () => T): T {
  try {
    return build();
  } catch (error) {
    if (!isEncodeError(error)) throw error;
    throw invalidOption(
      `${option}: ${error.param}`,
      `${error.rule}, got ${error.value}`,
      undefined,
      error,
    );
  }
}

/** Beyond this the platform's timers fire at once instead of late. */
const longestTimeoutMs = 2_147_483_647;

/** Refuses a time that no timer can keep. */
export function checkTimeout(option: string, timeoutMs: number, shortestMs: number = 1): void {
  checkRange(option, timeoutMs, shortestMs, longestTimeoutMs);
}

/** Refuses a number outside its range, or none at all. */
export function checkRange(option: string, value: number, from: number, to: number): void {
  if (Number.isFinite(value) && value >= from && value <= to) return;
  throw invalidOption(option, `must be in ${from}-${to}, is ${value}`);
}
