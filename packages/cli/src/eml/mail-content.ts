import type { Attachment } from "postal-mime";
import { judgeCharset, judgeEncodedWords } from "./charsets.ts";
import { EmlError } from "./eml-error.ts";
import { lf } from "./lines.ts";
import { type MimePart, nameOf } from "./mime-part.ts";
import { parseMime } from "./parse-mime.ts";
import { decodeBody } from "./transfer-encoding.ts";

/** A file in a mail. */
export interface EmlAttachment {
  readonly filename: string;
  readonly content: Uint8Array;
  /** Whether the mail gave it no name, so that this one is made up. */
  readonly isNameMadeUp: boolean;
}

/** What a mail holds beside its headers. */
export interface MailContent {
  /** `undefined` where it has none. */
  readonly text: string | undefined;
  readonly attachments: readonly EmlAttachment[];
  /** What cannot be carried, or was not wanted, by the names that `--drop` takes. */
  readonly leftOut: readonly string[];
}

/**
 * Collects text and files.
 * @param drop what is to be left out, so that it need not be read
 * @throws EmlError for what cannot be read in full
 */
export async function readContent(mail: MimePart, drop: readonly string[]): Promise<MailContent> {
  const reader = new ContentReader(drop);
  await reader.read(mail, { alternative: false, related: false });
  return {
    text: reader.texts.length === 0 ? undefined : reader.texts.join("\n"),
    attachments: reader.attachments,
    leftOut: [...reader.leftOut],
  };
}

/** What a part stands in. */
interface Surroundings {
  readonly alternative: boolean;
  readonly related: boolean;
}

class ContentReader {
  readonly texts: string[] = [];
  readonly attachments: EmlAttachment[] = [];
  readonly leftOut = new Set<string>();
  readonly #drop: readonly string[];

  constructor(drop: readonly string[]) {
    this.#drop = drop;
  }

  async read(part: MimePart, within: Surroundings): Promise<void> {
    switch (part.type) {
      case "multipart/mixed":
        return await this.#readAll(part.parts, { ...within, alternative: false });
      case "multipart/alternative":
        return await this.#readAll(part.parts, { ...within, alternative: true });
      case "multipart/related":
        return await this.#readAll(part.parts, { alternative: within.alternative, related: true });
      case "multipart/signed":
        // What it signs is the first part as it stands, which a mail made anew has no more.
        this.leftOut.add("signature");
        return await this.#readAll(part.parts.slice(0, 1), within);
    }
    if (part.type.startsWith("multipart/")) {
      throw new EmlError(`${nameOf(part.place)} is ${part.type}, which the module cannot carry`);
    }
    await this.#readLeaf(part, within);
  }

  async #readAll(parts: readonly MimePart[], within: Surroundings): Promise<void> {
    for (const part of parts) await this.read(part, within);
  }

  async #readLeaf(part: MimePart, within: Surroundings): Promise<void> {
    const file = await this.#fileOf(part);
    if (file === undefined && part.type === "text/html") {
      this.leftOut.add("html");
      return;
    }
    if (file === undefined) {
      this.texts.push(await readText(part));
      return;
    }
    // Another way to show the same mail, as an invitation for calendars is.
    const isAlternative = within.alternative && file.disposition !== "attachment";
    const isInline = within.related && file.contentId !== undefined;
    const name = isAlternative ? part.type : isInline ? "inline" : "attachments";
    if (name !== "attachments" || this.#drop.includes(name)) {
      this.leftOut.add(name);
      return;
    }
    this.attachments.push(this.#attachment(part, file.filename ?? ""));
  }

  /** What the header says of a file; `undefined` for text to be read in the mail itself. */
  async #fileOf({ headerBytes }: MimePart): Promise<Attachment | undefined> {
    const [file] = await attachmentsOf(headerBytes);
    if (file !== undefined || this.texts.length === 0) return file;
    // Behind the first text, one that has a name is a file, though it may be shown.
    const asFile = Buffer.concat([
      Buffer.from("Content-Type: application/octet-stream\n"),
      headerBytes,
    ]);
    const [named] = await attachmentsOf(asFile);
    return named?.filename ? named : undefined;
  }

  #attachment(part: MimePart, filename: string): EmlAttachment {
    for (const { name, value } of part.header) {
      if (/^content-(?:type|disposition)$/.test(name)) {
        judgeEncodedWords(value, filename, `the file name of ${nameOf(part.place)}`);
      }
    }
    const number = this.attachments.length + 1;
    return {
      filename: filename === "" ? `attachment-${number}.${endingOf(part.type)}` : filename,
      content: decodeBody(part),
      isNameMadeUp: filename === "",
    };
  }
}

async function readText(part: MimePart): Promise<string> {
  const decoded = decodeBody(part);
  judgeCharset(decoded, part.charset, `the text of ${nameOf(part.place)}`);
  const { text = "" } = await parseMime(Buffer.concat([part.headerBytes, part.body]));
  // The parser ends every line, also the last one, whose end may belong to the boundary behind it.
  const hasEnd = decoded.at(-1) === lf;
  return hasEnd ? text : text.replace(/\n$/, "");
}

/** Files are decoded by `decodeBody`: the parser would write line ends anew and add one. */
async function attachmentsOf(headerBytes: Uint8Array): Promise<readonly Attachment[]> {
  const { attachments } = await parseMime(headerBytes);
  return attachments;
}

/** An ending for a file that has no name. */
function endingOf(type: string): string {
  const known: Readonly<Record<string, string>> = {
    "text/plain": "txt",
    "message/rfc822": "eml",
    "text/calendar": "ics",
  };
  const [, subtype = ""] = type.split("/");
  return known[type] ?? (/^[a-z0-9]{1,5}$/.test(subtype) ? subtype : "bin");
}
