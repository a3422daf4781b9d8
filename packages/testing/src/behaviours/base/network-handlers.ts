import {
  epsRegistrationChangedUrc,
  type GetEpsRegistrationOutput,
  type GetNetworkRegistrationOutput,
  getEpsRegistrationOperation,
  getNetworkInfoOperation,
  getNetworkRegistrationOperation,
  getOperatorOperation,
  getPacketAttachOperation,
  getPacketRegistrationOperation,
  getSignalQualityOperation,
  networkRegistrationChangedUrc,
  packetRegistrationChangedUrc,
  setEpsRegistrationOperation,
  setNetworkRegistrationOperation,
  setPacketAttachOperation,
  setPacketRegistrationOperation,
} from "@qsmtp/protocol/commands";
import { reply } from "../../modem/answer.ts";
import { type OperationHandler, on } from "../../modem/behaviour.ts";
import type { Modem } from "../../modem/modem.ts";
import type { Radio, Registration, RegistrationDomain, RegistrationStatus } from "./radio.ts";

/** What `AT+CREG=<n>` asks for: nothing, the status, the status with the cell. */
type Reporting = 0 | 1 | 2;

/** Registration reports, one setting a domain. */
export class RegistrationReports {
  readonly reporting: Record<RegistrationDomain, Reporting> = { network: 0, packet: 0, eps: 0 };
  readonly #radio: Radio;
  readonly #modem: Pick<Modem, "report">;

  constructor(radio: Radio, modem: Pick<Modem, "report">) {
    this.#radio = radio;
    this.#modem = modem;
  }

  reset(): void {
    Object.assign(this.reporting, { network: 0, packet: 0, eps: 0 });
  }

  /** Changes the registration, and tells what the host asked to be told. */
  register(registration: Registration): void {
    this.around(() => this.#radio.register(registration));
  }

  /** Calls `change`, and tells how it changed the status. */
  around(change: () => void): void {
    const before = this.#statuses();
    change();
    const { network, packet, eps } = this.#statuses();
    const { reporting } = this;
    if (reporting.network > 0 && network !== before.network) {
      const place = this.#networkPlace(network, reporting.network);
      this.#modem.report(networkRegistrationChangedUrc, { status: network, ...place });
    }
    if (reporting.packet > 0 && packet !== before.packet) {
      const place = this.#networkPlace(packet, reporting.packet);
      this.#modem.report(packetRegistrationChangedUrc, { status: packet, ...place });
    }
    if (reporting.eps > 0 && eps !== before.eps) {
      const place = this.#epsPlace(eps, reporting.eps);
      this.#modem.report(epsRegistrationChangedUrc, { status: eps, ...place });
    }
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

  #networkPlace(status: RegistrationStatus, reporting: Reporting) {
    const { cell, technology } = this.#radio;
    return knowsCell(status, reporting) ? { lac: cell.area, ci: cell.id, act: technology } : {};
  }

  #epsPlace(status: RegistrationStatus, reporting: Reporting) {
    const { cell, technology } = this.#radio;
    return knowsCell(status, reporting) ? { tac: cell.area, ci: cell.id, act: technology } : {};
  }

  #statuses(): Record<RegistrationDomain, RegistrationStatus> {
    return {
      network: this.#radio.statusOf("network"),
      packet: this.#radio.statusOf("packet"),
      eps: this.#radio.statusOf("eps"),
    };
  }
}

function knowsCell(status: RegistrationStatus, reporting: Reporting): boolean {
  return reporting === 2 && (status === 1 || status === 5);
}

/** The commands about signal, registration and attachment. */
export function networkHandlers(
  radio: Radio,
  reports: RegistrationReports,
  onDetached: () => void,
): OperationHandler[] {
  const setReporting = (domain: RegistrationDomain) => {
    return ({ reporting }: { readonly reporting: Reporting }) => {
      reports.reporting[domain] = reporting;
      return reply();
    };
  };
  return [
    on(getSignalQualityOperation, () => reply({ rssi: radio.rssi, ber: radio.ber })),
    on(getNetworkRegistrationOperation, () => reply(reports.network("network"))),
    on(setNetworkRegistrationOperation, setReporting("network")),
    on(getPacketRegistrationOperation, () => reply(reports.network("packet"))),
    on(setPacketRegistrationOperation, setReporting("packet")),
    on(getEpsRegistrationOperation, () => reply(reports.eps())),
    on(setEpsRegistrationOperation, setReporting("eps")),
    on(getOperatorOperation, () =>
      radio.isRegistered
        ? reply({ mode: 0, format: 0, operator: radio.operator, act: radio.technology })
        : reply({ mode: 0 }),
    ),
    on(getNetworkInfoOperation, () =>
      radio.isRegistered
        ? reply({
            technology: "FDD LTE",
            operator: radio.operatorCode,
            band: "LTE BAND 3",
            channel: 1300,
          })
        : reply({ technology: "NONE", operator: "", band: "", channel: 0 }),
    ),
    on(getPacketAttachOperation, () => reply({ attached: radio.attached })),
    on(setPacketAttachOperation, ({ attached }) => {
      if (radio.attached && !attached) onDetached();
      radio.attached = attached;
      return reply();
    }),
  ];
}
