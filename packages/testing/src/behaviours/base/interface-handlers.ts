import {
  CharacterFormat,
  getBitRate,
  getCharacterFormat,
  getCharacterSet,
  getFlowControl,
  getMessageIndications,
  resetToDefaults,
  restoreProfile,
  saveProfile,
  setBitRate,
  setCharacterFormat,
  setCharacterSet,
  setFlowControl,
  setMessageIndications,
} from "@qsmtp/protocol/commands";
import { reply } from "../../modem/answer.ts";
import { type OperationHandler, on } from "../../modem/behaviour.ts";
import type { ModemProfile } from "../../modem/modem-profile.ts";
import type { RegistrationReports } from "./network-handlers.ts";
import type { PortSettings } from "./port-settings.ts";

/** The commands that set the port, and those that keep and recall all settings. */
export function interfaceHandlers(
  profile: ModemProfile,
  port: PortSettings,
  reports: RegistrationReports,
): OperationHandler[] {
  return [
    on(resetToDefaults, () => {
      profile.reset();
      port.reset();
      reports.reset();
      return reply();
    }),
    on(saveProfile, () => {
      profile.store();
      reports.store();
      return reply();
    }),
    on(restoreProfile, () => {
      profile.restore();
      reports.restore();
      return reply();
    }),
    on(setBitRate, ({ bitsPerSecond }) => {
      port.bitsPerSecond = bitsPerSecond;
      return reply();
    }),
    on(getBitRate, () => reply({ bitsPerSecond: port.bitsPerSecond })),
    on(setFlowControl, (flow) => {
      port.flow = flow;
      return reply();
    }),
    on(getFlowControl, () => reply(port.flow)),
    on(setMessageIndications, ({ mode, messages, broadcasts, statusReports, buffer }) => {
      const before = port.messageIndications;
      port.messageIndications = {
        mode,
        messages: messages ?? before.messages,
        broadcasts: broadcasts ?? before.broadcasts,
        statusReports: statusReports ?? before.statusReports,
        buffer: buffer ?? before.buffer,
      };
      return reply();
    }),
    on(getMessageIndications, () => reply(port.messageIndications)),
    on(setCharacterFormat, ({ parity }) => {
      port.parity = parity ?? port.parity;
      return reply();
    }),
    on(getCharacterFormat, () =>
      reply({ format: CharacterFormat.data8Stop1, parity: port.parity }),
    ),
    on(setCharacterSet, ({ characterSet }) => {
      port.characterSet = characterSet;
      return reply();
    }),
    on(getCharacterSet, () => reply({ characterSet: port.characterSet })),
  ];
}
