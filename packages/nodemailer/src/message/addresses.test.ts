import type { AddressLike, MailMessage } from "@qsmtp/client";
import { describe, expect, it } from "vitest";
import { captured } from "../captured-mail.fixture.ts";

const base = { from: "logger@example.org", subject: "Alarm", text: "x" };
const [a, b, c, d] = ["a", "b", "c", "d"].map((user) => `${user}@example.org`);

type Field = "to" | "cc" | "bcc";

function addressesOf(message: MailMessage, field: Field): string[] {
  const list = (message[field] ?? []) as readonly AddressLike[];
  return list.map((entry) => (typeof entry === "string" ? entry : entry.address));
}

// Recipients as people write them: in each case everybody is reached, or the list is refused.
describe.each<[string, Field, string | string[], (string | undefined)[] | "refused"]>([
  ["a semicolon between two named", "to", "A <a@example.org>; B <b@example.org>", [a, b]],
  ["a semicolon without a blank", "to", "<a@example.org>;<b@example.org>", [a, b]],
  [
    "comma and semicolon",
    "to",
    "A <a@example.org>, B <b@example.org>; C <c@example.org>, d@example.org",
    [a, b, c, d],
  ],
  ["a semicolon in cc", "cc", "A <a@example.org>; B <b@example.org>", [a, b]],
  [
    "a semicolon in an entry",
    "bcc",
    ["A <a@example.org>; B <b@example.org>", "c@example.org"],
    [a, b, c],
  ],
  ["a line feed between two", "to", "A <a@example.org>\nB <b@example.org>", "refused"],
  ["a blank between two", "to", "A <a@example.org> B <b@example.org>", "refused"],
  ["a bracket that is not closed", "to", "A <a@example.org, B <b@example.org>", "refused"],
  ["a semicolon between two bare", "to", "a@example.org; b@example.org", [a, b]],
  ["a semicolon at the end", "to", "A <a@example.org>; B <b@example.org>;", [a, b]],
  ["a group", "to", "Team: A <a@example.org>, b@example.org;", [a, b]],
  ["a comment with a comma", "to", "a@example.org (Joe, Boss), b@example.org", [a, b]],
  ["a comma list", "to", "A <a@example.org>, b@example.org ,<c@example.org>", [a, b, c]],
  ["a folded list", "to", "A <a@example.org>,\r\n B <b@example.org>", [a, b]],
  ["a comma in a quoted name", "to", '"Jobs, Ceo" <a@example.org>', [a]],
  ["a comma in a bare name", "to", "Jobs, Ceo <a@example.org>", [a]],
  ["a semicolon in a quoted name", "to", '"Ops; night" <a@example.org>, B <b@example.org>', [a, b]],
  ["a less-than in a quoted name", "to", '"x<y" <a@example.org>, B <b@example.org>', [a, b]],
  ["quotes in a quoted name", "to", '"Joe \\"Q\\", Public" <a@example.org>, b@example.org', [a, b]],
  ["an address as quoted name", "to", '"z@example.org" <a@example.org>', [a]],
  ["an apostrophe", "to", "O'Brien <o.b'rien@example.org>", ["o.b'rien@example.org"]],
  ["a word that is no address", "to", "ops, a@example.org", "refused"],
  ["a header that would be smuggled in", "to", "a@example.org\r\nBcc: b@example.org", "refused"],
])("%s", (_name, field, input, right) => {
  it("loses nobody", async () => {
    const found = await captured({ ...base, [field]: input });
    if (right === "refused") {
      expect(found).toEqual(expect.arrayContaining([expect.stringMatching(/^to\[\d\]$/)]));
    } else {
      expect("from" in found ? addressesOf(found, field) : found).toEqual(right);
    }
  });
});

it("refuses two senders", async () => {
  const from = "A <a@example.org>; B <b@example.org>";
  expect(await captured({ ...base, from, to: "c@example.org" })).toEqual(["from"]);
});

it("counts the entries of a list in its order", async () => {
  const to = ["A <a@example.org>, b@example.org", "nobody", { name: "Nobody", address: "" }];
  expect(await captured({ ...base, to })).toEqual(["to[2]", "to[3]"]);
});

it("loses and adds nobody in 1500 lists", async () => {
  const pick = picker(7);
  let read = 0;
  for (let round = 0; round < 1500; round++) {
    const people = Array.from({ length: 1 + pick(4) }, (_, at) => `p${at}.${round}@example.org`);
    const text = people
      .map((address) => spelling(address, pick))
      .join(separators[pick(separators.length)]);
    const found = await captured({ ...base, to: text });
    if (!("from" in found)) continue;
    read++;
    const reached = new Set(addressesOf(found, "to"));
    expect([text, people.filter((address) => !reached.has(address))]).toEqual([text, []]);
    expect([text, reached.size]).toEqual([text, people.length]);
  }
  // What is refused is refused for want of a separator.
  expect(read).toBeGreaterThan(1000);
});

const separators = [", ", ",", "; ", ";", ",\r\n ", " , ", " ", "\n"];
const names = [
  "Ops",
  '"Last, First"',
  '"x; y"',
  '"a <b"',
  "O'Neil",
  "Grüne Pumpe",
  "(night) Ops",
  "",
];

function spelling(address: string, pick: (below: number) => number): string {
  const name = names[pick(names.length)] ?? "";
  return pick(3) === 0 ? address : `${name} <${address}>`;
}

/** The same choices each time. */
function picker(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 16) % below;
  };
}
