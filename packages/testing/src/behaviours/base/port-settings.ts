import {
  type CharacterSet,
  type GetMessageIndicationsOutput,
  type HostFlowControl,
  type ModuleFlowControl,
  type Parity,
  setBitRate,
  setCharacterFormat,
  setCharacterSet,
  setFlowControl,
  setMessageIndications,
} from "@qsmtp/protocol/commands";
import { defaultOf } from "@qsmtp/protocol/facts";

/** Settings of a port that a simulated wire does not have: kept and read back. */
export class PortSettings {
  /** `AT+IPR`; `AT&F` and a restart leave it alone. */
  bitsPerSecond: number = defaultOf(setBitRate, "bitsPerSecond");
  /** `AT+IFC`. */
  flow: { readonly host: HostFlowControl; readonly module: ModuleFlowControl } = {
    host: defaultOf(setFlowControl, "host"),
    module: defaultOf(setFlowControl, "module"),
  };
  /** `AT+ICF`. */
  parity: Parity = defaultOf(setCharacterFormat, "parity");
  /** `AT+CSCS`. */
  characterSet: CharacterSet = defaultOf(setCharacterSet, "characterSet");

  /** `AT+CNMI`, which `AT&W` does not keep. */
  messageIndications: GetMessageIndicationsOutput = {
    mode: defaultOf(setMessageIndications, "mode"),
    messages: defaultOf(setMessageIndications, "messages"),
    broadcasts: defaultOf(setMessageIndications, "broadcasts"),
    statusReports: defaultOf(setMessageIndications, "statusReports"),
    buffer: defaultOf(setMessageIndications, "buffer"),
  };

  reset(): void {
    const { bitsPerSecond } = this;
    Object.assign(this, new PortSettings(), { bitsPerSecond });
  }
}
