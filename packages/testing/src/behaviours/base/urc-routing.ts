/** A port of the module that takes AT commands. */
export type ModulePort = "usbat" | "usbmodem" | "uart1" | "uart2";

/** To which port unsolicited lines go. The choice survives a restart. */
export class UrcRouting {
  /** `AT+QURCCFG="urcport"`. */
  port: ModulePort | "all" = "usbat";
  /** `AT+QCFG="urc/cache"`: they are held back. */
  held = false;
  readonly #connectedTo: ModulePort | undefined;

  /** @param connectedTo the port of the simulated wire; without it every URC is seen */
  constructor(connectedTo: ModulePort | undefined) {
    this.#connectedTo = connectedTo;
  }

  /** `RDY` is said by every port for itself. */
  fateOf(line: string): "print" | "hold" | "drop" {
    if (line !== "RDY" && this.#connectedTo !== undefined) {
      if (this.port !== "all" && this.port !== this.#connectedTo) return "drop";
    }
    return this.held ? "hold" : "print";
  }
}
