import { expect, test } from "vitest";
import { fileChecksum, RunningChecksum } from "./checksum.ts";

// Worked out by hand from the rule; `1234567890` and the odd length agree with output of modules.
test.each([
  ["", 0x0],
  ["A", 0x4100],
  ["abc", 0x262],
  ["Hello", 0x4b09],
  ["Hello\r\n", 0x4104],
  ["1234567890", 0x3938],
])("the sum of %j", (text, sum) => {
  expect(fileChecksum(new TextEncoder().encode(text))).toBe(sum);
});

test("the sum of bytes beyond ASCII", () => {
  const bytes = Uint8Array.of(0x23, 0x13, 0x65, 0xb6, 0x76, 0x88, 0xa3, 0xef, 0x55);
  expect(fileChecksum(bytes)).toBe(0xc6c2);
  expect(fileChecksum(new Uint8Array(1025).fill(0xff))).toBe(0xff00);
  expect(fileChecksum(Uint8Array.from({ length: 3000 }, (_, i) => (7 * i + 3) % 256))).toBe(0x20);
});

test("the sum of pieces is that of the whole, wherever it is cut and wherever it lies in memory", () => {
  const memory = Uint8Array.from({ length: 64 }, (_, at) => (at * 151 + 7) % 256);
  for (let from = 0; from < 5; from++) {
    const whole = memory.subarray(from);
    const sums = Array.from(whole, (byte, at) => (at % 2 === 0 ? byte << 8 : byte));
    const expected = sums.reduce((sum, value) => sum ^ value, 0);
    expect(fileChecksum(whole)).toBe(expected);
    for (let first = 0; first <= whole.length; first++) {
      const sum = new RunningChecksum().add(whole.subarray(0, first)).add(whole.subarray(first));
      expect([first, sum.value]).toEqual([first, expected]);
    }
  }
});
