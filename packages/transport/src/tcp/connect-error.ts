import { TransportError, type TransportErrorCode } from "../errors.ts";

interface Explanation {
  readonly code: TransportErrorCode;
  readonly what: string;
  readonly advice: string;
}

const REFUSED: Explanation = {
  code: "CONNECT_REFUSED",
  what: "nothing listens on this port",
  advice: "Check the port number and that the bridge or simulator is running",
};
const UNKNOWN_HOST: Explanation = {
  code: "HOST_NOT_FOUND",
  what: "the host name has no address",
  advice: "Check its spelling and the name service",
};
const NO_ANSWER: Explanation = {
  code: "CONNECT_TIMEOUT",
  what: "the host did not answer in time",
  advice: "Check the address, the network and firewalls",
};
const OTHER: Explanation = {
  code: "OPEN_FAILED",
  what: "the operating system refused",
  advice: "Check the address and the network",
};

const EXPLANATIONS: ReadonlyMap<string, Explanation> = new Map([
  ["ECONNREFUSED", REFUSED],
  ["ENOTFOUND", UNKNOWN_HOST],
  ["EAI_AGAIN", UNKNOWN_HOST],
  ["EAI_FAIL", UNKNOWN_HOST],
  ["EAI_NODATA", UNKNOWN_HOST],
  ["EAI_NONAME", UNKNOWN_HOST],
  ["ETIMEDOUT", NO_ANSWER],
]);

/** Turns what a socket reported before it was connected into a typed error. */
export function connectError(target: string, cause: Error): TransportError {
  const errno = "code" in cause ? String(cause.code) : cause.message;
  const { code, what, advice } = EXPLANATIONS.get(errno) ?? OTHER;
  const message = `Cannot connect to ${target}: ${what} (${errno}). ${advice}.`;
  return new TransportError(code, message, { cause });
}

/** Gives the error of a connection that was not made within our own limit. */
export function connectTimeout(target: string, timeoutMs: number): TransportError {
  const message = `Cannot connect to ${target}: ${NO_ANSWER.what} (${timeoutMs} ms). ${NO_ANSWER.advice}, or raise "connectTimeoutMs".`;
  return new TransportError(NO_ANSWER.code, message);
}
