import { expect, test } from "vitest";
import { decodeLedger, encodeLedger } from "./ledger.ts";
import { linePattern, showsTranslations } from "./line-pattern.ts";

test("what was written down is read again", () => {
  for (const names of [[], ["RAM:a.csv"], ["RAM:qsmtp-ca.pem", "RAM:Levels 1.csv", "RAM:x"]]) {
    expect(decodeLedger(encodeLedger(names))).toEqual(names);
  }
});

test("whatever the names are, every translation of the line shows", () => {
  for (let code = 0; code < 500; code++) {
    const names = Array.from({ length: code % 5 }, (_, at) => {
      const name = (code * 7919 + at).toString(36);
      return `RAM:${at % 2 === 0 ? name : name.toUpperCase()}.csv`;
    });
    expect(showsTranslations(encodeLedger(names))).toBe(true);
  }
});

test("a ledger that was cut off names no half name", () => {
  const whole = encodeLedger(["RAM:one.csv", "RAM:two.csv"]);
  const cut = whole.subarray(0, linePattern.length + "RAM:one.csv*RAM:tw".length);
  expect(decodeLedger(cut)).toEqual(["RAM:one.csv"]);
  expect(decodeLedger(whole.subarray(0, 100))).toEqual([]);
});

test("somebody else's file of that name names nothing", () => {
  expect(decodeLedger(new TextEncoder().encode("RAM:a.csv*RAM:b.csv*"))).toEqual([]);
});
