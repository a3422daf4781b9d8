import { PinStatus } from "@qsmtp/protocol/commands";
import {
  generalErrorNumber,
  maxPinAttempts,
  maxPukAttempts,
  simMessagesInitialised,
  simPhoneBookInitialised,
  simPinInitialised,
} from "@qsmtp/protocol/facts";
import type { SimState } from "../../events/module-event.ts";

export type { SimState };

/** The SIM that the module finds. */
export interface SimOptions {
  /** What the module finds, until `setSim` of the module changes it. Default `ready`; `pin` when a PIN is given. */
  readonly state?: SimState | undefined;
  /** PIN that the card wants after each restart. Default: none. */
  readonly pin?: string | undefined;
  /** PUK for a card that has been given too many wrong PINs. Default `12345678`. */
  readonly puk?: string | undefined;
}

const errorOf = {
  absent: generalErrorNumber.simNotInserted,
  failure: generalErrorNumber.simFailure,
  busy: generalErrorNumber.simBusy,
} as const;

/** The card in the module. */
export class Sim {
  /** `AT+CIMI`: a subscriber of the network for tests. */
  readonly imsi = "001010123456789";
  /** `AT+QCCID`. */
  readonly iccid = "8900100000000000001";
  #state: SimState;
  /** Off under `AT+CFUN=0`. */
  isPowered = true;
  #starting: "absent" | "busy" | undefined;
  areMessagesReady = true;
  isPhoneBookReady = true;
  readonly #puk: string;
  #pin: string | undefined;
  #attempts = 0;
  #pukAttempts = 0;

  readonly #onChange: (state: SimState) => void;

  /** @param onChange is told of each new state */
  constructor(options: SimOptions = {}, onChange: (state: SimState) => void = () => {}) {
    this.#onChange = onChange;
    this.#pin = options.pin;
    this.#puk = options.puk ?? "12345678";
    this.#state = options.state ?? (options.pin === undefined ? "ready" : "pin");
  }

  get state(): SimState {
    return this.#state;
  }

  set state(state: SimState) {
    this.#find(() => {
      this.#state = state;
    });
  }

  /** What the module finds of the card while it starts; `undefined` when it has read it. */
  get starting(): "absent" | "busy" | undefined {
    return this.#starting;
  }

  set starting(starting: "absent" | "busy" | undefined) {
    this.#find(() => {
      this.#starting = starting;
    });
  }

  get isReady(): boolean {
    return this.isPowered && this.starting === undefined && this.state === "ready";
  }

  /** What `AT+QINISTAT` tells: what of the card is ready, added up. */
  get initialised(): number {
    if (!this.isReady) return 0;
    const messages = this.areMessagesReady ? simMessagesInitialised : 0;
    return simPinInitialised + messages + (this.isPhoneBookReady ? simPhoneBookInitialised : 0);
  }

  /** What `AT+QPINC` prints of the PIN. */
  get pinAttemptsLeft(): number {
    return this.state === "puk" ? 0 : maxPinAttempts - this.#attempts;
  }

  /** What `AT+QPINC` prints of the PUK. */
  get pukAttemptsLeft(): number {
    return maxPukAttempts - this.#pukAttempts;
  }

  /** What `AT+CPIN?` prints, or the number of its error. */
  get status(): PinStatus | number {
    if (!this.isPowered) return errorOf.failure;
    if (this.starting !== undefined) return errorOf[this.starting];
    switch (this.state) {
      case "ready":
        return PinStatus.ready;
      case "pin":
        return PinStatus.simPin;
      case "puk":
        return PinStatus.simPuk;
      default:
        return errorOf[this.state];
    }
  }

  /** Enters a PIN, or the PUK and a new PIN. @returns the error, `undefined` when it was right */
  enter(code: string, newPin: string | undefined): number | undefined {
    if (this.state === "puk") return this.#unblock(code, newPin);
    if (this.state !== "pin") return generalErrorNumber.operationNotAllowed;
    if (code !== this.#pin) {
      this.#attempts++;
      if (this.#attempts >= maxPinAttempts) this.state = "puk";
      return generalErrorNumber.incorrectPassword;
    }
    this.#attempts = 0;
    this.state = "ready";
    return undefined;
  }

  /** The card is asked for its PIN again; a blocked card stays blocked. */
  restart(): void {
    this.isPowered = true;
    if (this.state === "ready" && this.#pin !== undefined) this.state = "pin";
  }

  /** Calls `change`, and tells of another state than before. */
  #find(change: () => void): void {
    const before = this.#starting ?? this.#state;
    change();
    const now = this.#starting ?? this.#state;
    if (now !== before) this.#onChange(now);
  }

  #unblock(puk: string, newPin: string | undefined): number | undefined {
    if (puk !== this.#puk || newPin === undefined) {
      this.#pukAttempts++;
      if (this.#pukAttempts >= maxPukAttempts) this.state = "failure";
      return generalErrorNumber.incorrectPassword;
    }
    this.#pin = newPin;
    this.#attempts = 0;
    this.#pukAttempts = 0;
    this.state = "ready";
    return undefined;
  }
}
