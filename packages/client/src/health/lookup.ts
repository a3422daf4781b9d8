import { type HostResolved, resolveHost } from "@qsmtp/protocol/commands";
import { hostLookupSeconds } from "@qsmtp/protocol/facts";
import { describeError } from "../errors/command-error.ts";
import type { ModuleLimits } from "../limits/module-limits.ts";
import { delay } from "../time/clock.ts";
import { startDeadline } from "../time/deadline.ts";
import { type Examiner, notTold } from "./examiner.ts";
import type { Finding } from "./health-report.ts";

/** The module's own limit, and a margin for the line. */
const lookupMs = hostLookupSeconds * 1000 + 5000;
/** The addresses come right behind the result. */
const addressesMs = 1000;

/** Whether the network's DNS knows the mail server. Needs the context. */
export async function examineServerName(
  examiner: Examiner,
  contextId: number,
  host: string,
  limits: ModuleLimits,
): Promise<Finding> {
  const details = { host };
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(host) || host.includes(":")) {
    const found = "the server is given by its address; there is nothing to look up";
    return { verdict: "ok", found, details };
  }
  const { channel, signal } = examiner;
  const addresses: string[] = [];
  const complete = new AbortController();
  let expected = 1;
  const stop = channel.onUrc((urc) => {
    if (urc.name !== "hostAddress") return;
    addresses.push(urc.value.address);
    if (addresses.length >= expected) complete.abort();
  });
  const deadline = startDeadline(channel.clock, lookupMs, "the result of the lookup", signal);
  try {
    const command = limits.command(resolveHost, { contextId, hostName: host });
    const answer = await examiner.try(async () => {
      const { outcome } = await channel.step(command, { signal: deadline.signal });
      return outcome?.value as HostResolved;
    });
    if ("error" in answer) {
      const { error } = answer;
      if (error.code !== "TIMEOUT")
        return { ...notTold("the address of the server", error), details };
      return {
        verdict: "unknown",
        found: `no result of the lookup of ${host} came within ${lookupMs / 1000} s`,
        remedy:
          "Results that come by themselves may go to another port: give urcPort the name of the port in use.",
        details,
      };
    }
    const { error, addressCount = 1 } = answer.output;
    if (error !== 0) {
      const { code, meaning, remedy } = describeError("tcpip", error);
      const found = `the network does not know ${host}: ${code}, ${meaning}`;
      return { verdict: "fault", found, remedy, details: { ...details, error } };
    }
    expected = addressCount;
    if (addresses.length < expected) {
      const scope = AbortSignal.any([signal, complete.signal]);
      await delay(channel.clock, addressesMs, scope).catch(() => undefined);
    }
    const found = `${host} is ${addresses.join(", ") || "known"}`;
    return { verdict: "ok", found, details: { ...details, addresses } };
  } finally {
    stop();
    deadline.dispose();
  }
}
