import { setContextState } from "@qsmtp/protocol/commands";
import { nameOf } from "../naming/name-of.ts";
import {
  type ContextState,
  describeProblem,
  isDead,
  isOpen,
  obstacleOf,
  otherContexts,
  wantsRestart,
} from "../network/check-context.ts";
import type { PdpOptions } from "../options/options.ts";
import { notTold } from "./examiner.ts";
import type { Finding, HealthValue } from "./health-report.ts";

/** The access point of the mail's context. */
export function examineApn(state: ContextState, { apn: wanted }: PdpOptions): Finding {
  const { apn, contextId } = state;
  const details = { contextId, apn, wanted };
  if (apn === undefined) return { ...notTold("its access point"), details };
  if (wanted !== undefined && wanted !== apn) {
    const has = apn === "" ? "none" : JSON.stringify(apn);
    const found = `context ${contextId} has ${has}; the next activation sets ${JSON.stringify(wanted)}`;
    return { verdict: "ok", found, details };
  }
  if (apn !== "") {
    return { verdict: "ok", found: `context ${contextId} has ${JSON.stringify(apn)}`, details };
  }
  const found = `context ${contextId} has no access point`;
  if (isOpen(state)) return { verdict: "ok", found: `${found}, and is active without`, details };
  const { remedy } = describeProblem("apn", state);
  return { verdict: "warning", found, remedy, details };
}

/** Which contexts are active, who uses them, and whether that of the mail can be. */
export function examineContexts(state: ContextState): Finding {
  const { contextId, open, active } = state;
  if (open === undefined) return notTold("its contexts");
  const details: Record<string, HealthValue | undefined> = {
    contextId,
    open: open.map((context) => context.contextId),
    active,
  };
  const others = otherContexts(state).map((other) => `; ${other}: ${userOf(other, state)}`);
  const also = others.join("");
  if (isDead(state)) {
    return {
      verdict: "warning",
      found: `the module shows context ${contextId} as active, the network has dropped it${also}`,
      remedy: "The next mail activates it again.",
      details,
    };
  }
  const own = open.find((context) => context.contextId === contextId);
  if (own !== undefined) {
    const address = own.addresses[0];
    const found = `context ${contextId} is active with ${address ?? "no address"}${also}`;
    if (address !== undefined) return { verdict: "ok", found, details: { ...details, address } };
    return { verdict: "warning", found, remedy: "The next mail looks closer.", details };
  }
  const obstacle = obstacleOf(state);
  // What LTE keeps up by itself stands in nobody's way.
  if (obstacle === undefined || wantsRestart(obstacle, state)) {
    const found = `context ${contextId} is not active; the next mail activates it${also}`;
    return { verdict: "ok", found, details };
  }
  const { what, remedy } = describeProblem(obstacle, state);
  return { verdict: "warning", found: `${what}${also}`, remedy, details };
}

function userOf(contextId: number, { open = [] }: ContextState): string {
  const isModules = open.some((context) => context.contextId === contextId);
  return isModules
    ? "opened by another program for the module's own services"
    : `a data call, ${nameOf(setContextState)} or LTE itself`;
}
