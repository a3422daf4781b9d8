/** What one finding says, in parts, so that a reader with little room can leave some of them out. */
export interface Statement {
  /** What a reader knows the thing by, names as code: `` `host` of `setSmtpServer` ``. */
  readonly subject: string;
  /** What has become of it: `accepts more numbers`. */
  readonly change: string;
  /** How it was, piece by piece; absent when nothing is to be shown. */
  readonly was?: readonly string[] | undefined;
  /** How it is now, piece by piece; absent when nothing is to be shown. */
  readonly now?: readonly string[] | undefined;
}

/** Pieces of a list that are shown before the rest is only counted. */
const shownPieces = 12;

/**
 * A statement as one sentence without its full stop.
 * @param pieces the most pieces of a list that are named; 0 leaves out was and now altogether
 */
export function sentenceOf({ subject, change, was, now }: Statement, pieces = shownPieces): string {
  const head = `${subject} ${change}`;
  if (pieces === 0 || (was === undefined && now === undefined)) return head;
  if (was === undefined || now === undefined) return `${head} (${listed(was ?? now, pieces)})`;
  return `${head} (${listed(was, pieces)} → ${listed(now, pieces)})`;
}

/** `a, b and 12 more`. */
export function listed(items: readonly string[] = [], pieces: number = shownPieces): string {
  if (items.length === 0) return "none";
  // Naming one more takes no more room than counting one.
  if (items.length <= pieces + 1) return items.join(", ");
  return `${items.slice(0, pieces).join(", ")} and ${items.length - pieces} more`;
}

/** A name or a piece of syntax as code of Markdown, on one line. */
export function code(text: string | number): string {
  const line = oneLine(String(text));
  return line.includes("`") ? `\`\` ${line} \`\`` : `\`${line}\``;
}

/** What a caller has put together: on one line, and every code that is opened in it is closed. */
export function piece(text: string): string {
  const line = oneLine(text);
  return /^([^`]|`` .*? ``|`[^`]+`)*$/.test(line) ? line : words(line);
}

/** Words of a schema or a manual as running text: on one line, and nothing in them opens code. */
export function words(text: string): string {
  return oneLine(text).replaceAll("`", "'");
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
