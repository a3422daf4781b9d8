import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { MailMessage, MailReceipt, MessageError } from "@qsmtp/client";
import { describe, expect, test } from "vitest";
import { codeOf } from "./judge.ts";
import { note, open, type TestMail } from "./scenario.ts";

type Field = "from" | "to" | "cc" | "bcc";

/** What became of a mail: what the module was told, or what was refused. */
interface Fate {
  readonly recipients?: readonly string[];
  readonly refused?: readonly string[];
  readonly positions?: readonly (number | undefined)[];
  readonly warnings?: readonly string[];
}

async function fateOf(mail: Partial<Record<keyof MailMessage, unknown>>): Promise<Fate> {
  const session = await open();
  const { fake, clock, host } = session;
  const before = fake.executed.length;
  const whole = { ...note, to: undefined, ...mail } as unknown as MailMessage;
  const call = host.mail.send(whole);
  call.catch(() => undefined);
  const result = await clock.runUntil(call);
  if (result.how === "resolved") {
    const { warnings } = result.value as MailReceipt;
    const [sent] = fake.mail.delivered;
    const recipients = (sent?.recipients ?? []).map(({ type, address }) => `${type} ${address}`);
    return { recipients, warnings: warnings.map(({ code, path }) => `${code} ${path}`) };
  }
  expect(codeOf(result)).toBe("MESSAGE_REFUSED");
  expect(fake.executed.length, "the module hears nothing of it").toBe(before);
  const { problems } = (result as { readonly error: MessageError }).error;
  return {
    refused: problems.map(({ path, code }) => `${path} ${code}`),
    positions: problems.map(({ position }) => position),
  };
}

const [a, b, c] = ["1 a@example.org", "1 b@example.org", "1 c@example.org"];

describe("everybody who stands in a list gets the mail", () => {
  test.each<[string, unknown, readonly (string | undefined)[]]>([
    ["a semicolon", "A <a@example.org>; B <b@example.org>", [a, b]],
    ["a semicolon without a blank", "<a@example.org>;<b@example.org>", [a, b]],
    ["both", "A <a@example.org>, B <b@example.org>; c@example.org", [a, b, c]],
    ["separators at the end and twice", "a@example.org;; b@example.org ,;", [a, b]],
    ["a group", "Team: a@example.org, B <b@example.org>; c@example.org", [a, b, c]],
    ["an empty group", "undisclosed-recipients:;, a@example.org", [a]],
    ["comments", "a@example.org (Joe, Boss; (night)), (x) b@example.org", [a, b]],
    ["separators in quotes", '"Jobs, Ceo" <a@example.org>, "x<y;:(" <b@example.org>', [a, b]],
    ["quotes in quotes", '"Joe \\"Q\\", Public" <a@example.org>, b@example.org', [a, b]],
    ["a point in a name", "J. Q. Public <a@example.org>; Dr. B <b@example.org>", [a, b]],
    ["folded lines", "A <a@example.org>,\r\n B\r\n\t<b@example.org>", [a, b]],
    ["a line break behind a separator", "a@example.org,\nb@example.org\n", [a, b]],
    ["no blank before the address", "A<a@example.org>,B<b@example.org>", [a, b]],
    ["the address as its own name", '"a@example.org" <a@example.org>', [a]],
    ["quotes that are not needed", '"a"@example.org', [a]],
    ["a comment within the address", "a(Joe)@example.org (x)", [a]],
    ["an address of numbers", "a@[10.0.0.1], b@example.org", ["1 a@[10.0.0.1]", b]],
    ["an umlaut in the domain", "a@bücher.example", ["1 a@xn--bcher-kva.example"]],
    ["a wide point in the domain", "a@bücher。example", ["1 a@xn--bcher-kva.example"]],
    ["a name beyond ASCII", "Jörg 温 <a@example.org>", [a]],
    ["a list", ["A <a@example.org>; b@example.org", { address: "c@example.org" }], [a, b, c]],
    ["lists in lists", [["a@example.org"], [[], ["b@example.org"]]], [a, b]],
    ["parts", { name: "Boss, the", address: " a@example.org " }, [a]],
    [
      "the address as its own name in parts",
      { name: "<a@example.org>", address: "a@example.org" },
      [a],
    ],
  ])("%s", async (_what, to, recipients) => {
    expect((await fateOf({ to })).recipients).toEqual(recipients);
  });
});

describe("what cannot be read whole is refused, with the character", () => {
  test.each<[string, unknown, string, number]>([
    ["a line break", "A <a@example.org>\nB <b@example.org>", "to", 17],
    ["a blank", "A <a@example.org> B <b@example.org>", "to", 18],
    ["a bracket that is not closed", "A <a@example.org, B <b@example.org>", "to", 2],
    ["a bracket that was not opened", "A a@example.org>, b@example.org", "to", 15],
    ["a quote that is not closed", '"A <a@example.org>, b@example.org', "to", 0],
    ["a comment that is not closed", "b@example.org, a@example.org (x", "to", 29],
    ["a name behind", "A <a@example.org> Boss", "to", 18],
    ["two addresses in one", "a@example.org@example.net", "to", 13],
    ["an unquoted comma in a name", "Jobs, Ceo <a@example.org>", "to", 4],
    ["no domain", "b@example.org, a@", "to", 17],
    ["a link", "b@example.org, mailto:a@example.org", "to", 15],
    ["a link in brackets", "A <mailto:a@example.org>", "to", 9],
    ["a header", "a@example.org\r\nBcc: b@example.org", "to", 0],
    ["a header that is a group", "a@example.org,\r\nBcc: b@example.org;", "to", 16],
    ["a group that does not end", "c@example.org, Team: a@example.org", "to", 19],
    ["an address in a comment", "a@example.org (b@example.org)", "to", 14],
    ["an address in quotes", '"<b@example.org>" <a@example.org>', "to", 1],
    ["a route", "A <@b.example:a@example.org>", "to", 3],
    ["blanks in quotes", '"a b"@example.org', "to", 1],
    ["a blank at the end in quotes", '"a "@example.org', "to", 1],
    ["an umlaut before the @", "b@example.org, jörg@example.org", "to", 15],
    ["a domain that is no host name", "a@example!org", "to", 2],
    ["a domain that becomes an address of numbers", "a@１２７.0.0.1", "to", 2],
    ["a domain that becomes a path", "a@bücher.example／x", "to", 2],
    ["a hidden character in the domain", "a@exam\u200bple.org", "to", 2],
    ["half a character", "A\ud800 <a@example.org>", "to", 1],
    ["a control character", "a@example.org\0", "to", 13],
    ["the second of a list", ["b@example.org", "A <a@example.org"], "to[1]", 2],
    ["a list in a list", [["b@example.org", "a@"]], "to[0][1]", 2],
    ["a name in the address of parts", { address: "A <a@example.org>" }, "to.address", 0],
    [
      "two in the address of parts",
      [{ address: "a@example.org, b@example.org" }],
      "to[0].address",
      13,
    ],
  ])("%s", async (_what, to, place, position) => {
    const { refused, positions } = await fateOf({ to });
    expect(refused).toEqual([`${place} INVALID_ADDRESS`]);
    expect(positions).toEqual([position]);
  });

  test.each<[string, unknown, string]>([
    ["an address in the name", { name: "B <b@example.org>", address: "a@example.org" }, "to.name"],
    ["a header in the name", { name: "B\r\nBcc: x", address: "a@example.org" }, "to.name"],
    ["half a character in the name", { name: "\udc00", address: "a@example.org" }, "to.name"],
    ["no address", [{ name: "A" }], "to[0].address"],
    ["an item that is not there", ["a@example.org", null], "to[1]"],
  ])("%s", async (_what, to, place) => {
    expect((await fateOf({ to })).refused).toEqual([`${place} INVALID_ADDRESS`]);
  });

  test.each([
    ["two", "A <a@example.org>; B <b@example.org>"],
    ["none", "undisclosed-recipients:;"],
    ["a group of one", "Team: a@example.org;"],
    ["nothing", ""],
  ])("a sender must be one address, not %s", async (_what, from) => {
    const { refused } = await fateOf({ to: "a@example.org", from });
    expect(refused).toEqual(["from INVALID_ADDRESS"]);
  });
});

test.each(["undisclosed-recipients:;", "", " , ;", [], [[]], null])("%j is nobody", async (to) => {
  expect((await fateOf({ to })).refused).toEqual(["to NO_RECIPIENT"]);
  expect((await fateOf({ to, cc: "a@example.org" })).recipients).toEqual(["2 a@example.org"]);
});

describe("an address that stands there twice gets the mail once", () => {
  test.each<[string, object, readonly string[], readonly string[]]>([
    [
      "in to and cc",
      { to: "a@example.org", cc: "b@example.org, a@example.org" },
      ["1 a@example.org", "2 b@example.org"],
      ["DUPLICATE_RECIPIENT cc"],
    ],
    [
      "in bcc, cc and to",
      { bcc: ["a@example.org"], cc: "a@example.org", to: "a@EXAMPLE.org" },
      ["1 a@EXAMPLE.org"],
      ["DUPLICATE_RECIPIENT cc", "DUPLICATE_RECIPIENT bcc[0]"],
    ],
    [
      "in one list",
      { to: ["a@example.org", "A <a@Example.Org>"] },
      ["1 a@example.org"],
      ["DUPLICATE_RECIPIENT to[1]"],
    ],
    [
      "in two forms of one domain",
      { to: "a@bücher.example, a@xn--bcher-kva.example" },
      ["1 a@xn--bcher-kva.example"],
      ["DUPLICATE_RECIPIENT to"],
    ],
    [
      "in another case before the @ it is another",
      { to: "a@example.org, A@example.org" },
      ["1 a@example.org", "1 A@example.org"],
      [],
    ],
  ])("%s", async (_what, mail, recipients, warnings) => {
    expect(await fateOf(mail)).toEqual({ recipients, warnings });
  });
});

test("names that are left out are told, those of groups and in comments too", async () => {
  for (const to of ["A <a@example.org>", "a@example.org (A)", "A: a@example.org;"]) {
    expect((await fateOf({ to })).warnings, to).toEqual(["NAME_NOT_CARRIED to"]);
  }
});

interface SharedCase {
  readonly name: string;
  readonly field: Field;
  readonly input: TestMail["to"];
  readonly right: readonly ({ readonly recipients: readonly string[] } | string)[];
}

const sharedFile = path.resolve(import.meta.dirname, "../../../shared/cases/mail-recipients.jsonl");

/** Lists that were tried from outside; they lie beside the checkout, and most checkouts have none. */
test.skipIf(!existsSync(sharedFile))("the lists that were tried from outside", async () => {
  const lines = readFileSync(sharedFile, "utf8").trim().split("\n");
  for (const { name, field, input, right } of lines.map((line) => JSON.parse(line) as SharedCase)) {
    const others = field === "from" ? { to: "ops@example.org" } : {};
    const { recipients, refused } = await fateOf({ ...others, [field]: input });
    const addresses = recipients?.map((recipient) => recipient.slice(2));
    const fate = refused === undefined ? { recipients: addresses } : "refused: MESSAGE_REFUSED";
    expect(right, name).toContainEqual(fate);
  }
});
