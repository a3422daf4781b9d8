import { addressParser } from "postal-mime";
import { judgeEncodedWords } from "./charsets.ts";
import { EmlError } from "./eml-error.ts";
import { isLost, isNamed } from "./header-rules.ts";
import { type EmlAttachment, readContent } from "./mail-content.ts";
import { type MimePart, only, readMimePart } from "./mime-part.ts";
import { parseMime } from "./parse-mime.ts";

/** What a message file holds of a mail that the module can carry. */
export interface EmlMail {
  readonly from: { readonly name: string; readonly address: string } | undefined;
  /** As they stand in the file: whoever sends them judges the addresses. */
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly subject: string | undefined;
  readonly text: string | undefined;
  readonly attachments: readonly EmlAttachment[];
  /** What was left out as `drop` says. */
  readonly dropped: readonly string[];
}

/**
 * Reads a message file (RFC 5322, MIME). Nothing of it is lost in silence but headers that say nothing to
 * the reader.
 *
 * @param drop what may be left out: headers by name, perhaps with `*` at the end; `html`, `inline`,
 * `attachments`, `signature`, or the type of another part
 * @throws EmlError for what is no whole mail, and for what cannot be carried and is not in `drop`
 */
export async function readEml(bytes: Uint8Array, drop: readonly string[]): Promise<EmlMail> {
  const mail = readMimePart(bytes);
  const content = await readContent(mail, drop);
  const lostHeaders = mail.header.filter(({ name, value }) => isLost(name, value));
  const leftOut = [...new Set([...lostHeaders.map(({ name }) => name), ...content.leftOut])];
  const refused = leftOut.filter((name) => !isNamed(name, drop));
  if (refused.length > 0) {
    throw new EmlError(
      `the module cannot carry ${refused.join(", ")}; --drop ${refused.join(",")} leaves it out`,
    );
  }
  return {
    from: readSender(mail),
    to: recipientsOf(mail, "to"),
    cc: recipientsOf(mail, "cc"),
    bcc: recipientsOf(mail, "bcc"),
    subject: await readSubject(mail),
    text: content.text,
    attachments: content.attachments,
    dropped: leftOut,
  };
}

function readSender({ header, place }: MimePart): EmlMail["from"] {
  const value = only(header, "from", place);
  if (value === undefined || value === "") return undefined;
  const [sender, ...others] = addressParser(value);
  if (sender?.address === undefined || others.length > 0) {
    throw new EmlError(`its From must hold exactly one address: ${value}`);
  }
  judgeEncodedWords(value, sender.name, "the name in its From");
  return { name: sender.name, address: sender.address };
}

function recipientsOf({ header }: MimePart, field: "to" | "cc" | "bcc"): string[] {
  return header
    .filter(({ name, value }) => name === field && !isEmptyGroup(value))
    .map(({ value }) => unfolded(value));
}

/** `undisclosed-recipients:;` stands where programs hide who gets a mail. */
function isEmptyGroup(value: string): boolean {
  return addressParser(value).every(({ group }) => group?.length === 0);
}

async function readSubject({ header, headerBytes, place }: MimePart): Promise<string | undefined> {
  const value = only(header, "subject", place);
  if (value === undefined) return undefined;
  const { subject = "" } = await parseMime(headerBytes);
  judgeEncodedWords(value, subject, "its subject");
  return unfolded(subject);
}

/** A folded line may go on behind a tab, which no other place wants. */
function unfolded(value: string): string {
  return value.replaceAll("\t", " ");
}
