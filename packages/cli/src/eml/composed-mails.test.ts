import { cases } from "@qsmtp/cases";
import fc from "fast-check";
import MailComposer from "nodemailer/lib/mail-composer";
import { describe, expect, it } from "vitest";
import { EmlError } from "./eml-error.ts";
import { readEml } from "./read-eml.ts";

const runs = { seed: 20261130, numRuns: cases(300) };

const word = fc.stringMatching(/^[a-z]{1,8}$/);
const anyText = fc
  .array(fc.oneof(fc.constantFrom("ü", "温", "✓", "=", "--b", ".", "From ", " ", ","), word), {
    minLength: 1,
    maxLength: 12,
  })
  .map((pieces) => pieces.join(" ").trim())
  .filter((text) => text !== "");
const address = fc.tuple(word, word).map(([user, host]) => `${user}@${host}.test`);

/** A mail as an application describes it to nodemailer, which composes it. */
const mails = fc.record({
  from: fc.record({ name: fc.oneof(word, anyText), address }),
  to: fc.array(address, { minLength: 1, maxLength: 3 }),
  cc: fc.array(address, { maxLength: 2 }),
  subject: anyText,
  text: fc.array(anyText, { minLength: 1, maxLength: 4 }).map((lines) => lines.join("\r\n")),
  textEncoding: fc.constantFrom("base64" as const, "quoted-printable" as const),
  attachments: fc.array(
    fc.record({
      filename: fc.oneof(
        word,
        anyText.map((text) => text.replaceAll(/[^\w üéæ-]/g, "x")),
      ),
      content: fc.uint8Array({ minLength: 1, maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    }),
    { maxLength: 3 },
  ),
});

function compose(mail: object): Promise<Buffer> {
  return new MailComposer(mail).compile().build();
}

describe("mails that nodemailer composed", () => {
  it("come back as they were described", async () => {
    await fc.assert(
      fc.asyncProperty(mails, async (mail) => {
        const read = await readEml(await compose(mail), []);
        expect(read.from).toEqual(mail.from);
        const listed = (lists: readonly string[]) => lists.flatMap((list) => list.split(/,\s*/));
        expect([listed(read.to), listed(read.cc)]).toEqual([mail.to, mail.cc]);
        expect(read.subject).toBe(mail.subject);
        const unix = (text = "") => text.replaceAll("\r\n", "\n");
        // A mail without files gets a line's end from the composer.
        expect([mail.text, `${mail.text}\n`].map(unix)).toContain(unix(read.text));
        expect(
          read.attachments.map(({ filename, content }) => [filename, Buffer.from(content)]),
        ).toEqual(mail.attachments.map(({ filename, content }) => [filename, content]));
      }),
      runs,
    );
  });

  it("are refused wherever they are cut off", async () => {
    const withFiles = mails.filter(({ attachments }) => attachments.length > 0);
    await fc.assert(
      fc.asyncProperty(
        withFiles,
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        async (mail, part) => {
          const whole = await compose(mail);
          // Behind the last boundary nothing is missing but a line's end.
          const end = whole.toString("latin1").trimEnd().length;
          const cut = whole.subarray(0, Math.floor(end * part));
          await expect(readEml(cut, ["*"])).rejects.toThrow(EmlError);
        },
      ),
      runs,
    );
  });

  it("end in a mail or an error that says why, whatever becomes of a byte", async () => {
    await fc.assert(
      fc.asyncProperty(mails, fc.nat(), fc.nat(255), async (mail, at, byte) => {
        const bytes = Uint8Array.from(await compose(mail));
        bytes[at % bytes.length] = byte;
        const outcome = await readEml(bytes, ["*"]).then(
          () => "read",
          (error: unknown) => (error instanceof EmlError ? "refused" : error),
        );
        expect(["read", "refused"]).toContain(outcome);
      }),
      runs,
    );
  });
});
