import { type Behaviour, createBehaviour } from "../../modem/behaviour.ts";
import type { Modem } from "../../modem/modem.ts";
import type { ModuleIdentity } from "./identity.ts";
import { identityHandlers } from "./identity-handlers.ts";
import { interfaceHandlers } from "./interface-handlers.ts";
import { ModuleClock } from "./module-clock.ts";
import { networkHandlers, type RegistrationReports } from "./network-handlers.ts";
import type { PortSettings } from "./port-settings.ts";
import type { Radio } from "./radio.ts";
import type { Sim } from "./sim.ts";
import { simHandlers, simLines } from "./sim-handlers.ts";
import { systemHandlers } from "./system-handlers.ts";
import type { UrcRouting } from "./urc-routing.ts";

/** What the base commands work on. */
export interface BaseParts {
  readonly modem: Modem;
  readonly port: PortSettings;
  readonly identity: ModuleIdentity;
  readonly sim: Sim;
  readonly radio: Radio;
  readonly reports: RegistrationReports;
  readonly routing: UrcRouting;
  /** The packet network is gone, and all contexts with it. */
  readonly onDetached: () => void;
}

/** The base commands: interface, identity, SIM, network, power. */
export function baseBehaviour(parts: BaseParts): Behaviour {
  const { modem, port, identity, sim, radio, reports, routing, onDetached } = parts;
  const clock = new ModuleClock(modem.timers);

  const setFunctionality = (functionality: 0 | 1 | 4): void => {
    const simChanges = sim.isPowered !== functionality > 0;
    if (functionality !== 1) onDetached();
    reports.around(() => {
      radio.functionality = functionality;
      sim.isPowered = functionality > 0;
    });
    if (simChanges) for (const line of simLines(sim)) modem.urc(line);
  };

  return createBehaviour(
    [
      ...interfaceHandlers(modem.profile, port),
      ...identityHandlers(identity),
      ...simHandlers(sim, modem),
      ...networkHandlers(radio, reports, onDetached),
      ...systemHandlers({ modem, clock, radio, routing, setFunctionality }),
    ],
    {
      restart: () => {
        port.reset();
        sim.restart();
        radio.restart();
        reports.reset();
      },
      bootLines: () => ["+CFUN: 1", ...simLines(sim)],
    },
  );
}
