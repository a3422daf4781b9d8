import { InvalidArgumentError } from "commander";
import { parseEndpoint } from "./endpoint.ts";

/** Where the module is: what `--port` says. */
export type ModulePort =
  | { readonly kind: "serial"; readonly path: string }
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  /** A simulated module in this process. */
  | { readonly kind: "simulated" };

/**
 * Reads a device path, `tcp://HOST:PORT` or `sim:`.
 * @throws InvalidArgumentError
 */
export function parseModulePort(text: string): ModulePort {
  if (text === "sim:") return { kind: "simulated" };
  if (text.startsWith("tcp://")) {
    const { host, port } = parseEndpoint(text.slice("tcp://".length));
    if (port === undefined || port === 0) {
      throw new InvalidArgumentError("A TCP port is needed: tcp://HOST:PORT.");
    }
    return { kind: "tcp", host, port };
  }
  // A device path holds no colon behind a word of two letters or more; `COM5:` and `C:\` do not.
  if (text === "" || /^[a-z][a-z\d+.-]+:/i.test(text)) {
    throw new InvalidArgumentError(
      "Give a device path such as /dev/ttyUSB2 or COM5, tcp://HOST:PORT, or sim: for a simulated module.",
    );
  }
  return { kind: "serial", path: text };
}
