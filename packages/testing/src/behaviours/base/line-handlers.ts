import {
  attention,
  getAutomaticAnswer,
  getCarrierLossTime,
  getEditingCharacter,
  getErrorReporting,
  getEscapeGuard,
  getFormattingCharacter,
  getLineEndCharacter,
  hangUp,
  resumeDataMode,
  setAutomaticAnswer,
  setCallProgress,
  setCarrierLossTime,
  setDcdMode,
  setDtrMode,
  setEcho,
  setEditingCharacter,
  setErrorReporting,
  setEscapeGuard,
  setFormattingCharacter,
  setLineEndCharacter,
  setResultSuppression,
  setVerbose,
  showProfile,
} from "@qsmtp/protocol/commands";
import { noCarrier, type Reply, reply } from "../../modem/answer.ts";
import { type OperationHandler, on } from "../../modem/behaviour.ts";
import type { ModemProfile, ModemSettings } from "../../modem/modem-profile.ts";

/**
 * The commands about the command line itself. `ATO` finds nothing to go back to, and `ATH` nothing to
 * end.
 */
export function lineHandlers(profile: ModemProfile): OperationHandler[] {
  const change = (values: Partial<ModemSettings>): Reply<void> => {
    Object.assign(profile, values);
    return reply();
  };

  return [
    on(attention, () => reply()),
    on(hangUp, () => reply()),
    on(resumeDataMode, () => noCarrier()),
    on(setEcho, ({ enabled }) => change({ echo: enabled })),
    on(setVerbose, ({ enabled }) => change({ verbose: enabled })),
    on(setResultSuppression, ({ enabled }) => change({ quiet: enabled })),
    on(setCallProgress, ({ mode }) => change({ callProgress: mode })),
    on(setDcdMode, ({ mode }) => change({ dcdMode: mode })),
    on(setDtrMode, ({ mode }) => change({ dtrMode: mode })),
    on(setErrorReporting, ({ mode }) => change({ errorForm: mode })),
    on(getErrorReporting, () => reply({ mode: profile.errorForm })),
    on(setAutomaticAnswer, ({ rings }) => change({ ringsToAnswer: rings })),
    on(getAutomaticAnswer, () => reply({ currentRings: profile.ringsToAnswer })),
    on(setLineEndCharacter, ({ character }) => change({ lineEnd: character })),
    on(getLineEndCharacter, () => reply({ currentCharacter: profile.lineEnd })),
    on(setFormattingCharacter, ({ formatting }) => change({ formatting })),
    on(getFormattingCharacter, () => reply({ currentFormatting: profile.formatting })),
    on(setEditingCharacter, ({ editing }) => change({ editing })),
    on(getEditingCharacter, () => reply({ currentEditing: profile.editing })),
    on(setCarrierLossTime, ({ carrierLossTime }) => change({ carrierLossTime })),
    on(getCarrierLossTime, () => reply({ currentCarrierLossTime: profile.carrierLossTime })),
    on(setEscapeGuard, ({ guardSteps }) => change({ escapeGuardSteps: guardSteps })),
    on(getEscapeGuard, () => reply({ currentGuardSteps: profile.escapeGuardSteps })),
    on(showProfile, () => reply({ settings: shown(profile).map((setting) => ({ setting })) })),
  ];
}

/** The lines of `AT&V`. */
function shown(profile: ModemProfile): string[] {
  const settings: readonly (readonly [command: { readonly at: string }, value: number])[] = [
    [setDcdMode, profile.dcdMode],
    [setDtrMode, profile.dtrMode],
    [setEcho, Number(profile.echo)],
    [setResultSuppression, Number(profile.quiet)],
    [setVerbose, Number(profile.verbose)],
    [setCallProgress, profile.callProgress],
    [setAutomaticAnswer, profile.ringsToAnswer],
    [setLineEndCharacter, profile.lineEnd],
    [setFormattingCharacter, profile.formatting],
    [setEditingCharacter, profile.editing],
    [setCarrierLossTime, profile.carrierLossTime],
    [setEscapeGuard, profile.escapeGuardSteps],
  ];
  return settings.map(([{ at }, value]) => `${at}: ${value}`);
}
