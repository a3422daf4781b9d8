/** A number or name that is equal to one of the manuals' by chance, or stands for something else. */
export interface Allowed {
  readonly file: string;
  /** As it stands in the file. */
  readonly written: string;
  readonly reason: string;
}

/** Each has its reason; one that nothing matches any more is a mistake. */
export const allowed: readonly Allowed[] = [
  {
    file: "packages/cli/src/arguments/endpoint.ts",
    written: "65_535",
    reason: "the largest port of TCP",
  },
  {
    file: "packages/testing/src/option-tables.gen.ts",
    written: "65535",
    reason: "the largest port of TCP",
  },
  {
    file: "packages/testing/src/relay/smtp-relay.ts",
    written: "4",
    reason: "version of the Internet Protocol",
  },
  {
    file: "packages/transport/src/option-tables.gen.ts",
    written: "65535",
    reason: "the largest port of TCP",
  },
  {
    file: "packages/transport/src/option-tables.gen.ts",
    written: "255",
    reason: "the largest number of a USB interface",
  },
  {
    file: "packages/transport/src/option-tables.gen.ts",
    written: "1000",
    reason: "the shortest time after which a system probes a silent connection, in ms",
  },
  {
    file: "packages/transport/src/option-tables.gen.ts",
    written: "4294967295",
    reason: "the largest speed that RFC 2217 can say",
  },
  {
    file: "packages/transport/src/option-tables.gen.ts",
    written: "5",
    reason: "data bits of a byte on a serial line",
  },
  {
    file: "packages/transport/src/rfc2217/com-port.ts",
    written: "3",
    reason: "number of a parity in RFC 2217",
  },
  {
    file: "packages/transport/src/rfc2217/rfc2217-transport.ts",
    written: "115_200",
    reason: "usual speed of serial lines; transports know no module",
  },
  {
    file: "packages/transport/src/serial/serial-transport.ts",
    written: "115_200",
    reason: "usual speed of serial lines; transports know no module",
  },
  {
    file: "packages/testing/src/serve/control/problem.ts",
    written: "400",
    reason: "status of HTTP",
  },
  {
    file: "packages/testing/src/serve/control/problem.ts",
    written: "401",
    reason: "status of HTTP",
  },
  {
    file: "packages/testing/src/serve/control/problem.ts",
    written: "403",
    reason: "status of HTTP",
  },
  {
    file: "packages/testing/src/serve/control/problem.ts",
    written: "405",
    reason: "status of HTTP",
  },
  {
    file: "packages/testing/src/serve/control/problem.ts",
    written: "409",
    reason: "status of HTTP",
  },
  {
    file: "packages/testing/src/serve/control/problem.ts",
    written: "410",
    reason: "status of HTTP",
  },
  {
    file: "packages/testing/src/serve/control/problem.ts",
    written: "413",
    reason: "status of HTTP",
  },
  {
    file: "packages/testing/src/serve/serve-tables.gen.ts",
    written: "65535",
    reason: "the largest port of TCP",
  },
  {
    file: "packages/testing/src/serve/wire/client-wire.ts",
    written: "10",
    reason: "how often a waiting connection is looked at, in ms",
  },
  {
    file: "packages/transport/src/rfc2217/com-port-server.ts",
    written: "16",
    reason: "value of a command of RFC 2217",
  },
  {
    file: "packages/transport/src/rfc2217/com-port-server.ts",
    written: "115_200",
    reason: "usual speed of serial lines; transports know no module",
  },
];
