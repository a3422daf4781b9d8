import { describe, expect, it } from "vitest";
import { asRead } from "../as-read.fixture.ts";
import { createSimulatedModule } from "../simulated-module.ts";
import { TestHost } from "../test-host.fixture.ts";

/** What a host sends that never waits for an answer: every mode of the modem is in it. */
const conversation = [
  "AT\r",
  "ATE0\r\n",
  'AT+QSMTPCFG="sender","Jörg","joerg@example.org"\r',
  'AT+QSMTPSUB=1,"C3A4"\r',
  "AT+QSMTPBODY=1,12,90\rGrüße\r\n+++AT+QSMTPBODY?\r",
  'AT+QFUPL="RAM:a.txt",6,5,1\rA\rOK\r\nAT+QFLST="RAM:*"\r',
  'AT+QSMTPDST=1,1,"a@example.org";+QSMTPDST?;+NOPE;+CSQ\r',
  'AT+QFDWL="RAM:a.txt"\rAT+CX\bSQ\r',
].join("");

function answersTo(pieces: readonly Uint8Array[]): string {
  const module = createSimulatedModule({ family: asRead, connectDelayMs: 0 });
  const host = new TestHost();
  module.attach(host.farEnd);
  for (const piece of pieces) host.type(piece);
  module.dispose();
  return host.take();
}

describe("the cut of the input", () => {
  const bytes = new TextEncoder().encode(conversation);
  const whole = answersTo([bytes]);

  it("does not matter: the whole conversation is understood at once", () => {
    expect(whole).toBe(
      [
        "AT\r\r\nOK\r\n",
        "ATE0\r\r\nOK\r\n",
        "\r\nOK\r\n",
        "\r\nOK\r\n",
        "\r\nCONNECT\r\n\r\n+QSMTPBODY: 12\r\n\r\nOK\r\n\r\nOK\r\n",
        '\r\nCONNECT\r\n\r\n+QFUPL: 6,34c\r\n\r\nOK\r\n\r\n+QFLST: "RAM:a.txt",6\r\n\r\nOK\r\n',
        '\r\n+QSMTPDST: 1,"a@example.org"\r\n\r\nERROR\r\n',
        "\r\nCONNECT\r\nA\rOK\r\n\r\n+QFDWL: 6,34c\r\n\r\nOK\r\n\r\n+CSQ: 20,99\r\n\r\nOK\r\n",
      ].join(""),
    );
  });

  it("does not matter at any place", () => {
    for (let at = 0; at <= bytes.length; at++) {
      expect(answersTo([bytes.subarray(0, at), bytes.subarray(at)])).toBe(whole);
    }
  });

  it("does not matter byte by byte", () => {
    expect(answersTo([...bytes].map((byte) => Uint8Array.of(byte)))).toBe(whole);
  });
});
