import { findError } from "@qsmtp/protocol";
import {
  activateContext,
  deactivateContext,
  getDnsServers,
  getPdpContext,
  getTcpipError,
  hostAddressUrc,
  hostResolvedUrc,
  listActiveContexts,
  resolveHost,
  setDnsServers,
  setPdpContext,
  setSslVersion,
  tcpipErrors,
} from "@qsmtp/protocol/commands";
import { tcpipErrorNumber } from "@qsmtp/protocol/facts";
import { type Answer, delayed, fail, reply, replyThen } from "../../modem/answer.ts";
import { type Behaviour, createBehaviour, on } from "../../modem/behaviour.ts";
import type { Dialect } from "../../modem/dialect.ts";
import type { Modem } from "../../modem/modem.ts";
import { contextTableHandlers } from "./context-table-handlers.ts";
import type { HostTable, NameServer } from "./name-server.ts";
import type { PdpContexts } from "./pdp-contexts.ts";

/** What a network or firmware may do differently. */
export interface SimulatedPdpOptions {
  /**
   * How long `AT+QIACT` takes. Default 0.
   * @minimum 0
   */
  readonly activationDelayMs?: number | undefined;
  /**
   * How long `AT+QIDEACT` takes. Default 0.
   * @minimum 0
   */
  readonly deactivationDelayMs?: number | undefined;
  /** What `AT+QIACT` says to a context that is active already. Default `error`. */
  readonly reactivation?: "error" | "ok" | undefined;
  /**
   * What the network's DNS knows: names with their addresses, none for a name that does not exist, and
   * `*` for all names that are not listed, which otherwise do not exist. `AT+QIDNSGIP`, the mail client
   * and the relay go by it. Default: every name is known, as 192.0.2.25.
   */
  readonly hosts?: HostTable | undefined;
}

/** What the context commands work on. */
export interface PdpParts {
  readonly contexts: PdpContexts;
  readonly dialect: Dialect;
  readonly names: NameServer;
  /** Whether the packet network can be used. */
  readonly isAttached: () => boolean;
  readonly modem: Pick<Modem, "report" | "gatherUrcs">;
  /** Tells that a context is gone, after it was deactivated. */
  readonly onDeactivated: (contextId: number) => void;
}

/** What `AT+QIGETERROR` prints behind the comma, blank included. */
function printedWords(error: number): string {
  return ` ${findError([tcpipErrors], error)?.entry.text ?? "unknown error"}`;
}

/** The commands that `AT+QIGETERROR` tells about. */
const toldCommands: readonly string[] = [
  setPdpContext.at,
  activateContext.at,
  deactivateContext.at,
  setDnsServers.at,
  resolveHost.at,
  setSslVersion.at,
];

/**
 * The PDP commands. Failures are a plain `ERROR`, with the number behind `AT+QIGETERROR`:
 * `apnNotConfigured` for a context that was never defined, `contextOpenFailed` without network, for one
 * active context more than there can be and for one that others hold, `operationNotAllowed` for one
 * that is active already and for DNS servers of one that is not, `invalidParameter` for what cannot be
 * read. A command that goes well sets it back.
 */
export function pdpBehaviour(parts: PdpParts, options: SimulatedPdpOptions = {}): Behaviour {
  const { contexts, dialect } = parts;

  const failure = (error: number): Answer<never> => {
    contexts.lastError = error;
    return fail();
  };

  const handlers = [
    on(getPdpContext, ({ contextId }) => {
      const {
        type = dialect.defaultOf(setPdpContext, "type"),
        apn = "",
        username = "",
        password = "",
        authentication = dialect.defaultOf(setPdpContext, "authentication"),
      } = contexts.get(contextId) ?? {};
      return reply({ type, apn, username, password, authentication });
    }),
    on(setPdpContext, ({ contextId, type, apn, username, password, authentication }) => {
      if (contexts.isUp(contextId)) return failure(tcpipErrorNumber.operationNotAllowed);
      contexts.define(contextId, {
        type,
        apn,
        username: username ?? "",
        password: password ?? "",
        authentication: authentication ?? dialect.defaultOf(setPdpContext, "authentication"),
      });
      return reply();
    }),
    on(activateContext, ({ contextId }) =>
      delayed(options.activationDelayMs ?? 0, () => {
        if (contexts.isActive(contextId) && options.reactivation !== "ok") {
          return failure(tcpipErrorNumber.operationNotAllowed);
        }
        if (!parts.isAttached()) return failure(tcpipErrorNumber.contextOpenFailed);
        const error = contexts.activate(contextId);
        return error === undefined ? reply() : failure(error);
      }),
    ),
    on(deactivateContext, ({ contextId }) =>
      delayed(options.deactivationDelayMs ?? 0, () => {
        const wasActive = contexts.isActive(contextId);
        contexts.deactivate(contextId);
        return replyThen(
          parts.modem.gatherUrcs(() => {
            if (wasActive) parts.onDeactivated(contextId);
          }),
        );
      }),
    ),
    on(listActiveContexts, () =>
      reply({
        contexts: contexts.list().flatMap(([contextId, { active, type }]) => {
          const addresses = contexts.addressesOf(contextId);
          return active ? [{ contextId, active, type, addresses }] : [];
        }),
      }),
    ),
    on(getTcpipError, () =>
      reply({ error: contexts.lastError, description: printedWords(contexts.lastError) }),
    ),
    on(getDnsServers, ({ contextId }) => {
      const context = contexts.get(contextId);
      if (!context?.active) return failure(tcpipErrorNumber.operationNotAllowed);
      return reply({ contextId, ...context.dns });
    }),
    on(setDnsServers, ({ contextId, primary, secondary }) => {
      const context = contexts.get(contextId);
      if (!context?.active) return failure(tcpipErrorNumber.operationNotAllowed);
      context.dns = { primary, secondary: secondary ?? context.dns.secondary };
      return reply();
    }),
    on(resolveHost, ({ contextId, hostName }) => {
      if (!contexts.isActive(contextId)) return failure(tcpipErrorNumber.operationNotAllowed);
      const known = contexts.carriesData(contextId) ? hostName : "";
      return replyThen(() => reportAddresses(known));
    }),
  ];

  function reportAddresses(host: string): void {
    const addresses = parts.names.addressesOf(host);
    const { modem } = parts;
    if (addresses.length === 0) {
      modem.report(hostResolvedUrc, { error: tcpipErrorNumber.dnsFailed });
      return;
    }
    const addressCount = addresses.length;
    modem.report(hostResolvedUrc, {
      error: tcpipErrorNumber.success,
      addressCount,
      ttlSeconds: 600,
    });
    for (const address of addresses) modem.report(hostAddressUrc, { address });
  }

  return createBehaviour([...handlers, ...contextTableHandlers(parts)], {
    ended: ({ at }, end) => {
      if (!toldCommands.includes(at)) return;
      if (end === "ok") contexts.lastError = tcpipErrorNumber.success;
      if (end === "refused") contexts.lastError = tcpipErrorNumber.invalidParameter;
    },
    restart: () => {
      for (const [contextId] of contexts.list()) {
        contexts.deactivate(contextId);
        contexts.letGo(contextId);
      }
      contexts.lastError = tcpipErrorNumber.success;
    },
  });
}
