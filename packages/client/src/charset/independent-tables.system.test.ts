import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { standardCodes } from "./codes.fixture.ts";
import { encodeText } from "./encode-text.ts";
import { codesOf, loadTables } from "./tables.ts";

await loadTables(["gb2312", "big5"]);

/** Readers of the two sets that share nothing with our tables nor with each other. */
const readers = {
  "iconv of glibc": (charset: "gb2312" | "big5") => ({
    decode: (bytes: Uint8Array) => run("iconv", ["-f", charset, "-t", "UTF-8"], bytes),
    encode: (bytes: Uint8Array) => run("iconv", ["-f", "UTF-8", "-t", charset], bytes),
  }),
  "Python's codec": (charset: "gb2312" | "big5") => ({
    decode: (bytes: Uint8Array) => run("python3", ["-c", python(charset, "utf-8")], bytes),
    encode: (bytes: Uint8Array) => run("python3", ["-c", python("utf-8", charset)], bytes),
  }),
};

/** What each reads otherwise than browsers and code pages: our character, its own. */
const otherwise = {
  "iconv of glibc": { gb2312: ["·—", "・―"], big5: ["", ""] },
  "Python's codec": { gb2312: ["·—", "・―"], big5: ["‧﹑¯～⊕⊙∕﹨￥￠￡", "•､‾∼♁☉／＼¥¢£"] },
} as const;

function python(from: string, to: string): string {
  return `import sys; sys.stdout.buffer.write(sys.stdin.buffer.read().decode("${from}").encode("${to}"))`;
}

function run(command: string, args: readonly string[], input: Uint8Array): Buffer {
  const { status, stdout, stderr, error } = spawnSync(command, args, { input });
  if (status !== 0) throw new Error(`${command}: ${error ?? stderr.toString()}`);
  return stdout;
}

describe.each(["iconv of glibc", "Python's codec"] as const)("%s", (name) => {
  describe.each(["gb2312", "big5"] as const)("%s", (charset) => {
    const { decode, encode } = readers[name](charset);
    const [ours, others] = otherwise[name][charset];

    const codes = standardCodes(charset);
    const read = [...decode(Buffer.concat(codes)).toString()];

    test("reads every code of the standard as our table has it, but for those that are named", () => {
      expect(read).toHaveLength(codes.length);
      const different = codes.flatMap((code, at) => {
        const bytes = encodeText(read[at] ?? "", charset);
        return bytes !== undefined && Buffer.from(bytes).equals(code) ? [] : [read[at]];
      });
      const twice = charset === "big5" ? ["十", "卅"] : [];
      expect(different.sort()).toEqual([...others, ...twice].sort());
    });

    test("writes all other characters as we do", () => {
      const characters = [...new Set(read)].filter((char) => !`${ours}${others}`.includes(char));
      expect(characters.length).toBeGreaterThan(7000);
      const text = `${characters.join("")} plain\r\n`;
      expect(encode(Buffer.from(text))).toEqual(Buffer.from(encodeText(text, charset) ?? []));
    });
  });
});

test("what they read otherwise is never chosen unasked", () => {
  for (const charset of ["gb2312", "big5"] as const) {
    const chars = Object.values(otherwise).flatMap((sets) => [...sets[charset][0]]);
    expect(codesOf(charset).disputedIn(chars.join(""))).toEqual([...new Set(chars)]);
  }
});
