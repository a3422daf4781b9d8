import { applicationReadyUrc } from "@qsmtp/protocol/commands";
import { simStartMs } from "@qsmtp/protocol/facts";
import type { Dialect } from "../../modem/dialect.ts";
import type { Modem } from "../../modem/modem.ts";
import type { RegistrationReports } from "./network-handlers.ts";
import type { Radio } from "./radio.ts";
import type { Sim } from "./sim.ts";
import { cardLines, type SimPresenceReports, simLines, storeLines } from "./sim-handlers.ts";

/**
 * How long the parts of a start take. All but the first count from `RDY`; what is left out takes no time.
 */
export interface BootTimes {
  /**
   * From the restart to `RDY`; the module is deaf meanwhile. Default: `bootMs`, which goes before it.
   * @minimum 0
   */
  readonly readyMs?: number | undefined;
  /**
   * Until `APP RDY`, of modules with the quirk `ready-line`: commands are answered `ERROR` before.
   * @minimum 0
   */
  readonly applicationReadyMs?: number | undefined;
  /**
   * Until a card is seen: `AT+CPIN?` is answered that there is none before, and that it is busy after.
   * @minimum 0
   */
  readonly simSeenMs?: number | undefined;
  /**
   * Until the card can be used, or asks for its PIN: `+CPIN` and `+QUSIM`.
   * @minimum 0
   */
  readonly simMs?: number | undefined;
  /**
   * Until the messages of the card are read: `+QIND: SMS DONE`.
   * @minimum 0
   */
  readonly messagesMs?: number | undefined;
  /**
   * Until its phone book is read: `+QIND: PB DONE`.
   * @minimum 0
   */
  readonly phoneBookMs?: number | undefined;
  /**
   * Until a network has registered the module, which searches before, with no signal.
   * @minimum 0
   */
  readonly registrationMs?: number | undefined;
}

/**
 * A start that takes its time. The card takes what an EC21 was seen to take; no source tells the other
 * times, which are of the size that users see.
 */
export const realisticBoot: Required<BootTimes> = {
  readyMs: 3000,
  applicationReadyMs: 2000,
  simSeenMs: Math.round(simStartMs / 2),
  simMs: simStartMs,
  messagesMs: 2500,
  phoneBookMs: 3000,
  registrationMs: 6000,
};

/** What a start works on. */
export interface StartParts {
  readonly modem: Pick<Modem, "urc" | "report" | "timers">;
  readonly dialect: Dialect;
  readonly sim: Sim;
  readonly presence: SimPresenceReports;
  readonly radio: Radio;
  readonly reports: RegistrationReports;
  readonly times: BootTimes;
}

/** The module between power and readiness: card, messages, phone book and network come one by one. */
export class ModuleStart {
  readonly #parts: StartParts;
  #isUsable = true;

  constructor(parts: StartParts) {
    this.#parts = parts;
  }

  /** Whether commands are done, and not all answered `ERROR`. */
  get isUsable(): boolean {
    return this.#isUsable;
  }

  /** The module restarts: card and network are to be found anew. */
  begin(): void {
    const { dialect, radio, times } = this.#parts;
    this.#isUsable = !dialect.quirks["ready-line"];
    this.#loseCard();
    radio.isSearching = (times.registrationMs ?? 0) > 0;
  }

  /** What is printed with `RDY`. */
  lines(): readonly string[] {
    const { sim, dialect } = this.#parts;
    return this.#takesTime ? [] : simLines(sim, dialect);
  }

  /** `RDY` is said: what is to come comes in its time. Without `tells` it comes in silence. */
  run(tells: boolean): void {
    const { modem, reports, radio, times } = this.#parts;
    if (!this.#isUsable) {
      this.#after(times.applicationReadyMs, () => {
        this.#isUsable = true;
        if (tells) modem.report(applicationReadyUrc, {});
      });
    }
    if (this.#takesTime) this.#readCard(tells);
    if (!radio.isSearching) return;
    this.#after(times.registrationMs, () => {
      reports.around(() => {
        radio.isSearching = false;
      });
    });
  }

  /** The card gets power again, as after `AT+CFUN=1`. @returns the lines that are printed at once */
  powerCard(): readonly string[] {
    const { sim, dialect } = this.#parts;
    if (!this.#takesTime) return simLines(sim, dialect);
    this.#loseCard();
    this.#readCard(true);
    return [];
  }

  get #takesTime(): boolean {
    const { simMs = 0, messagesMs = 0, phoneBookMs = 0 } = this.#parts.times;
    return simMs > 0 || messagesMs > 0 || phoneBookMs > 0;
  }

  #loseCard(): void {
    const { sim, times } = this.#parts;
    const { simMs = 0, simSeenMs = 0 } = times;
    if (!this.#takesTime) return;
    sim.areMessagesReady = false;
    sim.isPhoneBookReady = false;
    if (simMs > 0) sim.starting = simSeenMs > 0 ? "absent" : "busy";
  }

  #readCard(tells: boolean): void {
    const { modem, dialect, sim, presence, reports, times } = this.#parts;
    const { simMs = 0, simSeenMs = 0, messagesMs = 0, phoneBookMs = 0 } = times;
    const tell = (lines: readonly string[]): void => {
      if (tells) for (const line of lines) modem.urc(line);
    };
    if (simSeenMs > 0 && simSeenMs < simMs) {
      this.#after(simSeenMs, () => {
        sim.starting = "busy";
      });
    }
    this.#after(simMs, () => {
      reports.around(() =>
        presence.around(() => {
          sim.starting = undefined;
        }),
      );
      tell(cardLines(sim, dialect));
    });
    const [first, second] = storeLines(dialect);
    const [messages, phoneBook] = dialect.quirks["phone-book-first"]
      ? [second, first]
      : [first, second];
    this.#after(Math.max(simMs, messagesMs), () => {
      sim.areMessagesReady = true;
      if (sim.isReady) tell([messages]);
    });
    this.#after(Math.max(simMs, phoneBookMs), () => {
      sim.isPhoneBookReady = true;
      if (sim.isReady) tell([phoneBook]);
    });
  }

  #after(delayMs: number | undefined, run: () => void): void {
    if (delayMs === undefined || delayMs === 0) run();
    else this.#parts.modem.timers.after(delayMs, run);
  }
}
