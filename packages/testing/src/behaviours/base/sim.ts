/** Why no SIM can be used, or what it waits for. */
export type SimState = "ready" | "pin" | "puk" | "absent" | "busy" | "failure";

export interface SimOptions {
  /** Default `ready`; `pin` when a PIN is given. */
  readonly state?: SimState | undefined;
  /** PIN that the card wants after each restart. Default: none. */
  readonly pin?: string | undefined;
  /** PUK for a card that has been given three wrong PINs. Default `12345678`. */
  readonly puk?: string | undefined;
}

const maxPinAttempts = 3;
const error = { absent: 10, failure: 13, busy: 14, wrongPassword: 16, notAllowed: 3 } as const;

/** The card in the module. */
export class Sim {
  state: SimState;
  /** Off under `AT+CFUN=0`. */
  isPowered = true;
  readonly #puk: string;
  #pin: string | undefined;
  #attempts = 0;

  constructor(options: SimOptions = {}) {
    this.#pin = options.pin;
    this.#puk = options.puk ?? "12345678";
    this.state = options.state ?? (options.pin === undefined ? "ready" : "pin");
  }

  get isReady(): boolean {
    return this.isPowered && this.state === "ready";
  }

  /** What `AT+CPIN?` prints, or the number of its error. */
  get status(): "READY" | "SIM PIN" | "SIM PUK" | number {
    if (!this.isPowered) return error.failure;
    switch (this.state) {
      case "ready":
        return "READY";
      case "pin":
        return "SIM PIN";
      case "puk":
        return "SIM PUK";
      default:
        return error[this.state];
    }
  }

  /** Enters a PIN, or the PUK and a new PIN. @returns the error, `undefined` when it was right */
  enter(code: string, newPin: string | undefined): number | undefined {
    if (this.state === "puk") return this.#unblock(code, newPin);
    if (this.state !== "pin") return error.notAllowed;
    if (code !== this.#pin) {
      this.#attempts++;
      if (this.#attempts >= maxPinAttempts) this.state = "puk";
      return error.wrongPassword;
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

  #unblock(puk: string, newPin: string | undefined): number | undefined {
    if (puk !== this.#puk || newPin === undefined) return error.wrongPassword;
    this.#pin = newPin;
    this.#attempts = 0;
    this.state = "ready";
    return undefined;
  }
}
