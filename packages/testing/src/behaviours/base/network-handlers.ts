import { encodeReply } from "@qsmtp/protocol";
import {
  type AccessTechnology,
  epsRegistrationChangedUrc,
  type GetEpsRegistrationOutput,
  type GetNetworkInfoOutput,
  type GetNetworkRegistrationOutput,
  getEpsRegistration,
  getNetworkInfo,
  getNetworkRegistration,
  getOperator,
  getPacketAttach,
  getPacketRegistration,
  getSignalQuality,
  NetworkTechnology,
  networkRegistrationChangedUrc,
  OperatorFormat,
  OperatorMode,
  packetRegistrationChangedUrc,
  RegistrationReporting,
  setEpsRegistration,
  setNetworkRegistration,
  setPacketAttach,
  setPacketRegistration,
  stopEpsRegistrationReports,
  stopNetworkRegistrationReports,
  stopPacketRegistrationReports,
} from "@qsmtp/protocol/commands";
import { reply, replyLines, replyThen } from "../../modem/answer.ts";
import { type OperationHandler, on } from "../../modem/behaviour.ts";
import type { Dialect } from "../../modem/dialect.ts";
import type { Modem } from "../../modem/modem.ts";
import {
  isRegistered,
  type Radio,
  type Registration,
  type RegistrationDomain,
  type RegistrationStatus,
} from "./radio.ts";

type Statuses = Record<RegistrationDomain, RegistrationStatus>;

const silent = {
  network: RegistrationReporting.off,
  packet: RegistrationReporting.off,
  eps: RegistrationReporting.off,
} as const;

/** Registration reports, one setting a domain. */
export class RegistrationReports {
  readonly reporting: Record<RegistrationDomain, RegistrationReporting> = { ...silent };
  readonly #radio: Radio;
  readonly #modem: Pick<Modem, "report">;
  readonly #onChange: (statuses: Statuses) => void;
  #stored: Readonly<Record<RegistrationDomain, RegistrationReporting>> = silent;

  /** @param onChange is told of each change, whatever the host asked for */
  constructor(
    radio: Radio,
    modem: Pick<Modem, "report">,
    onChange: (statuses: Statuses) => void = () => {},
  ) {
    this.#radio = radio;
    this.#modem = modem;
    this.#onChange = onChange;
  }

  /** `AT&F`. */
  reset(): void {
    Object.assign(this.reporting, silent);
  }

  /** `AT&W`. */
  store(): void {
    this.#stored = { ...this.reporting };
  }

  /** `ATZ`, and what a restart does. */
  restore(): void {
    Object.assign(this.reporting, this.#stored);
  }

  /** Changes the registration, and tells what the host asked to be told. */
  register(registration: Registration): void {
    this.around(() => this.#radio.register(registration));
  }

  /** Calls `change`, what a restart does: the host is told of nothing. */
  restart(change: () => void): void {
    const before = this.#views();
    change();
    this.#noteChange(before);
    this.restore();
  }

  /** Calls `change`, and tells how it changed what the host has asked to be told. */
  around(change: () => void): void {
    const before = this.#views();
    change();
    const { network, packet, eps } = this.#noteChange(before);
    if (isNews(before.network, network)) {
      this.#modem.report(networkRegistrationChangedUrc, network.told);
    }
    if (isNews(before.packet, packet)) {
      this.#modem.report(packetRegistrationChangedUrc, packet.told);
    }
    if (isNews(before.eps, eps)) this.#modem.report(epsRegistrationChangedUrc, eps.told);
  }

  /** What the read form of a domain of GSM and UMTS prints. */
  network(domain: "network" | "packet"): GetNetworkRegistrationOutput {
    const reporting = this.reporting[domain];
    const status = this.#radio.statusOf(domain);
    return { reporting, status, ...this.#networkPlace(status, reporting) };
  }

  /** What the read form of LTE prints. */
  eps(): GetEpsRegistrationOutput {
    const reporting = this.reporting.eps;
    const status = this.#radio.statusOf("eps");
    return { reporting, status, ...this.#epsPlace(status, reporting) };
  }

  #networkPlace(status: RegistrationStatus, reporting: RegistrationReporting) {
    const { place, cell } = this.#radio;
    return knowsCell(status, reporting) ? { lac: place.area, ci: place.id, act: cell.act } : {};
  }

  #epsPlace(status: RegistrationStatus, reporting: RegistrationReporting) {
    const { place, cell } = this.#radio;
    return knowsCell(status, reporting) ? { tac: place.area, ci: place.id, act: cell.act } : {};
  }

  /** @returns the views as they are now */
  #noteChange(before: RegistrationViews): RegistrationViews {
    const now = this.#views();
    const was = statusesOf(before);
    const is = statusesOf(now);
    if (is.network !== was.network || is.packet !== was.packet || is.eps !== was.eps) {
      this.#onChange(is);
    }
    return now;
  }

  #views(): RegistrationViews {
    const { network, packet } = this.reporting;
    const of = (domain: "network" | "packet", reporting: RegistrationReporting) => {
      const status = this.#radio.statusOf(domain);
      return { reporting, told: { status, ...this.#networkPlace(status, reporting) } };
    };
    const status = this.#radio.statusOf("eps");
    const { eps } = this.reporting;
    return {
      network: of("network", network),
      packet: of("packet", packet),
      eps: { reporting: eps, told: { status, ...this.#epsPlace(status, eps) } },
    };
  }
}

/** What an unsolicited line would tell of a domain now. */
interface RegistrationView {
  readonly reporting: RegistrationReporting;
  readonly told: {
    readonly status: RegistrationStatus;
    readonly lac?: string;
    readonly tac?: string;
    readonly ci?: string;
    readonly act?: AccessTechnology;
  };
}

type RegistrationViews = Readonly<Record<RegistrationDomain, RegistrationView>>;

function statusesOf({ network, packet, eps }: RegistrationViews): Statuses {
  return { network: network.told.status, packet: packet.told.status, eps: eps.told.status };
}

/** Whether a host hears of it: of every status, and of a cell of another technology if it wants cells. */
function isNews(before: RegistrationView, { reporting, told }: RegistrationView): boolean {
  if (reporting === RegistrationReporting.off) return false;
  return told.status !== before.told.status || told.act !== before.told.act;
}

function knowsCell(status: RegistrationStatus, reporting: RegistrationReporting): boolean {
  return reporting === RegistrationReporting.location && isRegistered(status);
}

/** The commands about signal, registration and attachment. */
export function networkHandlers(
  radio: Radio,
  reports: RegistrationReports,
  dialect: Dialect,
  modem: Pick<Modem, "gatherUrcs">,
  onDetached: () => void,
): OperationHandler[] {
  const setReporting = (domain: RegistrationDomain) => {
    return ({ reporting }: { readonly reporting: RegistrationReporting }) => {
      reports.reporting[domain] = reporting;
      return reply();
    };
  };
  const printed = (info: GetNetworkInfoOutput) => {
    if (!dialect.quirks["network-info-operator"]) return reply(info);
    const lines = encodeReply(dialect.of(getNetworkInfo), info);
    return replyLines(...lines.map((line) => line.replace(`"${info.operator}"`, info.operator)));
  };
  const stopReporting = (domain: RegistrationDomain) => () =>
    setReporting(domain)({ reporting: RegistrationReporting.off });
  return [
    on(getSignalQuality, () => reply(radio.signal)),
    on(getNetworkRegistration, () => reply(reports.network("network"))),
    on(setNetworkRegistration, setReporting("network")),
    on(stopNetworkRegistrationReports, stopReporting("network")),
    on(getPacketRegistration, () => reply(reports.network("packet"))),
    on(setPacketRegistration, setReporting("packet")),
    on(stopPacketRegistrationReports, stopReporting("packet")),
    on(getEpsRegistration, () => reply(reports.eps())),
    on(setEpsRegistration, setReporting("eps")),
    on(stopEpsRegistrationReports, stopReporting("eps")),
    on(getOperator, () =>
      radio.isRegistered
        ? reply({
            mode: OperatorMode.automatic,
            format: OperatorFormat.long,
            operator: radio.operator,
            act: radio.cell.act,
          })
        : reply({ mode: OperatorMode.automatic }),
    ),
    on(getNetworkInfo, () => {
      const { info: technology, band, channel } = radio.cell;
      const operator = radio.operatorCode;
      return radio.isRegistered
        ? printed({ technology, operator, band, channel })
        : printed({ technology: NetworkTechnology.none, operator: "", band: "", channel: 0 });
    }),
    on(getPacketAttach, () => reply({ attached: radio.attached })),
    on(setPacketAttach, ({ attached }) => {
      return replyThen(
        modem.gatherUrcs(() => {
          if (radio.attached && !attached) onDetached();
          reports.around(() => {
            radio.attached = attached;
          });
        }),
      );
    }),
  ];
}
