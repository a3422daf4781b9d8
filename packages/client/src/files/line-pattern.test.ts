import { expect, test } from "vitest";
import { fileChecksum } from "./checksum.ts";
import { linePattern, nameTranslation, translate } from "./line-pattern.ts";

test("the pattern holds every byte value", () => {
  expect(new Set(linePattern).size).toBe(256);
});

test("each translation shows in size or sum, and is called by its name", () => {
  for (const { name, arrived } of translate(linePattern)) {
    const stored = { bytes: arrived.length, checksum: fileChecksum(arrived) };
    const same =
      stored.bytes === linePattern.length && stored.checksum === fileChecksum(linePattern);
    expect([name, same]).toEqual([name, false]);
    expect(nameTranslation(linePattern, stored)).toBe(name);
  }
});

test("a change that nobody knows has no name", () => {
  expect(
    nameTranslation(linePattern, { bytes: linePattern.length, checksum: 0x1234 }),
  ).toBeUndefined();
});
