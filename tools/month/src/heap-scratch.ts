import { queryObjects } from "node:v8";
import * as v8 from "node:v8";
import { HeapLooks } from "./heap.ts";
import { runMonth } from "./month.ts";
import { HostProcess } from "./process.ts";
import { MortalClock } from "./mortal.ts";
Error.stackTraceLimit = 30;
const old = HeapLooks.prototype.look;
HeapLooks.prototype.look = function (mails: number) {
  old.call(this, mails);
  const c = (x: any) => queryObjects(x, { format: "count" });
  console.log(mails, "bytes", v8.getHeapStatistics().used_heap_size, "proc", c(HostProcess), "clock", c(MortalClock), "sig", c(AbortSignal), "ctl", c(AbortController), "prom", c(Promise), "map", c(Map), "set", c(Set), "wr", c(WeakRef), "fn", c(Function), "arr", c(Array), "obj", c(Object), "err", c(Error), "u8", c(Uint8Array));
  if (process.env.SNAP && mails > Number(process.env.SNAP)) { v8.writeHeapSnapshot("/tmp/month/snap-" + mails + ".heapsnapshot"); }
};
await runMonth({ seed: 3, mails: 3500, days: 10 });
