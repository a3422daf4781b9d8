import { benchCodec } from "./codec-bench.ts";
import { benchColdImport } from "./cold-import-bench.ts";
import { benchFraming } from "./framing-bench.ts";
import { benchLongLine } from "./long-line-bench.ts";
import { formatResults } from "./result.ts";

const results = [
  ...(await benchFraming()),
  ...(await benchCodec()),
  ...(await benchLongLine()),
  ...benchColdImport(),
];
console.log(formatResults(results));
