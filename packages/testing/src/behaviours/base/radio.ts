/** Registration `<stat>`: 0 off, 1 home, 2 searching, 3 denied, 4 unknown, 5 roaming. */
export type RegistrationStatus = 0 | 1 | 2 | 3 | 4 | 5;

/** One of `AT+CREG`, `AT+CGREG`, `AT+CEREG`. */
export type RegistrationDomain = "network" | "packet" | "eps";

/** A status for each domain. Left-out ones stay as they are. */
export type Registration = Partial<Record<RegistrationDomain, RegistrationStatus>>;

/** What the radio part of a module knows. */
export class Radio {
  /** `AT+CSQ`: 0-31, 99 unknown. */
  rssi = 20;
  /** `AT+CSQ`: 0-7, 99 unknown. */
  ber = 99;
  /** `AT+CFUN`: 0 minimum, 1 full, 4 radio off. */
  functionality: 0 | 1 | 4 = 1;
  attached = true;
  /** LAC or TAC, and cell id. */
  readonly cell = { area: "D509", id: "80D413D" } as const;
  /** `<AcT>`: E-UTRAN. */
  readonly technology = 7;
  readonly operator = "Example Net";
  readonly operatorCode = "00101";
  readonly #hasSim: () => boolean;
  #registration: Record<RegistrationDomain, RegistrationStatus> = { network: 1, packet: 1, eps: 1 };

  /** @param hasSim whether there is a card that can be used */
  constructor(hasSim: () => boolean) {
    this.#hasSim = hasSim;
  }

  /** 0 while the radio is off or there is no card for it. */
  statusOf(domain: RegistrationDomain): RegistrationStatus {
    return this.functionality === 1 && this.#hasSim() ? this.#registration[domain] : 0;
  }

  register(registration: Registration): void {
    this.#registration = { ...this.#registration, ...registration };
  }

  /** Whether packets can go: registered in some domain, attached, radio on. */
  get canCarryData(): boolean {
    return (
      this.attached && (isRegistered(this.statusOf("eps")) || isRegistered(this.statusOf("packet")))
    );
  }

  get isRegistered(): boolean {
    return (["network", "packet", "eps"] as const).some((domain) =>
      isRegistered(this.statusOf(domain)),
    );
  }

  restart(): void {
    this.functionality = 1;
    this.attached = true;
  }
}

function isRegistered(status: RegistrationStatus): boolean {
  return status === 1 || status === 5;
}
