import {
  activateContextOperation,
  deactivateContextOperation,
  getDnsServersOperation,
  getPdpContextOperation,
  getTcpipErrorOperation,
  hostAddressUrc,
  hostResolvedUrc,
  listActiveContextsOperation,
  resolveHostOperation,
  setDnsServersOperation,
  setPdpContextOperation,
} from "@qsmtp/protocol/commands";
import { type Answer, delayed, fail, reply, replyThen } from "../../modem/answer.ts";
import { type Behaviour, createBehaviour, on } from "../../modem/behaviour.ts";
import type { Modem } from "../../modem/modem.ts";
import { contextTableHandlers } from "./context-table-handlers.ts";
import type { PdpContexts } from "./pdp-contexts.ts";
import { tcpipError, tcpipErrorWords } from "./tcpip-error.ts";

/** What a network or firmware may do differently. */
export interface PdpOptions {
  /** How long `AT+QIACT` takes. Default 0. */
  readonly activationDelayMs?: number | undefined;
  /** How long `AT+QIDEACT` takes. Default 0. */
  readonly deactivationDelayMs?: number | undefined;
  /** What `AT+QIACT` says to a context that is active already. Default `error`. */
  readonly reactivation?: "error" | "ok" | undefined;
  /** What the network's DNS knows. Default: every name, as 192.0.2.25. */
  readonly hosts?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** What the context commands work on. */
export interface PdpParts {
  readonly contexts: PdpContexts;
  /** Whether the packet network can be used. */
  readonly isAttached: () => boolean;
  readonly modem: Pick<Modem, "report">;
  /** Tells that a context is gone, after it was deactivated. */
  readonly onDeactivated: (contextId: number) => void;
}

/** Looks a name up as the module's DNS does; an address stands for itself. */
export function resolveHost(host: string, { hosts }: PdpOptions): readonly string[] {
  if (/^[\d.]+$/.test(host) || host.includes(":")) return [host];
  if (host === "") return [];
  return hosts === undefined ? ["192.0.2.25"] : (hosts[host.toLowerCase()] ?? []);
}

/**
 * The PDP commands. Failures are a plain `ERROR`, with the number behind `AT+QIGETERROR`: 573 for a
 * context that was never defined, 561 without network, for the fourth active context and for one that
 * others hold, 572 for one that is active already and for DNS servers of one that is not.
 */
export function pdpBehaviour(parts: PdpParts, options: PdpOptions = {}): Behaviour {
  const { contexts } = parts;

  const failure = (error: number): Answer<never> => {
    contexts.lastError = error;
    return fail();
  };
  const success = <Output>(answer: Answer<Output>): Answer<Output> => {
    contexts.lastError = tcpipError.none;
    return answer;
  };

  const handlers = [
    on(getPdpContextOperation, ({ contextId }) => {
      const {
        type = 1,
        apn = "",
        username = "",
        password = "",
        authentication = 0,
      } = contexts.get(contextId) ?? {};
      return success(reply({ type, apn, username, password, authentication }));
    }),
    on(setPdpContextOperation, ({ contextId, type, apn, username, password, authentication }) => {
      if (contexts.isUp(contextId)) return failure(tcpipError.notAllowed);
      contexts.define(contextId, {
        type,
        apn,
        username: username ?? "",
        password: password ?? "",
        authentication: authentication ?? 0,
      });
      return success(reply());
    }),
    on(activateContextOperation, ({ contextId }) =>
      delayed(options.activationDelayMs ?? 0, () => {
        if (contexts.isActive(contextId) && options.reactivation !== "ok") {
          return failure(tcpipError.notAllowed);
        }
        if (!parts.isAttached()) return failure(tcpipError.openFailed);
        const error = contexts.activate(contextId);
        return error === undefined ? success(reply()) : failure(error);
      }),
    ),
    on(deactivateContextOperation, ({ contextId }) =>
      delayed(options.deactivationDelayMs ?? 0, () => {
        const wasActive = contexts.isActive(contextId);
        contexts.deactivate(contextId);
        if (wasActive) parts.onDeactivated(contextId);
        return success(reply());
      }),
    ),
    on(listActiveContextsOperation, () =>
      reply({
        contexts: contexts.list().flatMap(([contextId, { active, type }]) => {
          const addresses = contexts.addressesOf(contextId);
          return active ? [{ contextId, active, type, addresses }] : [];
        }),
      }),
    ),
    on(getTcpipErrorOperation, () =>
      reply({ error: contexts.lastError, description: tcpipErrorWords(contexts.lastError) }),
    ),
    on(getDnsServersOperation, ({ contextId }) => {
      const context = contexts.get(contextId);
      if (!context?.active) return failure(tcpipError.notAllowed);
      return success(reply({ contextId, ...context.dns }));
    }),
    on(setDnsServersOperation, ({ contextId, primary, secondary }) => {
      const context = contexts.get(contextId);
      if (!context?.active) return failure(tcpipError.notAllowed);
      context.dns = { primary, secondary: secondary ?? context.dns.secondary };
      return success(reply());
    }),
    on(resolveHostOperation, ({ contextId, hostName }) => {
      if (!contexts.isActive(contextId)) return failure(tcpipError.notAllowed);
      const known = contexts.carriesData(contextId) ? hostName : "";
      return success(replyThen(() => reportAddresses(known)));
    }),
  ];

  function reportAddresses(host: string): void {
    const addresses = resolveHost(host, options);
    const { modem } = parts;
    if (addresses.length === 0) {
      modem.report(hostResolvedUrc, { error: tcpipError.dnsFailed });
      return;
    }
    const addressCount = addresses.length;
    modem.report(hostResolvedUrc, { error: tcpipError.none, addressCount, ttlSeconds: 600 });
    for (const address of addresses) modem.report(hostAddressUrc, { address });
  }

  return createBehaviour([...handlers, ...contextTableHandlers(parts)], {
    restart: () => {
      for (const [contextId] of contexts.list()) {
        contexts.deactivate(contextId);
        contexts.letGo(contextId);
      }
      contexts.lastError = tcpipError.none;
    },
  });
}
