/**
 * A simulated module at a mock port of node-serialport, for tests of programs that speak to it
 * through `serialport` themselves.
 *
 * @packageDocumentation
 */

export {
  createMockSerialLine,
  type MockSerialLine,
  type MockSerialLineOptions,
} from "./mock-serial-line.ts";
