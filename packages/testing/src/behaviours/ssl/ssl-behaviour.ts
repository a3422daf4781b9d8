import { setSslVersion } from "@qsmtp/protocol/commands";
import type { Behaviour } from "../../modem/behaviour.ts";
import type { SslContexts } from "./ssl-contexts.ts";

/** `AT+QSSLCFG`: every setting of the contexts is kept and read back. */
export function sslBehaviour(contexts: SslContexts): Behaviour {
  return {
    answer: (command) => {
      const { operation, input } = command;
      if (operation.at !== setSslVersion.at) return undefined;
      return contexts.get(Number(input.sslContextId))?.answer(command);
    },
    coverage: (operation) =>
      operation.at === setSslVersion.at && contexts.has(operation) ? "implemented" : undefined,
    restart: () => contexts.reset(),
  };
}
