import {
  enterPinOperation,
  getPinStatusOperation,
  getSimInitialisationOperation,
  getSimPresenceOperation,
  setSimReportingOperation,
} from "@qsmtp/protocol/commands";
import { fail, reply, replyThen } from "../../modem/answer.ts";
import { type OperationHandler, on } from "../../modem/behaviour.ts";
import type { Modem } from "../../modem/modem.ts";
import type { Sim } from "./sim.ts";

/** Lines that a module prints when its SIM comes into a new state. */
export function simLines({ status }: Sim): readonly string[] {
  if (typeof status === "number") return ["+CPIN: NOT READY"];
  if (status !== "READY") return [`+CPIN: ${status}`];
  return ["+CPIN: READY", "+QUSIM: 1", "+QIND: SMS DONE", "+QIND: PB DONE"];
}

const initialised = { nothing: 0, all: 7 } as const;
const inserted = { no: 0, yes: 1 } as const;

/** The commands about the SIM. */
export function simHandlers(sim: Sim, modem: Pick<Modem, "urc">): OperationHandler[] {
  let reportsPresence = false;
  return [
    on(getPinStatusOperation, () => {
      const { status } = sim;
      return typeof status === "number" ? fail(status) : reply({ code: status });
    }),
    on(enterPinOperation, ({ pin, newPin }) => {
      const error = sim.enter(pin, newPin);
      if (error !== undefined) return fail(error);
      return replyThen(() => {
        for (const line of simLines(sim)) modem.urc(line);
      });
    }),
    on(getSimInitialisationOperation, () =>
      reply({ status: sim.isReady ? initialised.all : initialised.nothing }),
    ),
    on(getSimPresenceOperation, () =>
      reply({
        enabled: reportsPresence,
        inserted: sim.state === "absent" ? inserted.no : inserted.yes,
      }),
    ),
    on(setSimReportingOperation, ({ enabled }) => {
      reportsPresence = enabled;
      return reply();
    }),
  ];
}
