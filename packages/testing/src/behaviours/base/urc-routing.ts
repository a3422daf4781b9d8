import { moduleReadyUrc, setUrcPort, UrcPort } from "@qsmtp/protocol/commands";
import { defaultOf } from "@qsmtp/protocol/facts";
import type { UrcFate } from "../../modem/urc-queue.ts";

/** A port of the module that takes AT commands. */
export type ModulePort = Exclude<UrcPort, "all">;

/** To which port unsolicited lines go. The choice survives a restart. */
export class UrcRouting {
  /** `AT+QURCCFG="urcport"`. */
  port: UrcPort = defaultOf(setUrcPort, "port");
  /** `AT+QCFG="urc/cache"`: they are held back. */
  held = false;
  readonly #connectedTo: ModulePort | undefined;

  /** @param connectedTo the port of the simulated wire; without it every URC is seen */
  constructor(connectedTo: ModulePort | undefined) {
    this.#connectedTo = connectedTo;
  }

  /** `RDY` is said by every port for itself. */
  fateOf(line: string): UrcFate {
    if (line !== moduleReadyUrc.prefix && this.#connectedTo !== undefined) {
      if (this.port !== UrcPort.all && this.port !== this.#connectedTo) return "drop";
    }
    return this.held ? "hold" : "print";
  }
}
