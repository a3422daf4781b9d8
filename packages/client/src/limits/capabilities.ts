import type { ParamLimits } from "@qsmtp/protocol";
import { invalidOption } from "../errors/invalid-option.ts";

/**
 * What one module takes, as `probeModule` of `@qsmtp/client/probe` found it. Plain JSON: store it
 * and give it to `openModule`. It holds for this firmware only.
 */
export interface ModuleCapabilities {
  /** Version of this form. */
  readonly version: 1;
  /** The model as the module names itself. */
  readonly model: string;
  /** The firmware as the module names it. */
  readonly firmware: string;
  /** By the name of the operation: whether the module has it. What its answers leave open is absent. */
  readonly operations: Readonly<Record<string, boolean>>;
  /** By the names of operation and parameter: the values that the module takes. */
  readonly limits: Readonly<Record<string, Readonly<Record<string, ParamLimits>>>>;
}

/**
 * Takes a copy of capabilities, and looks whether it has their form: they come out of a file mostly.
 * @throws QsmtpError `INVALID_OPTION`
 */
export function readCapabilities(given: unknown): ModuleCapabilities {
  const value = asJson(given);
  if (isCapabilities(value)) return value;
  throw invalidOption(
    "capabilities",
    "is not what probeModule gives",
    "Give report.capabilities as it was stored, or probe the module again.",
  );
}

/** What JSON cannot hold does not belong there. */
function asJson(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value));
  } catch {
    return undefined;
  }
}

function isCapabilities(value: unknown): value is ModuleCapabilities {
  if (!isRecord(value) || value.version !== 1) return false;
  const { model, firmware, operations, limits } = value;
  return (
    typeof model === "string" &&
    typeof firmware === "string" &&
    isRecord(operations) &&
    Object.values(operations).every((has) => typeof has === "boolean") &&
    isRecord(limits) &&
    Object.values(limits).every(
      (params) => isRecord(params) && Object.values(params).every(isParamLimits),
    )
  );
}

function isParamLimits(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { ranges, values } = value;
  if (ranges !== undefined) return isFilled(ranges) && ranges.every(isRange);
  return isFilled(values) && values.every((item) => ["number", "string"].includes(typeof item));
}

function isRange(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [from, to] = value;
  return Number.isSafeInteger(from) && (to === null || (Number.isSafeInteger(to) && to >= from));
}

function isFilled(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
