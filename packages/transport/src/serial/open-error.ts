import {
  describeCause,
  isTransportError,
  TransportError,
  type TransportErrorCode,
} from "../errors.ts";

interface Explanation {
  /** What the operating system says, in the words that node-serialport passes on. */
  readonly pattern: RegExp;
  readonly code: TransportErrorCode;
  readonly advice: string;
}

// The native binding reports text only. Windows says "Access denied" of a port in use.
const EXPLANATIONS: readonly Explanation[] = [
  {
    pattern: /no such (file|device)|file not found|port does not exist/i,
    code: "PORT_NOT_FOUND",
    advice: "Check the name, the cable and that the module is powered and has started",
  },
  {
    pattern: /cannot lock port|port is locked|resource busy|access denied/i,
    code: "PORT_BUSY",
    advice: "Close the other program or connection that uses it, for example ModemManager",
  },
  {
    pattern: /permission denied|operation not permitted/i,
    code: "ACCESS_DENIED",
    advice: "Give this user the right to use it, on Linux usually by the group dialout",
  },
  {
    pattern: /inappropriate ioctl|is a directory/i,
    code: "OPEN_FAILED",
    advice: "It is not a serial port; check the name",
  },
];

/** Turns what node-serialport said about a port that it could not open into a typed error. */
export function openError(path: string, cause: unknown): TransportError {
  // A binding of ours has already said it.
  if (isTransportError(cause)) return cause;
  const reason = describeCause(cause);
  const explanation = EXPLANATIONS.find(({ pattern }) => pattern.test(reason));
  const advice = explanation?.advice ?? "Check the name and the options of the port";
  const message = `Cannot open serial port ${path}: ${reason}. ${advice}.`;
  return new TransportError(explanation?.code ?? "OPEN_FAILED", message, { cause });
}
