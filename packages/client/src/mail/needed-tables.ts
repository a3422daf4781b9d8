import { type Room, tablesFor } from "../charset/choose-charset.ts";
import type { MailCharsetName } from "../charset/mail-charset.ts";
import { bodyCharsets, type MailLimits } from "./limits.ts";

/** What of a message decides in which character sets it is written; not judged yet. */
export interface MessageTexts {
  readonly subject?: unknown;
  readonly text?: unknown;
  readonly charset?: unknown;
}

/**
 * The character sets whose tables must be loaded before a message can be planned: seldom any. Of a
 * text that is a stream nothing is known before it has been read.
 */
export function neededTables(
  { subject, text, charset }: MessageTexts,
  limits: MailLimits,
): MailCharsetName[] {
  // A set that is none is refused; what it was asked for is judged as if there were no wish.
  const wanted = [...bodyCharsets.keys()].find((name) => name === charset);
  const ofSubject =
    typeof subject === "string" ? tablesFor(subject, limits.subjectBytes, wanted) : [];
  return typeof text === "string"
    ? [...ofSubject, ...tablesFor(withLineEnds(text), bodyRoom(limits), wanted)]
    : ofSubject;
}

/** The character sets that a text may be written in. */
export function bodyRoom({ bodyCharsets, maxBodyBytes }: MailLimits): Room {
  return new Map(bodyCharsets.map((name) => [name, maxBodyBytes]));
}

/** Servers refuse bare line feeds, and the module sends what it is given. */
export function withLineEnds(text: string): string {
  return text.replaceAll(/\r\n|\r|\n/g, "\r\n");
}
