/** How errors are printed: `AT+CMEE`. */
export type ErrorForm = 0 | 1 | 2;

/** What DTR going OFF does in data mode: `AT&D`. */
export type DtrMode = 0 | 1 | 2;

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
  /** `AT&D`. */
  dtrMode: DtrMode;
  /** `ATS12`: silence around `+++` in steps of 20 ms. */
  escapeGuardSteps: number;
}

const factory: Readonly<ModemSettings> = {
  echo: true,
  verbose: true,
  quiet: false,
  errorForm: 1,
  dtrMode: 2,
  escapeGuardSteps: 50,
};

/** The modem's settings, with the stored profile of `AT&W` behind them. */
export class ModemProfile implements ModemSettings {
  echo: boolean = factory.echo;
  verbose: boolean = factory.verbose;
  quiet: boolean = factory.quiet;
  errorForm: ErrorForm = factory.errorForm;
  dtrMode: DtrMode = factory.dtrMode;
  escapeGuardSteps: number = factory.escapeGuardSteps;
  #stored: Readonly<ModemSettings> = factory;

  /** Silence that must surround `+++`. */
  get escapeGuardMs(): number {
    return this.escapeGuardSteps * 20;
  }

  /** `AT&F`. */
  reset(): void {
    Object.assign(this, factory);
  }

  /** `AT&W`, which leaves `AT+CMEE` out. */
  store(): void {
    const { echo, verbose, quiet, dtrMode, escapeGuardSteps } = this;
    const { errorForm } = factory;
    this.#stored = { echo, verbose, quiet, dtrMode, escapeGuardSteps, errorForm };
  }

  /** `ATZ`, and what a restart does. */
  restore(): void {
    Object.assign(this, this.#stored);
  }
}
