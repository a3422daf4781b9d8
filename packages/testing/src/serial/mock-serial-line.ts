import { createMockLine, type MockLine, type MockLineOptions } from "@qsmtp/transport/mock";
import { checkedOptions } from "../checked-options.ts";
import { type Clock, globalClock, inRealTime } from "../clock/clock.ts";
import { mockSerialLineOptions } from "../option-tables.gen.ts";
import type { SimulatedLine } from "../simulated-line.ts";
import { createSimulatedModule, type SimulatedModuleOptions } from "../simulated-module.ts";

/** A simulated module at a mock port. */
export interface MockSerialLine extends SimulatedLine, Pick<MockLine, "path" | "binding"> {
  /** The port's name, different for each line, for `new SerialPortStream({ path, binding, ... })`. */
  readonly path: string;
}

/** Of a simulated module and of the mock port to it. */
export interface MockSerialLineOptions
  extends Omit<SimulatedModuleOptions, "clock">,
    Omit<MockLineOptions, "clock"> {
  /** The clock of module and port. Default: the global timers, also faked ones. */
  readonly clock?: Clock | undefined;
}

/**
 * Gives a simulated module at a mock port of `@serialport/binding-mock`: `transport` goes through
 * node-serialport's stream, and `path` and `binding` are for a stream of the program's own. The
 * packages `@serialport/stream` and `@serialport/binding-mock` are needed, and loaded at the first
 * opening. They go from step to step by `process.nextTick`: fake timers have to leave it alone.
 *
 * @throws SimulationOptionError `INVALID_OPTION` with every option that cannot work
 */
export function createMockSerialLine(options: MockSerialLineOptions = {}): MockSerialLine {
  const checked = checkedOptions(options, mockSerialLineOptions);
  const { maxReadSize, controlLines, transmitDelayMs, ...moduleOptions } = checked;
  const clock = checked.clock ?? globalClock;
  const module = createSimulatedModule({ ...moduleOptions, clock });
  const line = createMockLine({ maxReadSize, controlLines, transmitDelayMs, clock });
  const { path, binding, transport, farEnd } = line;
  module.attach(farEnd);
  return {
    module,
    // The packages are loaded from files.
    transport: { open: (given) => inRealTime(clock, transport.open(given)) },
    farEnd,
    clock,
    path,
    binding,
  };
}
