import {
  defineContext,
  getContextAddresses,
  listContextAddresses,
  listContextDefinitions,
  listContextStates,
  PdpContextType,
  PdpType,
  setContextState,
  undefineContext,
} from "@qsmtp/protocol/commands";
import { generalErrorNumber } from "@qsmtp/protocol/facts";
import { fail, reply, replyThen } from "../../modem/answer.ts";
import { type OperationHandler, on } from "../../modem/behaviour.ts";
import type { PdpParts } from "./pdp-behaviour.ts";
import type { PdpContext } from "./pdp-contexts.ts";

const typeNumbers: Readonly<Record<PdpContextType, PdpType>> = {
  [PdpContextType.ipv4]: PdpType.ipv4,
  [PdpContextType.ppp]: PdpType.ipv4,
  [PdpContextType.ipv6]: PdpType.ipv6,
  [PdpContextType.ipv4v6]: PdpType.ipv4v6,
};

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
    on(listContextDefinitions, () =>
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
    on(defineContext, ({ contextId, type, apn }) => {
      if (contexts.isUp(contextId)) return fail(generalErrorNumber.operationNotAllowed);
      contexts.define(contextId, { type: typeNumbers[type], apn: apn ?? "" });
      return reply();
    }),
    on(undefineContext, ({ contextId }) => {
      if (contexts.isUp(contextId)) return fail(generalErrorNumber.operationNotAllowed);
      contexts.undefine(contextId);
      return reply();
    }),
    on(listContextStates, () =>
      reply({
        contexts: contexts.list().map(([contextId]) => {
          return { contextId, active: contexts.isUp(contextId) };
        }),
      }),
    ),
    on(setContextState, ({ active, contextId }) => {
      if (active) {
        if (!parts.isAttached()) return fail(generalErrorNumber.unknownError);
        return contexts.hold(contextId) ? reply() : fail(generalErrorNumber.unknownError);
      }
      contexts.letGo(contextId);
      const wasActive = contexts.isActive(contextId);
      contexts.deactivate(contextId);
      return replyThen(
        parts.modem.gatherUrcs(() => {
          if (wasActive) parts.onDeactivated(contextId);
        }),
      );
    }),
    on(listContextAddresses, () => reply(addressLines(definedIds()))),
    on(getContextAddresses, ({ contextIds = [] }) => reply(addressLines(contextIds))),
  ];
}

function typeName({ type }: PdpContext): PdpContextType {
  switch (type) {
    case PdpType.ipv4:
      return PdpContextType.ipv4;
    case PdpType.ipv6:
      return PdpContextType.ipv6;
    default:
      return PdpContextType.ipv4v6;
  }
}
