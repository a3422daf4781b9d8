import { chooseCharset, type EncodedText, type Room } from "../charset/choose-charset.ts";
import { hasLoneSurrogate } from "../charset/encode-text.ts";
import type { MailCharsetName } from "../charset/mail-charset.ts";
import { bodyCharsets } from "./limits.ts";
import type { PlanContext } from "./plan-context.ts";

const charsets: readonly MailCharsetName[] = [...bodyCharsets.keys()];

/** Says so when the character set that was asked for is none. */
export function checkCharset({ message, problems }: PlanContext): void {
  const { charset } = message;
  if (charset === undefined || isCharset(charset)) return;
  problems.add("charset", "UNSUPPORTED", `must be one of ${charsets.join(", ")}`);
}

/** The first character set that holds the text and fits, or the one that was asked for. */
export function encodePart(
  { message, problems }: PlanContext,
  path: string,
  text: string,
  room: Room,
): EncodedText | undefined {
  if (hasLoneSurrogate(text)) {
    problems.add(path, "NOT_REPRESENTABLE", "holds half of a surrogate pair");
    return undefined;
  }
  const { charset } = message;
  const wanted = isCharset(charset) ? charset : undefined;
  const choice = chooseCharset(text, room, wanted);
  if ("bytes" in choice) return choice;
  const { tooLong, disputed } = choice;
  const unasked =
    disputed === undefined
      ? ""
      : `; it would fit in ${disputed.charset}, which is not chosen unless charset asks for it: some of its readers show other characters for ${disputed.characters.join(" ")}`;
  if (tooLong === undefined) {
    const names = wanted === undefined ? charsets : [wanted];
    const quote = path === "subject" && text.includes('"');
    const why = quote ? "; a double quote needs another character set than ASCII" : "";
    const cannot = `cannot be written in ${names.join(", ")}${why}${unasked}`;
    problems.add(path, "NOT_REPRESENTABLE", cannot);
  } else {
    const { charset: shortest, bytes: actual, most: limit } = tooLong;
    const rule = `must be at most ${limit} bytes, is ${actual} in ${shortest}${unasked}`;
    problems.add(path, "TOO_LONG", rule, { limit, actual });
  }
  return undefined;
}

function isCharset(name: unknown): name is MailCharsetName {
  return charsets.some((charset) => charset === name);
}
