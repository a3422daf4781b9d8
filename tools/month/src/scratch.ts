import { runMonth } from "./month.ts";

Error.stackTraceLimit = 0;
const r = await runMonth({
  seed: Number(process.argv[2] ?? 1),
  mails: Number(process.argv[3] ?? 200),
  days: Number(process.argv[4] ?? 0.6),
});
console.log(r.sent, r.wallMs, r.digest, r.violations.length, process.cpuUsage());
