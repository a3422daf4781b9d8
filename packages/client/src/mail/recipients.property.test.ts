import addressparser from "nodemailer/lib/addressparser";
import { expect, test } from "vitest";
import { MessageError } from "../errors/message-error.ts";
import { planMail } from "./plan-mail.ts";
import { takeMessage } from "./take-message.ts";

const lists = 20_000;

/** What one list says, and who shall get the mail; `defect` is what is wrong with it. */
interface Written {
  readonly text: string;
  readonly addresses: readonly string[];
  readonly defect: string | undefined;
}

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

const names = [
  "Ops",
  "Night Shift",
  "J. Q. Public",
  "O'Brien",
  "Jörg",
  '"Jobs, Ceo"',
  '"Ops; night"',
  '"x<y"',
  '"Joe \\"Q\\", Public"',
  '"a: b"',
  '"(not a comment"',
];
const comments = ["(Joe, Boss)", "(a;b)", "(night (and day))", '(he said "hi)', "(\\) still)"];
const domains = ["example.org", "Mail.Example.org", "b-c.example", "xn--bcher-kva.example"];
const locals = ["a", "first.last", "o'brien", "x+tag", "n_1", "UPPER"];
const separators = [", ", ",", ";", "; ", " , ", ",\r\n ", ",, ", ";\t"];
/** What nobody can take for a separator. */
const gaps = ["\n", " ", "\r\n", "\r\nBcc: ", "\r\n\r\n", "\t"];

type Random = (below: number) => number;
const oneOf = <T>(random: Random, from: readonly T[]): T => from[random(from.length)] as T;

function address(random: Random): string {
  return `${oneOf(random, locals)}${random(9)}@${oneOf(random, domains)}`;
}

/** One address as people write it. */
function spelled(random: Random, mailbox: string): string {
  const name = oneOf(random, names);
  const comment = oneOf(random, comments);
  return oneOf(random, [
    mailbox,
    `<${mailbox}>`,
    `${name} <${mailbox}>`,
    `${name}<${mailbox}>`,
    `${mailbox} ${comment}`,
    `${name} <${mailbox}> ${comment}`,
    `${comment} ${mailbox}`,
    `"${mailbox}" <${mailbox}>`,
  ]);
}

/** A way to write an address that means nothing, or the wrong thing. */
function spoilt(random: Random, mailbox: string): string {
  const name = oneOf(random, names);
  return oneOf(random, [
    `${name} <${mailbox}`,
    `${name} ${mailbox}>`,
    `"${name.replaceAll('"', "")} <${mailbox}>`,
    `${mailbox} (Joe`,
    `<<${mailbox}>`,
    `${mailbox}@example.net`,
    `mailto:${mailbox}`,
    `${mailbox}\r\nBcc: evil@example.net`,
    `Team: ${mailbox}`,
    `${name} <@relay.example:${mailbox}>`,
  ]);
}

function written(random: Random): Written {
  const addresses: string[] = [];
  const defects: string[] = [];
  let text = "";
  const count = 1 + random(6);
  for (let at = 0; at < count; at++) {
    const mailbox = address(random);
    addresses.push(mailbox);
    const isSpoilt = random(24) === 0;
    if (isSpoilt) {
      const piece = spoilt(random, mailbox);
      defects.push(piece);
      text += piece;
    } else if (random(10) === 0) {
      const second = address(random);
      addresses.push(second);
      text += `Team: ${spelled(random, mailbox)}, ${spelled(random, second)};`;
    } else if (random(30) === 0) {
      text += `${spelled(random, mailbox)}, undisclosed-recipients:;`;
    } else {
      text += spelled(random, mailbox);
    }
    if (at === count - 1) {
      text += random(8) === 0 ? oneOf(random, [",", ";", " ; "]) : "";
    } else if (random(30) === 0) {
      const gap = oneOf(random, gaps);
      // Behind a group its own end separates; on a new line a group may be a header.
      if (!text.endsWith(";") || /[\r\n]/.test(gap)) defects.push(gap);
      text += gap;
    } else {
      text += oneOf(random, separators);
    }
  }
  return { text, addresses, defect: defects.length === 0 ? undefined : defects.join(" and ") };
}

/** The same list as its caller may hand it over. */
function shaped(random: Random, list: Written): unknown {
  switch (random(4)) {
    case 0:
      return [list.text];
    case 1:
      return list.defect === undefined
        ? list.addresses.map((address, at) => (at % 2 === 0 ? { name: "N", address } : address))
        : { name: "", address: list.text };
    case 2:
      return [[list.text], []];
    default:
      return list.text;
  }
}

const normal = (address: string): string =>
  address.replace(/@.*$/, (domain) => domain.toLowerCase());
const setOf = (addresses: readonly string[]): string[] =>
  [...new Set(addresses.map(normal))].sort();
const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  setOf(one).join() === setOf(other).join();

/** Every address in angle brackets that stands outside of quotes. */
function inBrackets(text: string): string[] {
  const unquoted = text.replaceAll(/"(?:\\.|[^"\\])*"/gs, "");
  return [...unquoted.matchAll(/<([^<>\s]+@[^<>\s]+)>/g)].map(([, found]) => found ?? "");
}

function recipientsOf(message: unknown): readonly string[] | undefined {
  try {
    return planMail(takeMessage(message), { bodyInputSeconds: 90 }).addresses;
  } catch (error) {
    if (error instanceof MessageError) return undefined;
    throw error;
  }
}

test(`of ${lists} lists nobody is lost and nobody added`, () => {
  const random = randomFrom(20_261_130);
  const wrong: string[] = [];
  let [sound, refused] = [0, 0];
  for (let run = 0; run < lists; run++) {
    const list = written(random);
    const field = oneOf(random, ["to", "cc", "bcc"]);
    const given = shaped(random, list);
    const got = recipientsOf({ from: "l@example.org", subject: "s", [field]: given });
    const fault = faultIn(list, got);
    if (fault !== undefined) wrong.push(`${fault}: ${JSON.stringify(list)}, got ${got}`);
    if (list.defect === undefined) sound++;
    if (got === undefined) refused++;
  }
  expect(wrong).toEqual([]);
  // What this run of numbers gives: both kinds, and most of what is spoilt cannot be read.
  expect({ sound, refused }).toEqual({ sound: 16_017, refused: 3861 });
});

/** Pieces that mean something to a parser, in an order that means nothing. */
const pieces = [
  ...["a@example.org", "<b@example.org>", "c@example.net", "<d@example.net>", "Ops", '"Jobs, Ceo"'],
  ...['"', "(", ")", "<", ">", "@", ".", ":", "\\", ",", ";", " ", "\n", "\r\n ", "Team:", "(x)"],
];

test("of what is only thrown together nobody is lost and nobody added", () => {
  const random = randomFrom(7);
  const wrong: string[] = [];
  let taken = 0;
  for (let run = 0; run < lists / 4; run++) {
    const text = Array.from({ length: 1 + random(8) }, () => oneOf(random, pieces)).join("");
    const got = recipientsOf({ from: "l@example.org", subject: "s", to: text });
    if (got === undefined) continue;
    taken++;
    const judged = addressparser(text, { flatten: true }).map(({ address }) => address);
    const isRight = isSame(
      got,
      judged.filter((address) => address !== ""),
    );
    if (!isRight) wrong.push(`${JSON.stringify(text)}: ${got}, and the other parser: ${judged}`);
    const isLost = inBrackets(text).some((address) => !got.includes(address));
    if (isLost) wrong.push(`${JSON.stringify(text)}: an address in brackets is lost`);
  }
  expect(wrong).toEqual([]);
  // Most of it is refused; what is not must not be nothing.
  expect(taken).toBeGreaterThan(lists / 100);
});

/** What is wrong with the recipients of a list; a refused one has none. */
function faultIn(list: Written, got: readonly string[] | undefined): string | undefined {
  if (list.defect === undefined) {
    if (got === undefined) return "refused without a reason";
    const judged = addressparser(list.text, { flatten: true }).map(({ address }) => address);
    if (!isSame(judged, list.addresses)) return "the other parser reads another list";
  }
  if (got === undefined) return undefined;
  if (new Set(got.map(normal)).size < got.length) return "somebody gets it twice";
  if (!isSame(got, list.addresses)) return "lost or added";
  const everybody = new Set(got.map(normal));
  const isLost = inBrackets(list.text).some((address) => !everybody.has(normal(address)));
  return isLost ? "an address in brackets is lost" : undefined;
}
