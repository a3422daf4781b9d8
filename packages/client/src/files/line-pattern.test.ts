import { expect, test } from "vitest";
import { fileChecksum } from "./checksum.ts";
import { linePattern, nameTranslation, showsTranslations, translate } from "./line-pattern.ts";

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

test("translations show where what arrives differs in size or sum, and only there", () => {
  const special = [0x0d, 0x0a, 0x41, 0x61, 0x09, 0x20, 0x11, 0x13, 0x00, 0xff, 0x7f, 0x80];
  let seed = 1;
  const next = (below: number): number => {
    seed = (seed * 48_271) % 0x7fffffff;
    return seed % below;
  };
  const outcomes = new Set<boolean>();
  for (let run = 0; run < 500; run++) {
    const length = next(40);
    const start = run % 2 === 0 ? linePattern : new Uint8Array(0);
    const content = Uint8Array.from([
      ...start,
      ...Array.from({ length }, () => special[next(special.length)] ?? 0),
    ]);
    const sum = fileChecksum(content);
    const expected = translate(content).every(
      ({ arrived }) => arrived.length !== length + start.length || fileChecksum(arrived) !== sum,
    );
    expect([run, showsTranslations(content)]).toEqual([run, expected]);
    outcomes.add(expected);
  }
  expect(outcomes.size, "both come to pass").toBe(2);
});
