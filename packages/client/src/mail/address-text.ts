import { isGroupName, type Mailbox, readMailbox, type SyntaxFault } from "./address-syntax.ts";

/** A mailbox and the character at which it begins in its text. */
export interface PlacedMailbox extends Mailbox {
  readonly at: number;
  /** The group that it stands in. */
  readonly group: string | undefined;
}

/** What stands in a text: every mailbox of it, the first fault, or more than is worth reading. */
export type AddressText =
  | { readonly mailboxes: readonly PlacedMailbox[] }
  | { readonly fault: SyntaxFault }
  | { readonly tooMany: number };

/** Piece of a text between two separators. */
interface Piece {
  readonly text: string;
  readonly at: number;
  readonly kind: "mailbox" | "group";
  readonly group: string | undefined;
}

/**
 * Reads a text of addresses: mailboxes and groups with `,` or `;` between them. It is only divided
 * here; each piece is a mailbox as a whole, or there is a fault.
 */
export function readAddresses(text: string, most: number): AddressText {
  const bad = forbiddenIn(text);
  if (bad !== undefined) return { fault: bad };
  const divided = divide(text);
  if ("message" in divided) return { fault: divided };
  if (divided.length > most) return { tooMany: divided.length };
  const mailboxes: PlacedMailbox[] = [];
  for (const piece of divided) {
    const { at, group } = piece;
    if (piece.kind === "group") {
      const fault = groupFault(piece, text);
      if (fault !== undefined) return { fault };
      continue;
    }
    const read = readMailbox(piece.text);
    if ("message" in read) return { fault: { ...read, at: at + read.at } };
    mailboxes.push({ ...read, at, group });
  }
  return { mailboxes };
}

/** What no address and no name can hold. */
export function forbiddenIn(text: string): SyntaxFault | undefined {
  const control = text.search(/(?![\t\r\n])\p{Cc}|[\u2028\u2029]/u);
  const half = text.search(/\p{Cs}/u);
  if (control >= 0) return { at: control, message: "holds a control character" };
  return half < 0 ? undefined : { at: half, message: "holds half of a surrogate pair" };
}

function groupFault(piece: Piece, whole: string): SyntaxFault | undefined {
  const other = otherFault(piece, whole);
  if (other !== undefined) return other;
  const { text, at } = piece;
  if (isGroupName(text)) return undefined;
  return { at, message: `holds ${JSON.stringify(`${text}:`)}, which is no name of a group` };
}

/** What looks like a group, and is a link or the header that somebody wants to add. */
function otherFault({ text, at }: Piece, whole: string): SyntaxFault | undefined {
  if (/^mailto$/i.test(text)) {
    return { at, message: `is a link: write the address without "${text}:"` };
  }
  const isHeader = /[\r\n]/.test(text) || /[\r\n]$/.test(whole.slice(0, at));
  return isHeader ? { at, message: "holds a line break, and what looks like a header" } : undefined;
}

/** Divides a text where nothing is open: no quote, comment, literal or angle bracket. */
function divide(text: string): Piece[] | SyntaxFault {
  const pieces: Piece[] = [];
  let [start, group, angle, quote, literal] = [0, -1, -1, -1, -1];
  let groupName = "";
  const comments: number[] = [];
  const take = (end: number, kind: Piece["kind"]): void => {
    const raw = text.slice(start, end);
    const piece = raw.trim();
    const at = start + raw.length - raw.trimStart().length;
    const name = group < 0 || kind === "group" ? undefined : groupName;
    if (piece !== "" || kind === "group") pieces.push({ text: piece, at, kind, group: name });
    if (kind === "group") groupName = piece;
    start = end + 1;
  };
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    const isSpoken = quote < 0 && comments.length === 0;
    if (char === "\\" && (!isSpoken || literal >= 0)) at++;
    else if (quote >= 0) quote = char === '"' ? -1 : quote;
    else if (char === "(") comments.push(at);
    else if (comments.length > 0) {
      if (char === ")") comments.pop();
    } else if (char === '"') quote = at;
    else if (char === "[") literal = at;
    else if (char === "]") literal = -1;
    else if (literal >= 0) continue;
    else if (char === "<" && angle >= 0) return notClosed(angle, "<");
    else if (char === "<") angle = at;
    else if (char === ">" && angle < 0) return { at, message: 'holds a ">" without a "<"' };
    else if (char === ">") angle = -1;
    else if ((char === "," || char === ";") && angle >= 0) return notClosed(angle, "<");
    else if (char === "," || char === ";") {
      take(at, "mailbox");
      if (char === ";") group = -1;
    } else if (char === ":" && angle < 0) {
      if (group >= 0) return { at, message: 'holds a ":" within a group' };
      group = at;
      take(at, "group");
    }
  }
  if (quote >= 0) return notClosed(quote, '"');
  const [comment] = comments;
  if (comment !== undefined) return notClosed(comment, "(");
  if (angle >= 0) return notClosed(angle, "<");
  take(text.length, "mailbox");
  if (group < 0) return pieces;
  const name = pieces.findLast(({ kind }) => kind === "group");
  const open = { at: group, message: 'begins a group that no ";" ends' };
  return (name && otherFault(name, text)) ?? open;
}

function notClosed(at: number, char: string): SyntaxFault {
  return { at, message: `holds ${JSON.stringify(char)} that is not closed` };
}
