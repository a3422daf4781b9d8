import {
  getBootReportsOperation,
  getClockOperation,
  getFunctionalityOperation,
  getUrcPortOperation,
  powerOffNormallyOperation,
  powerOffOperation,
  setBootReportsOperation,
  setClockOperation,
  setFunctionalityOperation,
  setUrcPortOperation,
} from "@qsmtp/protocol/commands";
import { fail, reply, replyThen } from "../../modem/answer.ts";
import { type OperationHandler, on } from "../../modem/behaviour.ts";
import type { Modem } from "../../modem/modem.ts";
import type { ModuleClock } from "./module-clock.ts";
import type { Radio } from "./radio.ts";
import type { UrcRouting } from "./urc-routing.ts";

/** What the commands about the whole module work on. */
export interface SystemParts {
  readonly modem: Modem;
  readonly clock: ModuleClock;
  readonly radio: Radio;
  readonly routing: UrcRouting;
  /** Changes `AT+CFUN`, with all that follows from it. */
  readonly setFunctionality: (functionality: 0 | 1 | 4) => void;
}

const incorrectParameters = 50;

/** The commands that restart and switch off the module, its clock and where it sends URCs. */
export function systemHandlers(parts: SystemParts): OperationHandler[] {
  const { modem, clock, radio, routing } = parts;
  let bootReports = 0;

  const powerOff = () =>
    replyThen(() => {
      modem.urc("POWERED DOWN");
      modem.powerOff();
    });

  return [
    on(getFunctionalityOperation, () => reply({ functionality: radio.functionality })),
    on(setFunctionalityOperation, ({ functionality, reset }) => {
      if (!reset) {
        parts.setFunctionality(functionality);
        return reply();
      }
      return functionality === 1 ? replyThen(() => modem.restart()) : fail(incorrectParameters);
    }),
    on(powerOffOperation, powerOff),
    on(powerOffNormallyOperation, powerOff),
    on(getClockOperation, () => reply({ time: clock.toString() })),
    on(setClockOperation, ({ time }) => (clock.set(time) ? reply() : fail(incorrectParameters))),
    on(getUrcPortOperation, () => reply({ port: routing.port })),
    on(setUrcPortOperation, ({ port }) => {
      routing.port = port;
      return reply();
    }),
    on(getBootReportsOperation, () => reply({ mask: bootReports })),
    on(setBootReportsOperation, ({ mask }) => {
      bootReports = mask;
      return reply();
    }),
  ];
}
