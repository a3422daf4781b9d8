import { describe, expect, it } from "vitest";
import { failure, refusal } from "./delivery-failure.ts";

describe("what the module reports", () => {
  it.each([
    [421, 666],
    [450, 667],
    [451, 668],
    [452, 669],
    [500, 670],
    [501, 671],
    [502, 672],
    [503, 673],
    [504, 674],
    [521, 675],
    [530, 676],
    [535, 677],
    [550, 678],
    [551, 679],
    [552, 680],
    [553, 681],
    [554, 682],
    // Not in the manual's list.
    [432, 660],
    [454, 660],
    [534, 660],
    [556, 660],
    // A go-ahead in the wrong place, and what is no reply of SMTP.
    [250, 660],
    [0, 660],
  ])("for the server's reply %i is %i", (code, error) => {
    const { result } = refusal({ code, text: `${code} text` }, "MAIL");
    expect(result).toEqual({ error, protocolError: code });
  });

  it.each([
    ["dnsFailed", 653],
    ["networkError", 654],
    ["authTypeUnsupported", 655],
    ["connectionClosed", 656],
    ["timeout", 658],
    ["noRecipient", 659],
    ["invalidParameter", 664],
    ["sslAuthFailed", 665],
  ] as const)("for %s is %i without a reply", (name, error) => {
    expect(failure(name, "why").result).toEqual({ error, protocolError: 0 });
  });
});
