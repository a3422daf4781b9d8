import { randomUUID } from "node:crypto";
import { checkedOptions } from "../checked-options.ts";
import type { Transport } from "../connection.ts";
import type { FarEnd } from "../far-end.ts";
import { globalLineClock, type LineClock } from "../line-clock.ts";
import { mockLineOptions } from "../option-tables.gen.ts";
import type { SerialBinding } from "../serial/serial-binding.ts";
import { serialTransport } from "../serial/serial-transport.ts";
import { MockWire } from "./mock-wire.ts";

/** How a mock line behaves. */
export interface MockLineOptions {
  /**
   * Most bytes that the host gets in one chunk; 1 gives byte by byte. Default 1024.
   * @whole
   * @minimum 1
   * @maximum 65536
   */
  readonly maxReadSize?: number | undefined;
  /** `false` makes a line without DTR and RTS, such as a pseudo-terminal. Default `true`. */
  readonly controlLines?: boolean | undefined;
  /**
   * How many ms bytes from the host spend in the port after it has taken them, as in a UART's
   * buffer. A drain waits for them. Default 0: they arrive at once.
   * @whole
   * @minimum 0
   */
  readonly transmitDelayMs?: number | undefined;
  /** Where `transmitDelayMs` has its time from. Default: the global timers, also faked ones. */
  readonly clock?: LineClock | undefined;
}

/** Both ends of one mock serial line. */
export interface MockLine {
  /** The port's name, different for each line. */
  readonly path: string;
  /** The host's way in. It goes through the same code as a real port, locking included. */
  readonly transport: Transport;
  /** For a {@link serialTransport} to the same line with options of its own. */
  readonly binding: SerialBinding;
  /** The module's end. It lasts as long as the line, through any number of connections. */
  readonly farEnd: FarEnd;
  /** Changes `maxReadSize`, beginning with the next chunk. */
  setReadSize(maxReadSize: number): void;
}

/**
 * Gives a serial line that exists only in memory, with a far end that sees the host's bytes and
 * control lines in the order in which a module would. The lines behave as on Linux: opening
 * asserts DTR and RTS, closing de-asserts them unless `dropDtrOnClose` is false.
 *
 * `open` needs `@serialport/stream` and `@serialport/binding-mock`. No timer is used unless
 * `transmitDelayMs` is set.
 *
 * @throws {@link TransportError} `INVALID_OPTION` with every option that cannot work.
 */
export function createMockLine(options: MockLineOptions = {}): MockLine {
  const checked = checkedOptions(options, mockLineOptions);
  const { maxReadSize = 1024, controlLines = true, transmitDelayMs = 0 } = checked;
  const clock = checked.clock ?? globalLineClock;
  const path = `mock-line-${randomUUID()}`;
  const wire = new MockWire({ path, maxReadSize, controlLines, transmitDelayMs, clock });
  return {
    path,
    transport: serialTransport({ path, binding: wire.binding }),
    binding: wire.binding,
    farEnd: wire.farEnd,
    setReadSize: (size) => {
      checkedOptions<MockLineOptions>({ maxReadSize: size }, mockLineOptions);
      wire.setMaxReadSize(size);
    },
  };
}
