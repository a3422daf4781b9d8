import type { Command } from "@qsmtp/protocol";
import {
  getEpsRegistration,
  getNetworkRegistration,
  getPacketAttach,
  getPacketRegistration,
  getPdpContext,
  getSignalQuality,
  listActiveContexts,
  listContextStates,
  setContextState,
  setPacketAttach,
} from "@qsmtp/protocol/commands";
import {
  maxActiveContexts,
  restartCheckIntervalMinutes,
  tcpipErrorNumber,
} from "@qsmtp/protocol/facts";
import type { ActivationProblem, ProblemWords } from "../errors/pdp-activation-error.ts";
import { nameOf } from "../naming/name-of.ts";
import { isRegistered } from "./readiness.ts";

/** A context that the module's own services can use. */
export interface OpenContext {
  readonly contextId: number;
  readonly addresses: readonly string[];
}

/** What the module tells of everything on which a context depends; absent where it does not tell. */
export interface ContextState {
  readonly contextId: number;
  readonly attached: boolean | undefined;
  /** Status by network: LTE, packet data of 2G/3G, calls. */
  readonly registration: {
    readonly eps: number | undefined;
    readonly packet: number | undefined;
    readonly network: number | undefined;
  };
  readonly apn: string | undefined;
  /** By `AT+QIACT?`. */
  readonly open: readonly OpenContext[] | undefined;
  /** Numbers that are active by `AT+CGACT?`, who else may have made them so. */
  readonly active: readonly number[] | undefined;
  /** Numbers that `AT+CGACT?` tells not to be active. */
  readonly inactive: readonly number[];
}

/** Asks one question; `undefined` where the module has no answer to it. */
export type AskOptional = <Output>(command: Command<Output>) => Promise<Output | undefined>;

/** Asks the module for all that the manual (4.2) says to check when a context cannot be activated. */
export async function checkContext(contextId: number, ask: AskOptional): Promise<ContextState> {
  const attached = (await ask(getPacketAttach()))?.attached;
  const eps = (await ask(getEpsRegistration()))?.status;
  const packet = (await ask(getPacketRegistration()))?.status;
  const network = (await ask(getNetworkRegistration()))?.status;
  const apn = (await ask(getPdpContext({ contextId })))?.apn;
  const open = (await ask(listActiveContexts()))?.contexts.filter(({ active }) => active);
  const states = (await ask(listContextStates()))?.contexts;
  const numbers = (wanted: boolean): number[] | undefined => {
    return states?.flatMap((one) => (one.active === wanted ? [one.contextId] : []));
  };
  return {
    contextId,
    attached,
    registration: { eps, packet, network },
    apn,
    open,
    active: numbers(true),
    inactive: numbers(false) ?? [],
  };
}

/** Whether a network carries the module's data; `undefined` when the module does not tell. */
export function carriesData({ registration: { eps, packet } }: ContextState): boolean | undefined {
  if (isRegistered(eps) || isRegistered(packet)) return true;
  return eps === undefined && packet === undefined ? undefined : false;
}

/** Whether the context is open for the module's own services. */
export function isOpen({ contextId, open = [] }: ContextState): boolean {
  return open.some((context) => context.contextId === contextId);
}

/** Whether `AT+QIACT?` shows the context and `AT+CGACT?` tells that the network has dropped it. */
export function isDead(state: ContextState): boolean {
  return isOpen(state) && state.inactive.includes(state.contextId);
}

/** All other contexts that are active, whoever uses them. */
export function otherContexts({ contextId, open = [], active = [] }: ContextState): number[] {
  const all = new Set([...open.map((context) => context.contextId), ...active]);
  all.delete(contextId);
  return [...all].sort((one, other) => one - other);
}

/** The first of the manual's checks (4.2) that fails, for a context that is not open. */
export function problemOf(state: ContextState, lastError?: number): ActivationProblem {
  if (carriesData(state) === false) return "notRegistered";
  if (state.attached === false) return "notAttached";
  if (lastError === tcpipErrorNumber.apnNotConfigured || state.apn === "") return "apn";
  return obstacleOf(state) ?? (otherContexts(state).length > 0 ? "otherConnection" : "unexplained");
}

/** Which contexts of others leave no place for one that is not open. */
export function obstacleOf(state: ContextState): "usedByOthers" | "tooManyContexts" | undefined {
  if (isOpen(state)) return undefined;
  if (state.active?.includes(state.contextId)) return "usedByOthers";
  return otherContexts(state).length >= maxActiveContexts ? "tooManyContexts" : undefined;
}

/**
 * Whether the manual's answer to a problem is a restart. LTE keeps one connection up by itself, that
 * of the lowest number: a context that is active for that reason alone is nobody else's, and
 * without this exception a hanging module on LTE would never be restarted. Connections that another
 * program has opened in the module are not cut off.
 */
export function wantsRestart(problem: ActivationProblem, state: ContextState): boolean {
  const othersOpen = state.open?.some((context) => context.contextId !== state.contextId) ?? false;
  switch (problem) {
    case "unexplained":
      return true;
    case "otherConnection":
      return !othersOpen;
    case "usedByOthers": {
      const lowest = Math.min(...(state.active ?? []));
      return isRegistered(state.registration.eps) && lowest === state.contextId && !othersOpen;
    }
    default:
      return false;
  }
}

/** Says what a problem is, and what to do. */
export function describeProblem(problem: ActivationProblem, state: ContextState): ProblemWords {
  const { contextId } = state;
  const others = otherContexts(state).join(", ");
  switch (problem) {
    case "notRegistered":
      return {
        problem,
        what: "no network has the module",
        remedy: `Check antenna and signal (${nameOf(getSignalQuality)}), and that the SIM is activated for data.`,
      };
    case "notAttached":
      return {
        problem,
        what: "the module is not attached to the packet service",
        remedy: `${nameOf(setPacketAttach)}=1 did not help: check that the contract of the SIM includes data.`,
      };
    case "apn":
      return {
        problem,
        what: "the context has no access point",
        remedy: "Give pdp.apn, as the provider of the SIM names it.",
      };
    case "usedByOthers":
      return {
        problem,
        what: `context ${contextId} is active already, but not for the module's own mail client: a data call (PPP) or ${nameOf(setContextState)} uses it, or it is the connection that LTE keeps by itself`,
        remedy: `Give another pdp.contextId, or end the data call or ${nameOf(setContextState)}=1,${contextId} of the other program; it is not ended from here.`,
      };
    case "tooManyContexts":
      return {
        problem,
        what: `contexts ${others} are active, and no more than ${maxActiveContexts} can be`,
        remedy: "Deactivate one that is not needed; none of them is ended from here.",
      };
    case "otherConnection":
      return {
        problem,
        what: `context ${others} is active, and the SIM may allow one connection only`,
        remedy: `Give pdp.contextId: ${otherContexts(state)[0] ?? 1} if it is free for mail, or end the other connection.`,
      };
    case "unexplained":
      return {
        problem,
        what: "registration, attachment, access point and other contexts are as they should be",
        remedy: `Restart the module, then check again, at intervals of ${restartCheckIntervalMinutes} minutes (manual, 4.2).`,
      };
  }
}
