import { Functionality, functionalityChangedUrc } from "@qsmtp/protocol/commands";
import { fail } from "../../modem/answer.ts";
import { type Behaviour, createBehaviour } from "../../modem/behaviour.ts";
import type { Dialect } from "../../modem/dialect.ts";
import type { Modem } from "../../modem/modem.ts";
import type { ModuleIdentity } from "./identity.ts";
import { identityHandlers } from "./identity-handlers.ts";
import { interfaceHandlers } from "./interface-handlers.ts";
import { lineHandlers } from "./line-handlers.ts";
import type { ModuleClock } from "./module-clock.ts";
import type { ModuleStart } from "./module-start.ts";
import { networkHandlers, type RegistrationReports } from "./network-handlers.ts";
import type { PortSettings } from "./port-settings.ts";
import type { Radio } from "./radio.ts";
import type { Sim } from "./sim.ts";
import { type SimPresenceReports, simHandlers, simLines } from "./sim-handlers.ts";
import { systemHandlers } from "./system-handlers.ts";
import type { UrcRouting } from "./urc-routing.ts";

/** What the base commands work on. */
export interface BaseParts {
  readonly modem: Modem;
  readonly clock: ModuleClock;
  readonly port: PortSettings;
  readonly identity: ModuleIdentity;
  readonly dialect: Dialect;
  readonly sim: Sim;
  readonly presence: SimPresenceReports;
  readonly start: ModuleStart;
  readonly radio: Radio;
  readonly reports: RegistrationReports;
  readonly routing: UrcRouting;
  /** The packet network is gone, and all contexts with it. */
  readonly onDetached: () => void;
}

/** The base commands: interface, identity, SIM, network, power. */
export function baseBehaviour(parts: BaseParts): Behaviour {
  const { modem, clock, port, identity, dialect, sim, presence } = parts;
  const { start, radio, reports, routing, onDetached } = parts;

  const setFunctionality = (functionality: Functionality): void => {
    const hadPower = sim.isPowered;
    const hasPower = functionality > Functionality.minimum;
    if (functionality !== Functionality.full) onDetached();
    reports.around(() => {
      radio.functionality = functionality;
      sim.isPowered = hasPower;
    });
    if (hadPower === hasPower) return;
    for (const line of hasPower ? start.powerCard() : simLines(sim, dialect)) modem.urc(line);
  };

  return createBehaviour(
    [
      ...lineHandlers(modem.profile),
      ...interfaceHandlers(modem.profile, port, reports),
      ...identityHandlers(identity),
      ...simHandlers({ sim, presence, dialect, modem }),
      ...networkHandlers(radio, reports, dialect, modem, onDetached),
      ...systemHandlers({ modem, clock, dialect, radio, routing, setFunctionality }),
    ],
    {
      restart: () => {
        port.reset();
        reports.restart(() => {
          sim.restart();
          radio.restart();
          start.begin();
        });
      },
      bootLines: () => [
        dialect.urcLine(functionalityChangedUrc, { functionality: Functionality.full }),
        ...start.lines(),
      ],
      started: (tells) => start.run(tells),
    },
  );
}

/** A module that has said `RDY` and does nothing yet: to be asked before all other behaviours. */
export function unusableBehaviour(start: ModuleStart): Behaviour {
  return { answer: () => (start.isUsable ? undefined : fail()) };
}
