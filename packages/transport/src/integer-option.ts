import { TransportError } from "./errors.ts";

/**
 * Checks that an option is a whole number from `min` to `max`.
 *
 * @throws {@link TransportError} `INVALID_OPTION` when it is not.
 */
export function checkIntegerOption(name: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  const message = `Option "${name}" is ${String(value)}, but must be a whole number from ${min} to ${max}.`;
  throw new TransportError("INVALID_OPTION", message);
}
