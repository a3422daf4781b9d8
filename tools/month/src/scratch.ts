import { runMonth } from "./month.ts";
Error.stackTraceLimit = 0;
const [seed, mails, days, stop] = process.argv.slice(2).map(Number);
const ring: string[] = [];
await runMonth({ seed: seed ?? 1, mails: mails ?? 100, days: days ?? 1, onLine: (l) => { ring.push(l); if (ring.length > 400000) ring.splice(0, 200000); if (/VIOLATION/.test(l)) { console.log(ring.slice(-Number(stop)).join("\n")); process.exit(); } } });
