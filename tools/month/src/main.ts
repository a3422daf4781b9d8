import { runMonth } from "./month.ts";
Error.stackTraceLimit = 0;
const r = await runMonth({ seed: Number(process.argv[2] ?? 1), mails: Number(process.argv[3] ?? 200), days: Number(process.argv[4] ?? 0.6), onLine: process.argv[5] === "t" ? (l) => console.log(l) : undefined });
const { violations, mix, ...rest } = r;
console.log(rest, mix.map((m) => m.join(" ")).join("\n"));
for (const v of violations.slice(0, 2)) console.log(v.mail, v.what, v.day, "\n" + v.before.join("\n"));
console.log(violations.map((v) => `${v.day} ${v.mail} ${v.what}`).join("\n"));
