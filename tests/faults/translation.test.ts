import { describe, expect, test } from "vitest";
import { codeOf, judge, messageOf, told } from "./judge.ts";
import { begin, bench, message, note, plainSmtp, send, smtp, type TestMail } from "./scenario.ts";

type Translation = (text: string) => string;

function without(text: string, dropped: string): string {
  return [...text].filter((byte) => !dropped.includes(byte)).join("");
}

/** What lines, bridges and terminals do to bytes. */
const translations: readonly (readonly [string, Translation])[] = [
  ["LF becomes CR LF", (text) => text.replaceAll("\n", "\r\n")],
  ["CR becomes CR LF", (text) => text.replaceAll("\r", "\r\n")],
  ["CR becomes LF", (text) => text.replaceAll("\r", "\n")],
  ["LF becomes CR", (text) => text.replaceAll("\n", "\r")],
  ["CR LF becomes CR", (text) => text.replaceAll("\r\n", "\r")],
  ["CR LF becomes LF", (text) => text.replaceAll("\r\n", "\n")],
  ["LF is dropped", (text) => text.replaceAll("\n", "")],
  ["XON and XOFF are dropped", (text) => without(text, "\x11\x13")],
  ["NUL is dropped", (text) => text.replaceAll("\0", "")],
  ["0xFF is doubled", (text) => text.replaceAll("\xff", "\xff\xff")],
  ["0xFF is dropped", (text) => text.replaceAll("\xff", "")],
  [
    "bit 7 is cleared",
    (text) => text.replaceAll(/[\x80-\xff]/g, (c) => String.fromCharCode(c.charCodeAt(0) & 127)),
  ],
  ["bytes beyond ASCII are dropped", (text) => text.replaceAll(/[\x80-\xff]/g, "")],
  ["small letters become capitals", (text) => text.toUpperCase()],
  ["tabs become blanks", (text) => text.replaceAll("\t", "        ")],
  ["backspace and delete are dropped", (text) => without(text, "\x08\x7f")],
];

const sixLines: TestMail = {
  ...note,
  text: "Room 3\r\nis too warm,\r\n\tdoor open.\r\nÖffnung: 20 min.\r\nPlease call\r\n555 0100",
};

/** Every byte value, in unequal counts, so that no sum by words balances. */
const everything: TestMail = {
  ...note,
  attachments: [
    {
      filename: "all.bin",
      content: Uint8Array.from({ length: 2046 }, (_, at) => (at * 37 + (at >> 6) * at) % 256),
    },
  ],
};

describe.each(translations)("a line on which %s", (_what, translate) => {
  describe.each(["towards the module", "towards the host", "both ways"])("%s", (way) => {
    test.each([
      // Without a file nothing but the text tells what the line does.
      ["of six lines and no file", sixLines, plainSmtp],
      ["of one line and no file", note, plainSmtp],
      ["of six lines", sixLines, smtp],
      ["with every byte value in a file", everything, plainSmtp],
      ["of the usual kind", message, smtp],
    ])(
      "never makes a mail %s arrive otherwise than asked and told as sent",
      async (_kind, mail, server) => {
        const on = bench();
        if (way !== "towards the host") on.fake.wire.toModule = translate;
        if (way !== "towards the module") on.fake.wire.toHost = translate;
        const opened = await on.clock.runUntil(begin(on, { smtp: server }));
        // A line that cannot be used may be refused at once.
        if (opened.how !== "resolved") {
          expect(codeOf(opened)).toBeDefined();
          return;
        }
        const result = await send({ ...on, host: opened.value }, mail, { timeoutMs: 200_000 });
        await judge(on.fake, result, mail, server);
      },
    );
  });
});

test("the error names the translation", async () => {
  const on = bench();
  on.fake.wire.toModule = (text) => text.replaceAll("\n", "\r\n");
  const opened = await on.clock.runUntil(begin(on, { smtp: plainSmtp }));
  const result =
    opened.how === "resolved" ? await send({ ...on, host: opened.value }, sixLines) : opened;
  if (opened.how === "resolved") expect(told(result)).toBe("not-sent");
  expect(messageOf(result)).toMatch(/LF|line feed/i);
});
