import { expect, test } from "vitest";
import { readMailbox } from "./address-syntax.ts";

/** Whatever may stand in an atom, and a few characters that may not. */
const characters = "aZ09_!#$%&'*+-/=?^`{|}~" + '".,@<>()[\\ä \t';

/** The same numbers on every machine (mulberry32). */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

test.each([
  ["ops@example.org", { name: "", local: "ops", domain: "example.org" }],
  ["Pump 7 <p.7@example.org>", { name: "Pump 7", local: "p.7", domain: "example.org" }],
  ["a@localhost", { name: "", local: "a", domain: "localhost" }],
])("reads %j", (text, mailbox) => {
  expect(readMailbox(text)).toEqual(mailbox);
});

test("what is read by its usual form is what the grammar reads in it", () => {
  const random = randomFrom(7);
  const pick = (): string => characters[random(random(60) === 0 ? characters.length : 23)] ?? "";
  const word = (): string => Array.from({ length: 1 + random(4) }, pick).join("");
  const words = (sign: string): string =>
    Array.from({ length: 1 + random(3) }, word).join(random(20) === 0 ? `${sign}${sign}` : sign);
  for (let count = 0; count < 1000; count++) {
    const address = `${words(".")}@${words(".")}`;
    const text = random(2) === 0 ? address : `${words(" ")} <${address}>`;
    const read = readMailbox(text);
    // With a blank in front it has no usual form, and means the same.
    const byGrammar = readMailbox(` ${text}`);
    if ("message" in read) expect(byGrammar, text).toHaveProperty("message");
    else expect(read, text).toEqual(byGrammar);
  }
});
