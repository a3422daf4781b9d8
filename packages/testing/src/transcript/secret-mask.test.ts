import { describe, expect, it } from "vitest";
import { SecretMask } from "./secret-mask.ts";

function maskOf(...secrets: string[]): SecretMask {
  const mask = new SecretMask();
  mask.remember(secrets);
  return mask;
}

describe("secret mask", () => {
  it.each([
    [["hush"], "hush", "***"],
    [["hush"], "a hush, hush b", "a ***, *** b"],
    [["hush", "hush-hush"], "(hush-hush)", "(***)"],
    [["abc", "bcd"], "xabcdx", "x***x"],
    [["abc", "bcdef", "c"], "xabcdefx", "x***x"],
    [["ab", "cd"], "xabcdx", "x******x"],
    [["", "ä€"], "ä€ä", "***ä"],
    [[], "hush", "hush"],
    [['a"b\\c'], JSON.stringify({ pass: 'a"b\\c' }), '{"pass":"***"}'],
    [['a"b'], 'a"b', "***"],
  ])("masks %j in %s", (secrets, text, masked) => {
    expect(maskOf(...secrets).mask(text)).toBe(masked);
  });

  it("forgets the secret that was seen longest ago, not one that came again", () => {
    const mask = maskOf("again", "once");
    for (let nth = 0; nth < 999; nth++) mask.remember([`secret${nth}`, "again"]);
    expect(mask.mask("again")).toBe("***");
    expect(mask.mask("once")).toBe("once");
    expect(mask.mask("secret0")).toBe("***");
  });
});
