import {
  getIndication,
  getUrcHold,
  OtherIndicatorType,
  setIndication,
  setOtherIndicator,
  setPowerOnUrcs,
  setUrcHold,
} from "@qsmtp/protocol/commands";
import { reply } from "../../modem/answer.ts";
import { type Behaviour, createBehaviour, on } from "../../modem/behaviour.ts";
import type { Dialect } from "../../modem/dialect.ts";
import type { Modem } from "../../modem/modem.ts";
import { defaultSettings, KeyedSettings, keyOf } from "../keyed-settings.ts";
import type { Indications } from "./indications.ts";
import type { UrcRouting } from "./urc-routing.ts";

/**
 * `AT+QCFG` and `AT+QINDCFG`. All settings are kept and read back; those with an effect are
 * `"urc/cache"`, which holds unsolicited lines back, and `"csq"`, which lets the signal be told.
 */
export function extendedSettingsBehaviour(
  routing: UrcRouting,
  indications: Indications,
  dialect: Dialect,
  modem: Pick<Modem, "flushUrcs">,
): Behaviour {
  const settings = new KeyedSettings(defaultSettings(dialect, setUrcHold.at));
  // What our simulated module has, where no source gives a default.
  settings.set(keyOf(setOtherIndicator) ?? "", { otherType: OtherIndicatorType.pulse });
  settings.set(keyOf(setPowerOnUrcs) ?? "", { powerOnMode: 1 });
  const typed = createBehaviour([
    on(getUrcHold, () => reply({ held: routing.held })),
    on(setUrcHold, ({ held }) => {
      routing.held = held;
      return reply(undefined, () => modem.flushUrcs());
    }),
    on(getIndication, ({ kind }) => reply({ kind, enabled: indications.setting(kind) })),
    on(setIndication, ({ kind, enabled }) => {
      indications.set(kind, enabled);
      return reply();
    }),
  ]);
  return {
    coverage: (operation) => {
      const isKept = operation.at === setUrcHold.at && settings.has(operation);
      return typed.coverage?.(operation) ?? (isKept ? "implemented" : undefined);
    },
    answer: (command) =>
      typed.answer(command) ??
      (command.operation.at === setUrcHold.at ? settings.answer(command) : undefined),
  };
}
