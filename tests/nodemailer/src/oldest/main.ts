import { isDeepStrictEqual } from "node:util";
import { judge } from "../judged.ts";
import { makeProps } from "../props.ts";
import { runAll } from "../run-all.ts";

// Run with the hook of this folder: tells as JSON which examples are not as they should be.
const props = await makeProps();
const all = await runAll();
const judged = all.flatMap(({ group, results }) =>
  group.examples.flatMap((example, index) => {
    const result = results[index];
    return result === undefined ? [] : [{ name: example.name, ...judge(example, result, props) }];
  }),
);
await props.remove();
const wrong = judged.filter(({ actual, expected }) => !isDeepStrictEqual(actual, expected));
process.stdout.write(JSON.stringify({ examples: judged.length, wrong }));
