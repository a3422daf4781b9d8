import { IndicationKind } from "@qsmtp/protocol/commands";

/** What `AT+QINDCFG` lets be told. */
export class Indications {
  readonly #enabled: Record<IndicationKind, boolean> = {
    [IndicationKind.all]: true,
    [IndicationKind.signal]: false,
    [IndicationKind.smsFull]: false,
    [IndicationKind.ring]: true,
    [IndicationKind.smsIncoming]: true,
    [IndicationKind.technology]: false,
    [IndicationKind.callInfo]: false,
  };

  /** The setting of one kind by itself. */
  setting(kind: IndicationKind): boolean {
    return this.#enabled[kind] ?? false;
  }

  set(kind: IndicationKind, enabled: boolean): void {
    this.#enabled[kind] = enabled;
  }

  /** Whether a kind is told: it is on, and so are all. */
  isOn(kind: IndicationKind): boolean {
    return this.setting(IndicationKind.all) && this.setting(kind);
  }
}
