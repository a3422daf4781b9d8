import { TransportError } from "../errors.ts";

/** Why a peer cannot be used as an RFC 2217 server. */
export type Unsuitable = "silent" | "plain" | "refused" | "unanswered" | "altering" | "echo";

const EXPLANATIONS: Readonly<Record<Unsuitable, readonly [what: string, advice: string]>> = {
  silent: [
    "it does not answer in telnet",
    `It may be a plain TCP port: use tcpTransport ("tcp://HOST:PORT"), or turn RFC 2217 on at the server`,
  ],
  plain: [
    "it sends bytes that are no telnet",
    `It may be a plain TCP port: use tcpTransport ("tcp://HOST:PORT"), or turn RFC 2217 on at the server`,
  ],
  refused: [
    "it speaks telnet and refuses the COM-PORT option",
    "Turn RFC 2217 on at the server, or use another port of it",
  ],
  unanswered: [
    "it speaks telnet and does not answer for the COM-PORT option or for binary transmission",
    "Turn RFC 2217 on at the server, or use another port of it",
  ],
  altering: [
    "it refuses binary transmission, so that bytes would be changed on the way",
    `Turn binary transmission on at the server, or use a plain TCP port of it with tcpTransport ("tcp://HOST:PORT")`,
  ],
  echo: [
    "it repeats what it is sent",
    `It may be a plain TCP port with an echoing device behind it: use tcpTransport ("tcp://HOST:PORT")`,
  ],
};

/** Names what is at the far end instead of an RFC 2217 server. */
export function notRfc2217(target: string, found: Unsuitable): TransportError {
  const [what, advice] = EXPLANATIONS[found];
  const message = `${target} is no RFC 2217 server: ${what}. ${advice}.`;
  return new TransportError("NOT_RFC2217", message);
}

/** Tells of a server that ended the connection before it could be used; `said` is its last text. */
export function endedEarly(target: string, said: string): TransportError {
  // ser2net's words for a port that another client has.
  if (/already in use/i.test(said)) {
    const message = `The serial port at ${target} is in use by another client of the server. Close that connection, or wait until the server notices its end.`;
    return new TransportError("PORT_BUSY", message);
  }
  const message = `${target} took the connection and ended it before the port could be used. The server may have no serial port to give: check its log, and that no other client has the port.`;
  return new TransportError("CONNECTION_LOST", message);
}

/** Tells which settings of the serial port are not as they were asked for, each as text. */
export function settingsRefused(target: string, refusals: readonly string[]): TransportError {
  const message = `The RFC 2217 server at ${target} did not set its port as asked: ${refusals.join("; ")}. Ask for what the port can do, or change the server's configuration.`;
  return new TransportError("SETTINGS_REFUSED", message);
}
