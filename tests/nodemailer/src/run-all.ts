import { groups } from "./groups.ts";
import { makeProps } from "./props.ts";
import { type Result, runExample } from "./run-example.ts";
import { openStage, setStage } from "./stage.ts";
import type { GroupResults } from "./tables.ts";

/** Runs every example against a mail server behind a simulated module. */
export async function runAll(): Promise<GroupResults[]> {
  const stage = await setStage();
  const props = await makeProps();
  const module = await openStage(stage);
  try {
    const all: GroupResults[] = [];
    for (const group of groups) {
      const results: Result[] = [];
      for (const example of group.examples) {
        const { received } = stage.server;
        results.push(await runExample(example, { module, received, props }));
      }
      all.push({ group, results });
    }
    return all;
  } finally {
    await module.close();
    await props.remove();
    await stage.clear();
  }
}
