import { countLateReplies, type Tally } from "./late-replies.ts";
import { runScenario } from "./run-scenario.ts";
import { scenarios } from "./scenarios.ts";
import type { Subject } from "./subjects/subject.ts";

/** All that one subject showed. */
export interface Result {
  readonly subject: Subject;
  /** One verdict a scenario, in their order. */
  readonly verdicts: readonly string[];
  /** Late replies, on a module that echoes when it takes a command up. */
  readonly tally: Tally | undefined;
  /** The same on a module that echoes at once. */
  readonly echoedAtOnce: Tally | undefined;
}

/** Runs every scenario and the late replies on one subject. */
export async function run(subject: Subject): Promise<Result> {
  const verdicts: string[] = [];
  for (const scenario of scenarios) verdicts.push(await runScenario(subject, scenario));
  const tally = await countLateReplies(subject, "taken up");
  return { subject, verdicts, tally, echoedAtOnce: await countLateReplies(subject, "at once") };
}

/** How many scenarios a subject passed. */
export function passed({ verdicts }: Result): number {
  return verdicts.filter((verdict) => verdict === "ok").length;
}
