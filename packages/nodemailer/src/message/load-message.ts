import {
  type ByteStream,
  type MailAttachment,
  type MailMessage,
  MessageError,
} from "@qsmtp/client";
import { isUint8Array } from "@qsmtp/transport/options";
import type { ContentSource } from "../content/content-source.ts";
import { type LoadOptions, loadContent } from "../content/load-content.ts";
import { readAll } from "../content/read-all.ts";
import { htmlFile, htmlFileName, textOfHtml } from "./html-part.ts";
import type { TakenMessage } from "./take-message.ts";

/**
 * Makes the message that the client sends. Files and streams are left to be read in the mail's turn;
 * HTML is read now, and what stands at an address is fetched now.
 * @throws QsmtpError SourceError for what is not there, MessageError for what is no text
 */
export async function loadMessage(taken: TakenMessage, options: LoadOptions): Promise<MailMessage> {
  const { addresses, subject } = taken;
  const attachments: MailAttachment[] = [];
  for (const { filename, source, path } of taken.attachments) {
    attachments.push({ filename, ...(await loadContent(source, path, options)) });
  }
  const html = taken.html && (await readText(taken.html, "html", options));
  if (html !== undefined && taken.attachesHtml) {
    const names = attachments.map(({ filename }) => filename);
    attachments.push({ filename: htmlFileName(names), content: htmlFile(html) });
  }
  return { ...addresses, subject, text: await textOf(taken, html, options), attachments };
}

async function textOf(
  { text }: TakenMessage,
  html: string | undefined,
  options: LoadOptions,
): Promise<string | ByteStream | undefined> {
  if (text === undefined) return html === undefined ? undefined : await textOfHtml(html);
  const { content } = await loadContent(text, "text", options);
  return isUint8Array(content) ? decode(content, "text") : content;
}

async function readText(
  source: ContentSource,
  path: string,
  options: LoadOptions,
): Promise<string> {
  const { content } = await loadContent(source, path, options);
  if (typeof content === "string") return content;
  const { limits, signal } = options;
  const { maxBytes } = limits;
  const isRead = isUint8Array(content);
  return decode(isRead ? content : await readAll(content, path, { maxBytes, signal }), path);
}

function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new MessageError([{ path, code: "NOT_REPRESENTABLE", message: "must be UTF-8" }]);
  }
}
