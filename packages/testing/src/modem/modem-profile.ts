import {
  type CallProgress,
  type DcdMode,
  type DtrMode,
  type ErrorReporting,
  setAutomaticAnswer,
  setCallProgress,
  setCarrierLossTime,
  setDcdMode,
  setDtrMode,
  setErrorReporting,
  setEscapeGuard,
} from "@qsmtp/protocol/commands";
import {
  defaultOf,
  editingCharacter,
  escapeGuardStepMs,
  formattingCharacter,
  lineEndCharacter,
} from "@qsmtp/protocol/facts";

/** How errors are printed: `AT+CMEE`. */
export type ErrorForm = ErrorReporting;

/** What DTR going OFF does in data mode: `AT&D`. */
export type { DtrMode };

/** The settings of the AT interface itself. */
export interface ModemSettings {
  /** `ATE`: received characters are sent back. */
  echo: boolean;
  /** `ATV`: results are words. */
  verbose: boolean;
  /** `ATQ`: results are kept back. */
  quiet: boolean;
  /** `AT+CMEE`. */
  errorForm: ErrorForm;
  /** `ATX`. */
  callProgress: CallProgress;
  /** `AT&C`. */
  dcdMode: DcdMode;
  /** `AT&D`. */
  dtrMode: DtrMode;
  /** `ATS0`: rings after which a call is answered. */
  ringsToAnswer: number;
  /** `ATS3`: code of the character that ends a command line. */
  lineEnd: number;
  /** `ATS4`: code of the character behind it in what is printed. */
  formatting: number;
  /** `ATS5`: code of the character that takes the last one away. */
  editing: number;
  /** `ATS10`: time without carrier, in tenths of a second. */
  carrierLossTime: number;
  /** `ATS12`: silence around the escape sequence, in steps. */
  escapeGuardSteps: number;
}

const factory: Readonly<ModemSettings> = {
  echo: true,
  verbose: true,
  quiet: false,
  errorForm: defaultOf(setErrorReporting, "mode"),
  callProgress: defaultOf(setCallProgress, "mode"),
  dcdMode: defaultOf(setDcdMode, "mode"),
  dtrMode: defaultOf(setDtrMode, "mode"),
  ringsToAnswer: defaultOf(setAutomaticAnswer, "rings"),
  lineEnd: lineEndCharacter,
  formatting: formattingCharacter,
  editing: editingCharacter,
  carrierLossTime: defaultOf(setCarrierLossTime, "carrierLossTime"),
  escapeGuardSteps: defaultOf(setEscapeGuard, "guardSteps"),
};

/** The modem's settings, with the stored profile of `AT&W` behind them. */
export class ModemProfile implements ModemSettings {
  /** `ATE`: received characters are sent back. */
  echo: boolean = factory.echo;
  /** `ATV`: results are words. */
  verbose: boolean = factory.verbose;
  /** `ATQ`: results are kept back. */
  quiet: boolean = factory.quiet;
  /** `AT+CMEE`. */
  errorForm: ErrorForm = factory.errorForm;
  /** `ATX`. */
  callProgress: CallProgress = factory.callProgress;
  /** `AT&C`. */
  dcdMode: DcdMode = factory.dcdMode;
  /** `AT&D`. */
  dtrMode: DtrMode = factory.dtrMode;
  /** `ATS0`: rings after which a call is answered. */
  ringsToAnswer: number = factory.ringsToAnswer;
  /** `ATS3`: code of the character that ends a command line. */
  lineEnd: number = factory.lineEnd;
  /** `ATS4`: code of the character behind it in what is printed. */
  formatting: number = factory.formatting;
  /** `ATS5`: code of the character that takes the last one away. */
  editing: number = factory.editing;
  /** `ATS10`: time without carrier, in tenths of a second. */
  carrierLossTime: number = factory.carrierLossTime;
  /** `ATS12`: silence around the escape sequence, in steps. */
  escapeGuardSteps: number = factory.escapeGuardSteps;
  #stored: Readonly<ModemSettings> = factory;

  /** Silence that must surround the escape sequence. */
  get escapeGuardMs(): number {
    return this.escapeGuardSteps * escapeGuardStepMs;
  }

  /** `AT&F`. */
  reset(): void {
    Object.assign(this, factory);
  }

  /** As it left the factory, the stored profile too. */
  forget(): void {
    this.#stored = factory;
    this.reset();
  }

  /** `AT&W`, which leaves `AT+CMEE` and `ATS3` to `ATS5` out. */
  store(): void {
    const { errorForm, lineEnd, formatting, editing } = factory;
    this.#stored = { ...this, errorForm, lineEnd, formatting, editing };
  }

  /** `ATZ`, and what a restart does. */
  restore(): void {
    Object.assign(this, this.#stored);
  }
}
