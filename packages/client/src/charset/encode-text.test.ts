import iconv from "iconv-lite";
import { afterEach, describe, expect, test, vi } from "vitest";
import { plainTextDecoder, standardCodes } from "./codes.fixture.ts";
import { encodeText, hasLoneSurrogate } from "./encode-text.ts";
import { codesOf, hasTable, loadTables } from "./tables.ts";

await loadTables(["gb2312", "big5"]);
afterEach(() => {
  vi.unstubAllGlobals();
});

/** Every character of the basic plane, one by one. */
const characters = Array.from({ length: 0x1_0000 }, (_, code) => code)
  .filter((code) => code >= 0x80 && (code < 0xd800 || code > 0xdfff))
  .map((code) => String.fromCharCode(code));

describe.each([
  ["gb2312", "cp936", 7445],
  // Two ideographs stand among the signs too.
  ["big5", "cp950", 13_461 - 2],
] as const)("%s", (charset, codePage, count) => {
  const carried = characters.filter((char) => encodeText(char, charset) !== undefined);

  test("has the characters of its standard, and no other", () => {
    const standard = standardCodes(charset).map((bytes) => iconv.decode(bytes, codePage));
    expect(new Set(carried)).toEqual(new Set(standard));
    expect(carried).toHaveLength(count);
  });

  test("every character is read back by browsers and by the code page", () => {
    const decoder = new TextDecoder(charset, { fatal: true });
    for (const char of carried) {
      const bytes = encodeText(char, charset) ?? new Uint8Array();
      expect(bytes).toHaveLength(2);
      expect([decoder.decode(bytes), iconv.decode(Buffer.from(bytes), codePage)]).toEqual([
        char,
        char,
      ]);
    }
  });

  test("every character has the bytes that another implementation writes", () => {
    // The code page has two ideographs of Big5 under their codes among the signs.
    const twice = ["十", "卅"];
    const text = carried.filter((char) => charset === "gb2312" || !twice.includes(char)).join("");
    expect(encodeText(text, charset)).toEqual(new Uint8Array(iconv.encode(text, codePage)));
  });

  test("is the same where the platform decodes UTF-8 only", async () => {
    const text = `${carried.join("")}\r\nplain`;
    const before = encodeText(text, charset);
    vi.stubGlobal("TextDecoder", plainTextDecoder());
    vi.resetModules();
    expect(() => new TextDecoder(charset)).toThrow(RangeError);
    const fresh = await import("./encode-text.ts");
    const tables = await import("./tables.ts");
    await tables.loadTables([charset]);
    expect(fresh.encodeText(text, charset)).toEqual(before);
  });

  test("refuses what it does not hold", () => {
    // Extensions of code pages and of Hong Kong, and other readings of disputed codes, among them.
    const foreign = { gb2312: "ï😀€〇ⅰ囧・―溫", big5: "ï😀€碁裏あ•‾∼¥温" }[charset];
    expect([...foreign].filter((char) => encodeText(char, charset) !== undefined)).toEqual([]);
  });
});

test("a text that needs a table cannot be encoded before it is loaded", async () => {
  vi.resetModules();
  const fresh = await import("./encode-text.ts");
  expect(() => fresh.encodeText("温", "gb2312")).toThrow("not loaded");
  expect(fresh.encodeText("plain", "gb2312")).toEqual(new TextEncoder().encode("plain"));
});

test.each(["gb18030", "shift_jis", "utf-16le", "no-such-set", "constructor"])(
  "%s, for which there is no table, carries nothing",
  async (charset) => {
    await loadTables([charset]);
    expect(hasTable(charset)).toBe(false);
    expect(encodeText("温度", charset)).toBeUndefined();
    expect(encodeText("plain", charset)).toBeUndefined();
  },
);

test("ASCII holds ASCII only", () => {
  expect(encodeText("plain\r\n", "ascii")).toEqual(new TextEncoder().encode("plain\r\n"));
  expect(encodeText("grün", "ascii")).toBeUndefined();
});

test("tells the characters that readers dispute", () => {
  expect(codesOf("gb2312").disputedIn("温——度·")).toEqual(["—", "·"]);
  expect(codesOf("big5").disputedIn("溫——度")).toEqual([]);
});

test("finds halves of surrogate pairs", () => {
  expect(hasLoneSurrogate("a\ud83d")).toBe(true);
  expect(hasLoneSurrogate("\ude00a")).toBe(true);
  expect(hasLoneSurrogate("a😀b")).toBe(false);
});
