import {
  attentionOperation,
  getBitRateOperation,
  getCharacterFormatOperation,
  getCharacterSetOperation,
  getErrorReportingOperation,
  getEscapeGuardOperation,
  getFlowControlOperation,
  getMessageIndicationsOperation,
  resetToDefaultsOperation,
  restoreProfileOperation,
  resumeDataModeOperation,
  saveProfileOperation,
  setBitRateOperation,
  setCallProgressOperation,
  setCharacterFormatOperation,
  setCharacterSetOperation,
  setDcdModeOperation,
  setDtrModeOperation,
  setEchoOperation,
  setErrorReportingOperation,
  setEscapeGuardOperation,
  setFlowControlOperation,
  setMessageIndicationsOperation,
  setResultSuppressionOperation,
  setVerboseOperation,
  showProfileOperation,
} from "@qsmtp/protocol/commands";
import { noCarrier, reply } from "../../modem/answer.ts";
import { type OperationHandler, on } from "../../modem/behaviour.ts";
import type { ModemProfile } from "../../modem/modem-profile.ts";
import type { PortSettings } from "./port-settings.ts";

/** The commands that set the AT interface itself. `ATO` finds nothing to go back to. */
export function interfaceHandlers(profile: ModemProfile, port: PortSettings): OperationHandler[] {
  const showSettings = () =>
    reply({
      settings: [
        `&C: ${port.dcdMode}`,
        `&D: ${profile.dtrMode}`,
        `E: ${Number(profile.echo)}`,
        `Q: ${Number(profile.quiet)}`,
        `V: ${Number(profile.verbose)}`,
        `X: ${port.callProgress}`,
        "S3: 13",
        "S4: 10",
        "S5: 8",
        `S12: ${profile.escapeGuardSteps}`,
      ].map((setting) => ({ setting })),
    });

  return [
    on(attentionOperation, () => reply()),
    on(setEchoOperation, ({ enabled }) => {
      profile.echo = enabled;
      return reply();
    }),
    on(setVerboseOperation, ({ enabled }) => {
      profile.verbose = enabled;
      return reply();
    }),
    on(setResultSuppressionOperation, ({ enabled }) => {
      profile.quiet = enabled;
      return reply();
    }),
    on(setErrorReportingOperation, ({ mode }) => {
      profile.errorForm = mode;
      return reply();
    }),
    on(getErrorReportingOperation, () => reply({ mode: profile.errorForm })),
    on(setDtrModeOperation, ({ mode }) => {
      profile.dtrMode = mode;
      return reply();
    }),
    on(setEscapeGuardOperation, ({ guardSteps }) => {
      profile.escapeGuardSteps = guardSteps;
      return reply();
    }),
    on(getEscapeGuardOperation, () => reply({ currentGuardSteps: profile.escapeGuardSteps })),
    on(resetToDefaultsOperation, () => {
      profile.reset();
      port.reset();
      return reply();
    }),
    on(saveProfileOperation, () => {
      profile.store();
      return reply();
    }),
    on(restoreProfileOperation, () => {
      profile.restore();
      return reply();
    }),
    on(showProfileOperation, showSettings),
    on(resumeDataModeOperation, () => noCarrier()),
    on(setCallProgressOperation, ({ mode }) => {
      port.callProgress = mode;
      return reply();
    }),
    on(setDcdModeOperation, ({ mode }) => {
      port.dcdMode = mode;
      return reply();
    }),
    on(setBitRateOperation, ({ bitsPerSecond }) => {
      port.bitsPerSecond = bitsPerSecond;
      return reply();
    }),
    on(getBitRateOperation, () => reply({ bitsPerSecond: port.bitsPerSecond })),
    on(setFlowControlOperation, (flow) => {
      port.flow = flow;
      return reply();
    }),
    on(getFlowControlOperation, () => reply(port.flow)),
    on(setMessageIndicationsOperation, (indications) => {
      port.messageIndications = indications;
      return reply();
    }),
    on(getMessageIndicationsOperation, () => reply(port.messageIndications)),
    on(setCharacterFormatOperation, ({ parity }) => {
      port.parity = parity ?? port.parity;
      return reply();
    }),
    on(getCharacterFormatOperation, () => reply({ format: 3, parity: port.parity })),
    on(setCharacterSetOperation, ({ characterSet }) => {
      port.characterSet = characterSet;
      return reply();
    }),
    on(getCharacterSetOperation, () => reply({ characterSet: port.characterSet })),
  ];
}
