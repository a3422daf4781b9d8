import type { Behaviour } from "../../modem/behaviour.ts";
import type { SslContexts } from "./ssl-contexts.ts";

/** `AT+QSSLCFG`: every setting of the six contexts is kept and read back. */
export function sslBehaviour(contexts: SslContexts): Behaviour {
  return {
    answer: (command) => {
      const { operation, input } = command;
      if (operation.at !== "+QSSLCFG") return undefined;
      return contexts.get(Number(input.sslContextId))?.answer(command);
    },
    restart: () => contexts.reset(),
  };
}
