import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wordsFingerprint } from "../src/words/fingerprint.ts";
import { matchWords } from "../src/words/match-words.ts";
import { wordsElements } from "../src/words/words-record.ts";

const word = fc.constantFrom(
  ..."the lamp is lit by radio and not before seconds have passed cannot may 12 1-16 0x0D <lamp> AT+XDEMO +++ 3.5 -9".split(
    " ",
  ),
);
const words = fc.array(word, { minLength: 1, maxLength: 30 });

describe("words count, and how they are printed does not", () => {
  it("whatever the line ends, blanks and capitals", () => {
    const gap = fc.constantFrom(" ", "\n", "  ", " \n ");
    fc.assert(
      fc.property(words, fc.array(gap, { minLength: 30, maxLength: 30 }), (text, gaps) => {
        const wrapped = text.map((part, index) => part + (gaps[index] ?? " ")).join("");
        const plain = text.join(" ");
        expect(wordsFingerprint(wrapped)).toBe(wordsFingerprint(plain));
        expect(wordsFingerprint(plain.toUpperCase())).toBe(wordsFingerprint(plain));
      }),
    );
  });

  it("a word that is another one is seen, wherever it stands", () => {
    fc.assert(
      fc.property(words, fc.nat(), word, (text, place, other) => {
        const at = place % text.length;
        fc.pre(text[at] !== other);
        const changed = text.with(at, other);
        expect(wordsFingerprint(changed.join(" "))).not.toBe(wordsFingerprint(text.join(" ")));
      }),
    );
  });

  it("any other number is seen", () => {
    fc.assert(
      fc.property(fc.nat(99_999), fc.nat(99_999), (one, other) => {
        fc.pre(one !== other);
        const say = (number: number): string =>
          wordsFingerprint(`within ${number} seconds, or 4-${number}.`);
        expect(say(one)).not.toBe(say(other));
      }),
    );
  });

  it.each([
    ["“on” – or ‘off’", "\"on\" - or 'off'"],
    ["eﬃcient ﬁles", "efficient files"],
    ["re-activate the con-\ntext", "reactivate the context"],
    ["Done; then, wait.", "Done then wait"],
    ["1–16", "1 - 16"],
    ["can not", "cannot"],
    ["recieve", "receive"],
    ["inputed", "inputted"],
    ["e-mail", "email"],
    ["the paramter's lenght", "the parameter's length"],
  ])("%s says %s", (one, other) => {
    expect(wordsFingerprint(one)).toBe(wordsFingerprint(other));
  });

  it.each([
    ["can be resent", "cannot be resent"],
    ["1-16", "11-6"],
    ["1.5 s", "15 s"],
    ["9", "-9"],
    ["maximum", "minimum"],
    ["<a> is sent", "<b> is sent"],
    ["“+++”", "“++”"],
    ["the module", "no module"],
  ])("%s does not say %s", (one, other) => {
    expect(wordsFingerprint(one)).not.toBe(wordsFingerprint(other));
  });
});

describe("words are found again", () => {
  const meanings = fc.uniqueArray(fc.stringMatching(/^[a-z]{3,8} [a-z]{3,8}$/), {
    minLength: 2,
    maxLength: 8,
    selector: wordsFingerprint,
  });
  const table = (texts: readonly string[], first: number) =>
    wordsElements(
      texts.map((text, index) => ({
        path: `<err>/codes/${first + index}`,
        text,
        line: 1,
        section: "5",
      })),
      new Map(),
    );
  const record = (texts: readonly string[], first: number) =>
    Object.fromEntries(
      [...table(texts, first)].map(([id, { fingerprints }]) => [id, fingerprints]),
    );

  it("nothing is told of a text that says the same", () => {
    fc.assert(
      fc.property(meanings, (texts) => {
        expect(matchWords(record(texts, 1), table(texts, 1))).toEqual([]);
      }),
    );
  });

  it("every order of the same words is told as moves alone", () => {
    const shuffled = meanings.chain((texts) =>
      fc.tuple(fc.constant(texts), fc.shuffledSubarray(texts, { minLength: texts.length })),
    );
    fc.assert(
      fc.property(shuffled, ([texts, other]) => {
        const changes = matchWords(record(texts, 1), table(other, 1));
        expect(changes.every(({ kind }) => kind === "moved")).toBe(true);
        const moved = texts.filter((text, index) => text !== other[index]).length;
        expect(changes.length).toBe(moved);
      }),
    );
  });
});
