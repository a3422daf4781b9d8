import { InvalidArgumentError } from "commander";

/** A host, and the TCP port when one was given. */
export interface Endpoint {
  /** Name or address, IPv6 without brackets. */
  readonly host: string;
  readonly port: number | undefined;
}

/**
 * Reads `HOST`, `HOST:PORT` or `[IPV6]:PORT`.
 * @throws InvalidArgumentError
 */
export function parseEndpoint(text: string): Endpoint {
  const match = /^(?:\[(?<v6>[^\][]+)\]|(?<name>[^:\s/\][]+))(?::(?<port>\d{1,5}))?$/.exec(text);
  const host = match?.groups?.v6 ?? match?.groups?.name;
  if (host === undefined) {
    throw new InvalidArgumentError("Write it as HOST, HOST:PORT or [IPV6-ADDRESS]:PORT.");
  }
  const port = match?.groups?.port;
  if (port !== undefined && Number(port) > 65_535) {
    throw new InvalidArgumentError("A TCP port is at most 65535.");
  }
  return { host, port: port === undefined ? undefined : Number(port) };
}

/** An endpoint as it is written in a URL or on the command line. */
export function formatEndpoint({ host, port }: Endpoint): string {
  const name = host.includes(":") ? `[${host}]` : host;
  return port === undefined ? name : `${name}:${port}`;
}
