import { isOpen, type Open } from "./truth.ts";

/** right: as the text says. undecided: the draft leaves it to a person. wrong: in silence. */
export type Verdict = "right" | "undecided" | "wrong";

/** What the judge found at one place that is not right. */
export interface Item {
  readonly path: string;
  readonly verdict: Exclude<Verdict, "right"> | "missed" | "invented";
  readonly expected: string;
  readonly got: string;
  readonly line: number | undefined;
}

/**
 * One statement of the draft beside the text.
 * @param isUndecided the draft says that it cannot decide it
 */
export function judge<Value>(
  truth: Value | Open<Value> | undefined,
  seen: Value | undefined,
  isUndecided: boolean,
  isSame: (left: Value | null, right: Value | null) => boolean = equal,
): Verdict {
  if (isUndecided) return isOpen(truth) || isAbsent(truth, seen) ? "right" : "undecided";
  const accepted = isOpen<Value>(truth) ? truth.accepts : [truth ?? null];
  return accepted.some((value) => isSame(value, seen ?? null)) ? "right" : "wrong";
}

/** What the text leaves out may be called undecided as long as nothing is stated. */
function isAbsent(truth: unknown, seen: unknown): boolean {
  return truth === undefined && seen === undefined;
}

export function equal(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

export function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes("wrong")) return "wrong";
  return verdicts.includes("undecided") ? "undecided" : "right";
}

export function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (isOpen(value)) {
    const readings = value.accepts.map((reading) => JSON.stringify(reading)).join(" or ");
    return `undecided${readings === "" ? "" : ` or ${readings}`} (${value.because})`;
  }
  return typeof value === "string" ? value : JSON.stringify(value);
}
