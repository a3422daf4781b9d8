import {
  enterPin,
  getIccid,
  getImsi,
  getPinAttempts,
  getPinStatus,
  getSimInitialisation,
  getSimPresence,
  indicationUrc,
  PinFacility,
  PinStatus,
  pinStatusChangedUrc,
  SimPresence,
  SimType,
  setSimDetection,
  setSimReporting,
  simPresenceChangedUrc,
  usimStateUrc,
} from "@qsmtp/protocol/commands";
import { generalErrorNumber, maxPinAttempts, maxPukAttempts } from "@qsmtp/protocol/facts";
import { fail, reply, replyThen } from "../../modem/answer.ts";
import { type OperationHandler, on } from "../../modem/behaviour.ts";
import type { Dialect } from "../../modem/dialect.ts";
import type { Modem } from "../../modem/modem.ts";
import type { Sim } from "./sim.ts";

/** Lines that a module prints when its SIM comes into a new state and all of it is read at once. */
export function simLines(sim: Sim, dialect: Dialect): readonly string[] {
  const told = cardLines(sim, dialect);
  return sim.isReady ? [...told, ...storeLines(dialect)] : told;
}

/** What tells of the card itself. */
export function cardLines({ status }: Sim, dialect: Dialect): readonly string[] {
  const code = typeof status === "number" ? PinStatus.notReady : status;
  const told = dialect.urcLine(pinStatusChangedUrc, { code });
  if (code !== PinStatus.ready) return [told];
  return [told, dialect.urcLine(usimStateUrc, { simType: SimType.usim })];
}

/** What tells that messages and phone book of the card are read, in their order. */
export function storeLines(dialect: Dialect): readonly [messages: string, phoneBook: string] {
  const messages = dialect.urcLine(indicationUrc, { text: "SMS DONE" });
  const phoneBook = dialect.urcLine(indicationUrc, { text: "PB DONE" });
  return dialect.quirks["phone-book-first"] ? [phoneBook, messages] : [messages, phoneBook];
}

/** What the commands about the SIM work on. */
export interface SimParts {
  readonly sim: Sim;
  readonly presence: SimPresenceReports;
  readonly dialect: Dialect;
  readonly modem: Pick<Modem, "urc">;
}

/** Tells whether a card is there, when the host has asked for it by `AT+QSIMSTAT`. */
export class SimPresenceReports {
  isOn = false;
  readonly #sim: Sim;
  readonly #modem: Pick<Modem, "report">;

  constructor(sim: Sim, modem: Pick<Modem, "report">) {
    this.#sim = sim;
    this.#modem = modem;
  }

  get inserted(): SimPresence {
    if (this.#sim.starting !== undefined) return SimPresence.unknown;
    return this.#sim.state === "absent" ? SimPresence.removed : SimPresence.inserted;
  }

  /** Calls `change`, and tells how it changed the presence. */
  around(change: () => void): void {
    const before = this.inserted;
    change();
    const { inserted } = this;
    if (!this.isOn || inserted === before) return;
    this.#modem.report(simPresenceChangedUrc, { enabled: this.isOn, inserted });
  }
}

/** The commands about the SIM. */
export function simHandlers({ sim, presence, dialect, modem }: SimParts): OperationHandler[] {
  return [
    on(getPinStatus, () => {
      const { status } = sim;
      return typeof status === "number" ? fail(status) : reply({ code: status });
    }),
    on(enterPin, ({ pin, newPin }) => {
      const error = sim.enter(pin, newPin);
      if (error !== undefined) return fail(error);
      return replyThen(() => {
        for (const line of simLines(sim, dialect)) modem.urc(line);
      });
    }),
    on(getPinAttempts, ({ facility }) => {
      const { status } = sim;
      if (typeof status === "number") return fail(status);
      const [pinAttempts, pukAttempts] =
        facility === PinFacility.sim
          ? [sim.pinAttemptsLeft, sim.pukAttemptsLeft]
          : [maxPinAttempts, maxPukAttempts];
      return reply({ facility, pinAttempts, pukAttempts });
    }),
    on(getImsi, () => {
      const { status } = sim;
      if (typeof status === "number") return fail(status);
      if (status === PinStatus.simPin) return fail(generalErrorNumber.simPinRequired);
      if (status === PinStatus.simPuk) return fail(generalErrorNumber.simPukRequired);
      return reply({ imsi: sim.imsi });
    }),
    on(getIccid, () => {
      const { status } = sim;
      return typeof status === "number" ? fail(status) : reply({ iccid: sim.iccid });
    }),
    on(setSimDetection, () => reply()),
    on(getSimInitialisation, () => reply({ status: sim.initialised })),
    on(getSimPresence, () => reply({ enabled: presence.isOn, inserted: presence.inserted })),
    on(setSimReporting, ({ enabled }) => {
      presence.isOn = enabled;
      return reply();
    }),
  ];
}
