import { InvalidArgumentError } from "commander";
import { parseEndpoint } from "./endpoint.ts";

/** Where a host reaches what this program plays: what `--listen` says. */
export type ListenPlace =
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  | { readonly kind: "pty"; readonly path: string };

/** What `--listen` takes, for help texts. */
export const listenPlaceHelp = `  tcp://HOST:PORT  a TCP port; 0 lets the system choose one
  pty:PATH         a pseudo-terminal with that name, for programs that want a serial port; needs socat`;

/**
 * Reads `tcp://HOST:PORT` or `pty:PATH`.
 * @throws InvalidArgumentError
 */
export function parseListenPlace(text: string): ListenPlace {
  const [, scheme, rest = ""] = /^(tcp:\/\/|pty:)(.+)$/.exec(text) ?? [];
  if (scheme === "pty:") return { kind: "pty", path: rest };
  if (scheme === undefined) {
    throw new InvalidArgumentError("Write it as tcp://HOST:PORT or pty:PATH.");
  }
  const { host, port = 0 } = parseEndpoint(rest);
  return { kind: "tcp", host, port };
}
