import type { Transport } from "@qsmtp/transport";
import { createMockLine, type FarEnd, type MockLineOptions } from "@qsmtp/transport/mock";
import {
  createSimulatedModule,
  type SimulatedModule,
  type SimulatedModuleOptions,
} from "./simulated-module.ts";

/** A simulated module and the host's way to it. */
export interface SimulatedLine {
  readonly module: SimulatedModule;
  readonly transport: Transport;
  /** The module's end of the wire, e.g. to unplug it. */
  readonly farEnd: FarEnd;
}

/**
 * Gives a simulated module at the far end of a mock serial line. Opening the transport needs
 * `@serialport/stream` and `@serialport/binding-mock`.
 */
export function createSimulatedLine(
  options: SimulatedModuleOptions & MockLineOptions = {},
): SimulatedLine {
  const module = createSimulatedModule(options);
  const { transport, farEnd } = createMockLine(options);
  module.attach(farEnd);
  return { module, transport, farEnd };
}
