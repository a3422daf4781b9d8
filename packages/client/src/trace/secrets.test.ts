import { describe, expect, test } from "vitest";
import { Secrets } from "./secrets.ts";

const secret = "weir-41-gate";

/** Every way in which one character of a text is lost, doubled or another. */
function damaged(text: string): string[] {
  return Array.from(text, (character, at) => {
    const [head, tail] = [text.slice(0, at), text.slice(at + 1)];
    return [head + tail, head + character + character + tail, `${head}#${tail}`];
  }).flat();
}

function longestPiece(of: string, within: string): number {
  for (let length = of.length; length > 0; length--) {
    for (let at = 0; at + length <= of.length; at++) {
      if (within.includes(of.slice(at, at + length))) return length;
    }
  }
  return 0;
}

describe("a secret in a text", () => {
  const secrets = new Secrets([secret, "1234"]);

  test("is masked whole, in any case, and all that is around it stays", () => {
    expect(secrets.mask(`a ${secret} b ${secret.toUpperCase()}`)).toBe("a *** b ***");
  });

  test.each([
    ["Base64", Buffer.from(secret).toString("base64").replaceAll("=", "")],
    ["Base64 of a login", Buffer.from(`\0user\0${secret}`).toString("base64")],
    ["hexadecimal", Buffer.from(secret).toString("hex")],
    ["UCS2", Buffer.from(secret, "utf16le").swap16().toString("hex").toUpperCase()],
  ])("is masked in %s", (_form, written) => {
    const shown = secrets.mask(`334 ${written}`);
    expect(longestPiece(written.slice(-12), shown)).toBeLessThan(6);
    expect(secrets.mayBeIn(written)).toBe(true);
  });

  test("is masked with any one character lost, doubled or changed", () => {
    for (const form of damaged(secret)) {
      const line = `+CUSD: 0,"${form}"`;
      expect(longestPiece(secret, secrets.mask(line)), line).toBeLessThan(3);
      expect(secrets.mayBeIn(line), line).toBe(true);
    }
  });

  test("is suspected of a short one with an error, and in pieces of a long one", () => {
    for (const form of damaged("1234")) expect(secrets.mayBeIn(`x ${form} y`), form).toBe(true);
    for (let at = 4; at <= secret.length - 4; at++) {
      expect(secrets.mayBeIn(secret.slice(0, at))).toBe(true);
      expect(secrets.mayBeIn(secret.slice(at))).toBe(true);
    }
  });

  test("is not seen in what has nothing to do with it", () => {
    for (const line of ["+CSQ: 20,99", '+COPS: 0,0,"Telco",7', '+QIURC: "pdpdeact",1', "RDY"]) {
      expect(secrets.mask(line)).toBe(line);
      expect(secrets.mayBeIn(line)).toBe(false);
    }
  });
});

test("characters with a meaning in patterns are taken as they are", () => {
  const secrets = new Secrets(["a.*+?^{}$()|[\\]/b"]);
  expect(secrets.mask("x a.*+?^{}$()|[\\]/b y")).toBe("x *** y");
  expect(secrets.mask("axxb")).toBe("axxb");
});
