import type { FarEnd, Transport } from "@qsmtp/transport";
import { createMemoryLine, type MemoryLineOptions } from "@qsmtp/transport/memory";
import { checkedOptions } from "./checked-options.ts";
import type { Clock } from "./clock/clock.ts";
import { createVirtualClock, type VirtualClock } from "./clock/virtual-clock.ts";
import { simulatedLineOptions } from "./option-tables.gen.ts";
import {
  createSimulatedModule,
  type SimulatedModule,
  type SimulatedModuleOptions,
} from "./simulated-module.ts";

/** A simulated module and the host's way to it. */
export interface SimulatedLine<LineClock extends Clock = Clock> {
  /** The module at the far end. */
  readonly module: SimulatedModule;
  /** The host's way to it, in the place of a serial port. */
  readonly transport: Transport;
  /** The module's end of the wire, e.g. to unplug it. */
  readonly farEnd: FarEnd;
  /** The clock of both, for the client: `openModule(transport, { clock })`. */
  readonly clock: LineClock;
}

/** Of a simulated module and of the line in memory to it. */
export interface SimulatedLineOptions
  extends Omit<SimulatedModuleOptions, "clock">,
    Omit<MemoryLineOptions, "clock"> {
  /**
   * The clock of module and line, which another module or program may have as well. Default: a
   * virtual one of their own, that goes by itself. `globalClock` gives the time of this computer, or
   * fake timers where a test has put them in its place.
   */
  readonly clock?: Clock | undefined;
}

/**
 * Gives a simulated module at the far end of a line in memory, both on one clock.
 *
 * @throws SimulationOptionError `INVALID_OPTION` with every option that cannot work
 */
export function createSimulatedLine(
  options?: SimulatedLineOptions & { readonly clock?: undefined },
): SimulatedLine<VirtualClock>;
/**
 * Gives a simulated module at the far end of a line in memory, both on the clock that is given.
 *
 * @throws SimulationOptionError `INVALID_OPTION` with every option that cannot work
 */
export function createSimulatedLine<LineClock extends Clock>(
  options: SimulatedLineOptions & { readonly clock: LineClock },
): SimulatedLine<LineClock>;
/**
 * Gives a simulated module at the far end of a line in memory, both on one clock.
 *
 * @throws SimulationOptionError `INVALID_OPTION` with every option that cannot work
 */
export function createSimulatedLine(options?: SimulatedLineOptions): SimulatedLine;
export function createSimulatedLine(options: SimulatedLineOptions = {}): SimulatedLine {
  const checked = checkedOptions(options, simulatedLineOptions);
  const { maxReadSize, controlLines, transmitDelayMs, ...moduleOptions } = checked;
  const clock = checked.clock ?? createVirtualClock();
  const module = createSimulatedModule({ ...moduleOptions, clock });
  const line = createMemoryLine({ maxReadSize, controlLines, transmitDelayMs, clock });
  module.attach(line.farEnd);
  return { module, transport: line.transport, farEnd: line.farEnd, clock };
}
