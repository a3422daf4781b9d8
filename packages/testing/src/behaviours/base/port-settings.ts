import type { SetMessageIndicationsInput } from "@qsmtp/protocol/commands";

/** Settings of a port that a simulated wire does not have: kept and read back. */
export class PortSettings {
  /** `AT+IPR`; `AT&F` and a restart leave it alone. */
  bitsPerSecond = 115_200;
  /** `AT+IFC`. */
  flow: { readonly host: 0 | 2; readonly module: 0 | 2 } = { host: 0, module: 0 };
  /** `AT+ICF`. */
  parity: 0 | 1 | 2 | 3 = 3;
  /** `AT+CSCS`. */
  characterSet: "GSM" | "IRA" | "UCS2" = "GSM";
  /** `ATX`. */
  callProgress = 4;
  /** `AT&C`. */
  dcdMode = 1;

  /** `AT+CNMI`, which `AT&W` does not keep. */
  messageIndications: SetMessageIndicationsInput = {
    mode: 2,
    messages: 1,
    broadcasts: 0,
    statusReports: 0,
    buffer: 0,
  };

  reset(): void {
    const { bitsPerSecond } = this;
    Object.assign(this, new PortSettings(), { bitsPerSecond });
  }
}
