import {
  Functionality,
  getBootReports,
  getClock,
  getFunctionality,
  getUrcPort,
  poweredDownUrc,
  powerOff,
  powerOffNormally,
  setBootReports,
  setClock,
  setFunctionality,
  setUrcPort,
} from "@qsmtp/protocol/commands";
import { generalErrorNumber } from "@qsmtp/protocol/facts";
import { fail, type Reply, reply, replyThen } from "../../modem/answer.ts";
import { type OperationHandler, on } from "../../modem/behaviour.ts";
import type { Dialect } from "../../modem/dialect.ts";
import type { Modem } from "../../modem/modem.ts";
import type { ModuleClock } from "./module-clock.ts";
import type { Radio } from "./radio.ts";
import type { UrcRouting } from "./urc-routing.ts";

/** What the commands about the whole module work on. */
export interface SystemParts {
  readonly modem: Modem;
  readonly clock: ModuleClock;
  readonly dialect: Dialect;
  readonly radio: Radio;
  readonly routing: UrcRouting;
  /** Changes `AT+CFUN`, with all that follows from it. */
  readonly setFunctionality: (functionality: Functionality) => void;
}

/** The commands that restart and switch off the module, its clock and where it sends URCs. */
export function systemHandlers(parts: SystemParts): OperationHandler[] {
  const { modem, clock, radio, routing } = parts;
  let bootReports = 0;

  const goOff = (): Reply<void> => {
    const { quirks } = parts.dialect;
    const off = (): void => {
      if (!quirks["power-off-line"]) modem.report(poweredDownUrc, {});
      modem.powerOff();
    };
    return quirks["power-off-error"] ? { ...fail(), after: off } : replyThen(off);
  };

  return [
    on(getFunctionality, () => reply({ functionality: radio.functionality })),
    on(setFunctionality, ({ functionality, reset }) => {
      if (!reset) {
        return replyThen(modem.gatherUrcs(() => parts.setFunctionality(functionality)));
      }
      return functionality === Functionality.full
        ? replyThen(() => modem.restart())
        : fail(generalErrorNumber.incorrectParameters);
    }),
    on(powerOff, goOff),
    on(powerOffNormally, goOff),
    on(getClock, () => reply({ time: clock.toString() })),
    on(setClock, ({ time }) =>
      clock.set(time) ? reply() : fail(generalErrorNumber.incorrectParameters),
    ),
    on(getUrcPort, () => reply({ port: routing.port })),
    on(setUrcPort, ({ port }) => {
      routing.port = port;
      return reply();
    }),
    on(getBootReports, () => reply({ mask: bootReports })),
    on(setBootReports, ({ mask }) => {
      bootReports = mask;
      return reply();
    }),
  ];
}
