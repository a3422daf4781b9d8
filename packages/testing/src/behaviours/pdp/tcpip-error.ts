/** Numbers of the TCP/IP error table that the simulated module gives. */
export const tcpipError = {
  none: 0,
  openFailed: 561,
  dnsFailed: 565,
  notAllowed: 572,
  apnMissing: 573,
} as const;

/** What `AT+QIGETERROR` prints behind the comma, blank included. */
const words: Readonly<Record<number, string>> = {
  [tcpipError.none]: " operation successful",
  [tcpipError.openFailed]: " open PDP context failed",
  [tcpipError.dnsFailed]: " DNS parse failed",
  [tcpipError.notAllowed]: " operation not allowed",
  [tcpipError.apnMissing]: " APN not configured",
};

/** The words that `AT+QIGETERROR` prints for a number. */
export function tcpipErrorWords(error: number): string {
  return words[error] ?? " unknown error";
}
