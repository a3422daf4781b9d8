import {
  getIndicationOperation,
  getUrcHoldOperation,
  setIndicationOperation,
  setUrcHoldOperation,
} from "@qsmtp/protocol/commands";
import { reply } from "../../modem/answer.ts";
import { type Behaviour, createBehaviour, on } from "../../modem/behaviour.ts";
import type { Modem } from "../../modem/modem.ts";
import { KeyedSettings } from "../keyed-settings.ts";
import type { UrcRouting } from "./urc-routing.ts";

const indications: Record<string, boolean> = {
  all: true,
  csq: false,
  smsfull: false,
  ring: true,
  smsincoming: true,
  act: false,
  ccinfo: false,
};

/**
 * `AT+QCFG` and `AT+QINDCFG`. All settings are kept and read back; the only one with an effect
 * is `"urc/cache"`, which holds unsolicited lines back.
 */
export function extendedSettingsBehaviour(
  routing: UrcRouting,
  modem: Pick<Modem, "flushUrcs">,
): Behaviour {
  const enabledIndications = { ...indications };
  const settings = new KeyedSettings({
    "urc/ri/ring": {
      ringType: "pulse",
      pulseMs: 120,
      activeMs: 1000,
      inactiveMs: 5000,
      doNotDisturb: "off",
      pulseCount: 1,
    },
    "urc/ri/smsincoming": { smsType: "pulse", pulseMs: 120, pulseCount: 1 },
    "urc/ri/other": { otherType: "pulse", pulseMs: 120, pulseCount: 1 },
    risignaltype: { signalCarrier: "respective" },
    "urc/delay": { afterPulse: false },
    "urc/ri/pin": { riPin: "uart_ri" },
    "cmux/urcport": { muxChannel: 0 },
    "urcport/sms": { smsPort: false },
    urcdelay: { delayEnabled: false },
    "urc/poweron": { powerOnEnabled: true },
    defaultdns: { dnsEnabled: false },
  });
  const typed = createBehaviour([
    on(getUrcHoldOperation, () => reply({ held: routing.held })),
    on(setUrcHoldOperation, ({ held }) => {
      routing.held = held;
      return reply(undefined, () => modem.flushUrcs());
    }),
    on(getIndicationOperation, ({ kind }) =>
      reply({ kind, enabled: enabledIndications[kind] ?? false }),
    ),
    on(setIndicationOperation, ({ kind, enabled }) => {
      enabledIndications[kind] = enabled;
      return reply();
    }),
  ]);
  return {
    answer: (command) =>
      typed.answer(command) ??
      (command.operation.at === "+QCFG" ? settings.answer(command) : undefined),
  };
}
