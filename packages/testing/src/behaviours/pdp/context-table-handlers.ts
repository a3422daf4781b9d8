import {
  defineContextOperation,
  getContextAddressesOperation,
  listContextAddressesOperation,
  listContextDefinitionsOperation,
  listContextStatesOperation,
  setContextStateOperation,
  undefineContextOperation,
} from "@qsmtp/protocol/commands";
import { fail, reply } from "../../modem/answer.ts";
import { type OperationHandler, on } from "../../modem/behaviour.ts";
import type { PdpParts } from "./pdp-behaviour.ts";
import type { PdpContext } from "./pdp-contexts.ts";

const typeNumbers = { IP: 1, PPP: 1, IPV6: 2, IPV4V6: 3 } as const;
const generalError = { notAllowed: 3, unknown: 100 } as const;

/**
 * The 3GPP commands on the same contexts: `AT+CGDCONT`, `AT+CGACT`, `AT+CGPADDR`. A context that
 * `AT+CGACT` activates is not open for the mail client, and `AT+QIACT` cannot open it then.
 */
export function contextTableHandlers(parts: PdpParts): OperationHandler[] {
  const { contexts } = parts;
  const addressLines = (contextIds: readonly number[]) => ({
    contexts: contextIds.map((contextId) => ({
      contextId,
      addresses: contexts.addressesOf(contextId),
    })),
  });
  const definedIds = (): number[] => contexts.list().map(([contextId]) => contextId);

  return [
    on(listContextDefinitionsOperation, () =>
      reply({
        definitions: contexts.list().map(([contextId, context]) => ({
          contextId,
          type: typeName(context),
          apn: context.apn,
          address: "0.0.0.0",
          dataCompression: 0,
          headerCompression: 0,
          addressAllocation: 0,
          requestType: 0,
        })),
      }),
    ),
    on(defineContextOperation, ({ contextId, type, apn }) => {
      if (contexts.isUp(contextId)) return fail(generalError.notAllowed);
      contexts.define(contextId, { type: typeNumbers[type], apn: apn ?? "" });
      return reply();
    }),
    on(undefineContextOperation, ({ contextId }) => {
      if (contexts.isUp(contextId)) return fail(generalError.notAllowed);
      contexts.undefine(contextId);
      return reply();
    }),
    on(listContextStatesOperation, () =>
      reply({
        contexts: contexts.list().map(([contextId]) => {
          return { contextId, active: contexts.isUp(contextId) };
        }),
      }),
    ),
    on(setContextStateOperation, ({ active, contextId }) => {
      if (active) {
        if (!parts.isAttached()) return fail(generalError.unknown);
        return contexts.hold(contextId) ? reply() : fail(generalError.unknown);
      }
      contexts.letGo(contextId);
      const wasActive = contexts.isActive(contextId);
      contexts.deactivate(contextId);
      if (wasActive) parts.onDeactivated(contextId);
      return reply();
    }),
    on(listContextAddressesOperation, () => reply(addressLines(definedIds()))),
    on(getContextAddressesOperation, ({ contextIds = [] }) => reply(addressLines(contextIds))),
  ];
}

function typeName({ type }: PdpContext): "IP" | "IPV6" | "IPV4V6" {
  return type === 1 ? "IP" : type === 2 ? "IPV6" : "IPV4V6";
}
