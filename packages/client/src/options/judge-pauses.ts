import type { BackOff } from "../recovery/back-off.ts";
import type { OptionProblems } from "./option-problems.ts";

/** The longest pause is none that is shorter than the first. */
export function judgePauses(problems: OptionProblems, path: string, plan: BackOff): void {
  const { firstDelayMs, maxDelayMs } = plan;
  if (maxDelayMs >= firstDelayMs || problems.knows(`${path}.firstDelayMs`)) return;
  const message = `must be ${firstDelayMs} or more as firstDelayMs is, is ${maxDelayMs}`;
  problems.add(`${path}.maxDelayMs`, message);
}
