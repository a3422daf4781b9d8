import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { encodeText, hasLoneSurrogate } from "./charset.ts";

describe.each(["gb2312", "big5"] as const)("%s", (charset) => {
  const samples = {
    gb2312: "温度报警：第三号冷库 25℃，请检查。Temperature alarm",
    big5: "溫度警報：第三號冷藏庫，請檢查。Temperature alarm",
  };

  test("encodes as another implementation does", () => {
    const encoded = encodeText(samples[charset], charset);
    expect(encoded).toEqual(new Uint8Array(iconv.encode(samples[charset], charset)));
  });

  test("every character it encodes is decoded to itself by another implementation", () => {
    let count = 0;
    for (let code = 0x80; code < 0xffff; code++) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const char = String.fromCharCode(code);
      const bytes = encodeText(char, charset);
      if (bytes === undefined) continue;
      count++;
      const decoded = new TextDecoder(charset).decode(bytes);
      expect(decoded).toBe(char);
    }
    // GB2312 has 7,445 characters, Big5 13,053 in its two levels and signs.
    expect(count).toBeGreaterThan(charset === "gb2312" ? 7000 : 13_000);
  });

  test("refuses what it does not hold", () => {
    expect(encodeText("naïve 😀", charset)).toBeUndefined();
  });
});

test("ASCII holds ASCII only", () => {
  expect(encodeText("plain\r\n", "ascii")).toEqual(new TextEncoder().encode("plain\r\n"));
  expect(encodeText("grün", "ascii")).toBeUndefined();
});

test("finds halves of surrogate pairs", () => {
  expect(hasLoneSurrogate("a\ud83d")).toBe(true);
  expect(hasLoneSurrogate("\ude00a")).toBe(true);
  expect(hasLoneSurrogate("a😀b")).toBe(false);
});
