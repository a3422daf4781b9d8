import { IAC, SB, SE, type TelnetVerb, verbCode } from "./telnet-codes.ts";

/** Doubles every byte 255, so that none begins a telnet command. */
export function escapeData(bytes: Uint8Array): Uint8Array {
  const first = bytes.indexOf(IAC);
  if (first < 0) return bytes;
  const escaped = new Uint8Array(bytes.length * 2);
  escaped.set(bytes.subarray(0, first));
  let length = first;
  for (const byte of bytes.subarray(first)) {
    escaped[length++] = byte;
    if (byte === IAC) escaped[length++] = IAC;
  }
  return escaped.subarray(0, length);
}

export function encodeNegotiation(verb: TelnetVerb, option: number): Uint8Array {
  return Uint8Array.of(IAC, verbCode(verb), option);
}

export function encodeSubnegotiation(option: number, payload: Uint8Array): Uint8Array {
  return Uint8Array.of(IAC, SB, option, ...escapeData(payload), IAC, SE);
}
