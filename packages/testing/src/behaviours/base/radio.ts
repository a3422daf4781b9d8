import {
  AccessTechnology,
  Functionality,
  NetworkTechnology,
  RegistrationStatus,
} from "@qsmtp/protocol/commands";
import { unknownBitErrorRate, unknownSignals } from "@qsmtp/protocol/facts";
import type { OptionKind } from "@qsmtp/transport/options";

export { RegistrationStatus };

/** One of `AT+CREG`, `AT+CGREG`, `AT+CEREG`. */
export type RegistrationDomain = "network" | "packet" | "eps";

/** The words for what a network can say to a module. */
export type RegistrationState =
  | "not-registered"
  | "home"
  | "searching"
  | "denied"
  | "unknown"
  | "roaming";

/** A status for each domain. Left-out ones stay as they are. */
export type Registration = Partial<
  Record<RegistrationDomain, RegistrationState | RegistrationStatus>
>;

/** A way of radio that a cell can have. */
export type RadioTechnology = "gsm" | "egprs" | "utran" | "hspa" | "eutran";

/** The operator of the network that the module finds. */
export interface NetworkOperator {
  /**
   * What `AT+COPS?` prints. Default `Example Net`.
   * @nonEmpty
   */
  readonly name?: string | undefined;
  /**
   * What `AT+QNWINFO` prints: country and network code. Default 00101, of a network for tests.
   * @nonEmpty
   */
  readonly code?: string | undefined;
}

const statusOfState: Readonly<Record<RegistrationState, RegistrationStatus>> = {
  "not-registered": RegistrationStatus.notSearching,
  home: RegistrationStatus.home,
  searching: RegistrationStatus.searching,
  denied: RegistrationStatus.denied,
  unknown: RegistrationStatus.unknown,
  roaming: RegistrationStatus.roaming,
};

/** Every {@link RegistrationState}. */
const registrationWords: readonly RegistrationState[] = Object.keys(
  statusOfState,
) as RegistrationState[];

const status: OptionKind = {
  words: [...registrationWords, ...Object.values(RegistrationStatus)],
};

/** What a registration can be, for those who judge one: of all domains, or of each. */
export const registrationKind: OptionKind = [
  status,
  { options: { keys: { network: status, packet: status, eps: status } } },
];

/** How a cell of a technology shows. */
interface RadioCell {
  /** `AT+CREG?`, `AT+COPS?`. */
  readonly act: AccessTechnology;
  /** `AT+QNWINFO`. */
  readonly info: NetworkTechnology;
  readonly band: string;
  readonly channel: number;
}

const cells: Readonly<Record<RadioTechnology, RadioCell>> = {
  gsm: { act: AccessTechnology.gsm, info: NetworkTechnology.gprs, band: "GSM 900", channel: 62 },
  egprs: {
    act: AccessTechnology.egprs,
    info: NetworkTechnology.edge,
    band: "GSM 900",
    channel: 62,
  },
  utran: {
    act: AccessTechnology.utran,
    info: NetworkTechnology.wcdma,
    band: "WCDMA 2100",
    channel: 10_713,
  },
  hspa: {
    act: AccessTechnology.hspa,
    info: NetworkTechnology.hspaPlus,
    band: "WCDMA 2100",
    channel: 10_713,
  },
  eutran: {
    act: AccessTechnology.eutran,
    info: NetworkTechnology.fddLte,
    band: "LTE BAND 3",
    channel: 1300,
  },
};

const [unknownSignal = Number.NaN] = unknownSignals;

const domains = ["network", "packet", "eps"] as const;

/** What the radio part of a module knows. */
export class Radio {
  /** `AT+CFUN`. */
  functionality: Functionality = Functionality.full;
  attached = true;
  /** No cell was found yet since the start. */
  isSearching = false;
  technology: RadioTechnology = "eutran";
  operator = "Example Net";
  operatorCode = "00101";
  /** LAC or TAC, and cell id. */
  readonly place = { area: "D509", id: "80D413D" } as const;
  readonly #hasSim: () => boolean;
  #signal: { readonly rssi: number; readonly ber: number } = { rssi: 20, ber: unknownBitErrorRate };
  #registration: Record<RegistrationDomain, RegistrationStatus> = {
    network: RegistrationStatus.home,
    packet: RegistrationStatus.home,
    eps: RegistrationStatus.home,
  };

  /** @param hasSim whether there is a card that can be used */
  constructor(hasSim: () => boolean) {
    this.#hasSim = hasSim;
  }

  get cell(): RadioCell {
    return cells[this.technology];
  }

  /** `AT+CSQ`: not known while the radio is off or has found no cell. */
  get signal(): { readonly rssi: number; readonly ber: number } {
    const isDeaf = this.functionality !== Functionality.full || !this.#hearsCell;
    return isDeaf ? { rssi: unknownSignal, ber: unknownBitErrorRate } : this.#signal;
  }

  set signal(signal: { readonly rssi: number; readonly ber: number }) {
    this.#signal = signal;
  }

  /**
   * Not searching while the radio is off, there is no card for it, or the module is detached: LTE knows
   * no registration without attachment. The domain of LTE has none in cells of other technologies.
   */
  statusOf(domain: RegistrationDomain): RegistrationStatus {
    const isOn = this.functionality === Functionality.full && this.#hasSim() && this.attached;
    if (!isOn || (domain === "eps" && this.technology !== "eutran")) {
      return RegistrationStatus.notSearching;
    }
    return this.isSearching ? RegistrationStatus.searching : this.#registration[domain];
  }

  register(registration: Registration): void {
    for (const domain of domains) {
      const given = registration[domain];
      if (given === undefined) continue;
      this.#registration[domain] = typeof given === "string" ? statusOfState[given] : given;
    }
  }

  /** Whether packets can go: registered in some domain, attached, radio on. */
  get canCarryData(): boolean {
    return isRegistered(this.statusOf("eps")) || isRegistered(this.statusOf("packet"));
  }

  get isRegistered(): boolean {
    return domains.some((domain) => isRegistered(this.statusOf(domain)));
  }

  restart(): void {
    this.functionality = Functionality.full;
    this.attached = true;
  }

  /** What searches for a network has none, be it since the start or since it lost one. */
  get #hearsCell(): boolean {
    const { network, eps } = this.#registration;
    const searches = [network, eps].every((status) => status === RegistrationStatus.searching);
    return !this.isSearching && !searches;
  }
}

/** Whether a network has the module. */
export function isRegistered(status: RegistrationStatus): boolean {
  return status === RegistrationStatus.home || status === RegistrationStatus.roaming;
}
