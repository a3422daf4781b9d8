/// <reference path="./email-addresses.d.ts" />
import parse from "email-addresses/lib/email-addresses.min.js";

/** One mailbox as it stands in a text. */
export interface Mailbox {
  /** Without quotes; of an address alone what its comment says, as old programs write names. */
  readonly name: string;
  /** Without the quotes that it does not need. */
  readonly local: string;
  readonly domain: string;
}

/** Why a text is no mailbox, and from which character on. */
export interface SyntaxFault {
  readonly at: number;
  readonly message: string;
}

/** Mailboxes are shorter, and the parser's time grows with the length. */
const longestMailbox = 500;

const atom = "[\\w!#$%&'*+/=?^`{|}~-]+";
const atoms = `${atom}(?:\\.${atom})*`;
/** How nearly all are written: nothing in it has two readings, and no grammar is needed for it. */
const usualForm = new RegExp(
  `^(?:(?<address>${atoms}@${atoms})|(?<name>${atom}(?: ${atom})*) <(?<named>${atoms}@${atoms})>)$`,
);

/** Reads one mailbox (RFC 5322, 3.4) that is the whole text. */
export function readMailbox(text: string): Mailbox | SyntaxFault {
  if (text.length > longestMailbox) {
    return { at: longestMailbox, message: `is longer than ${longestMailbox} characters` };
  }
  const usual = usualForm.exec(text)?.groups;
  if (usual !== undefined) return mailboxOf(usual);
  const ast = parsed(text, "mailbox");
  if (ast === undefined) return faultOf(text);
  const hidden = hiddenAddress(ast);
  if (hidden !== undefined) {
    const at = Math.max(0, text.indexOf(hidden));
    const message = `holds ${JSON.stringify(hidden)}, which would get no mail: write it as an address, or leave it out`;
    return { at, message };
  }
  const [local, domain] = [first(ast, "local-part"), first(ast, "domain")];
  const name = first(ast, "display-name");
  const mailbox = {
    name: name === undefined ? commentOf(ast) : textOf(name),
    local: local === undefined ? "" : textOf(local),
    domain: domain === undefined ? "" : textOf(domain),
  };
  const quoted = local && first(local, "quoted-string");
  const isPadded = quoted !== undefined && /"\s|\s"/.test(quoted.tokens);
  return partFault(mailbox, isPadded, text) ?? mailbox;
}

function mailboxOf({ name = "", address, named = "" }: Partial<Record<string, string>>): Mailbox {
  const [local = "", domain = ""] = (address ?? named).split("@");
  return { name, local, domain };
}

/** Whether a text can name a group. */
export function isGroupName(text: string): boolean {
  if (text.length > longestMailbox) return false;
  const ast = parsed(`${text}:;`, "group");
  return ast !== undefined && hiddenAddress(ast) === undefined;
}

/** The module's strings have no quotes, so a part that needs them cannot be carried. */
function partFault(
  { local, domain }: Mailbox,
  isPadded: boolean,
  text: string,
): SyntaxFault | undefined {
  const isLocal = !isPadded && /^[^\s"(),.:;<>@[\\\]]+(?:\.[^\s"(),.:;<>@[\\\]]+)*$/.test(local);
  if (!isLocal) {
    const message = `has ${JSON.stringify(local)} before the "@": quotes and blanks cannot be carried there`;
    return { at: Math.max(0, text.indexOf(local)), message };
  }
  if (!/\s/.test(domain)) return undefined;
  return { at: text.lastIndexOf("@"), message: "has blanks in its domain" };
}

function parsed(input: string, startAt: "mailbox" | "group"): parse.Node | undefined {
  try {
    return parse({ input, rfc6532: true, startAt })?.ast;
  } catch {
    // Comments in comments without an end use up the stack.
    return undefined;
  }
}

/** An address in a part that is dropped: somebody may have been meant to get the mail. */
function hiddenAddress(ast: parse.Node): string | undefined {
  const route = first(ast, "obs-route");
  if (route !== undefined) return route.tokens;
  const comment = all(ast, "comment").find(({ tokens }) => /[@<>]/.test(tokens));
  if (comment !== undefined) return comment.tokens;
  const [name, address] = [first(ast, "display-name"), first(ast, "addr-spec")];
  return name === undefined ? undefined : addressIn(textOf(name), address && textOf(address));
}

/** An address in angle brackets that stands in a name and is not its own. */
export function addressIn(name: string, own: string | undefined): string | undefined {
  const found = [...name.matchAll(/<([^<>]*@[^<>]*)>/g)];
  return found.find(([, address]) => address?.trim() !== own)?.[0];
}

/** What the comments say that stand beside an address. */
function commentOf(ast: parse.Node): string {
  const comments = all(ast, "comment").map(({ tokens }) => tokens.slice(1, -1));
  return comments.join(" ").replaceAll(/\\(.)/g, "$1").replaceAll(/\s+/g, " ").trim();
}

function first(ast: parse.Node, name: string): parse.Node | undefined {
  return all(ast, name)[0];
}

/** The outermost nodes of a name. */
function all(ast: parse.Node, name: string, found: parse.Node[] = []): parse.Node[] {
  if (ast.name === name) {
    found.push(ast);
    return found;
  }
  for (const child of ast.children) if (child !== null) all(child, name, found);
  return found;
}

/** What a part says, quotes and comments taken out. */
function textOf(node: parse.Node): string {
  return spoken(node)
    .replaceAll(/[ \t]+/g, " ")
    .replaceAll(/^ | $/g, "");
}

function spoken(node: parse.Node): string {
  switch (node.name) {
    case "comment":
    case "fws":
      return " ";
    case "dquote":
      return "";
    case "quoted-pair":
    case "token":
      return node.semantic;
    default:
      return node.children.map((child) => (child === null ? "" : spoken(child))).join("");
  }
}

/** The first character from which on no continuation could make a mailbox of the text. */
function faultOf(text: string): SyntaxFault {
  let [fits, most] = [0, text.length];
  while (fits < most) {
    const middle = Math.ceil((fits + most) / 2);
    if (canGoOn(text.slice(0, middle))) fits = middle;
    else most = middle - 1;
  }
  if (/^\s*<?\s*mailto:/i.test(text)) {
    return { at: fits, message: 'is a link: write the address without "mailto:"' };
  }
  if (fits === text.length) return { at: fits, message: wholeAddress };
  const character = String.fromCodePoint(text.codePointAt(fits) ?? 0);
  return { at: fits, message: `cannot be read from ${JSON.stringify(character)} on` };
}

const wholeAddress = 'is no whole "user@domain"; a name with a comma in it wants quotes';

/** Tried behind what is open at the end of a text: outside of angle brackets, and within. */
const continuations = ["", "x", "@x", "x@x", " <x@x>"];

function canGoOn(start: string): boolean {
  const { closing, isAngled } = openAt(start);
  const ends = isAngled ? continuations.slice(0, -1).map((end) => `${end}>`) : continuations;
  return ends.some((end) => parsed(`${start}${closing}${end}`, "mailbox") !== undefined);
}

/** What is open at the end of a text: a quote, comments, a literal, angle brackets. */
function openAt(text: string): { readonly closing: string; readonly isAngled: boolean } {
  let [quoted, escaped, literal, angled, comments] = [false, false, false, false, 0];
  for (const char of text) {
    if (escaped) escaped = false;
    else if (char === "\\") escaped = quoted || comments > 0 || literal;
    else if (quoted) quoted = char !== '"';
    else if (char === "(") comments++;
    else if (comments > 0) comments -= char === ")" ? 1 : 0;
    else if (char === '"') quoted = true;
    else if (char === "[") literal = true;
    else if (char === "]") literal = false;
    else if (char === "<") angled = true;
    else if (char === ">") angled = false;
  }
  const fold = text.endsWith("\r") ? "\n " : text.endsWith("\n") ? " " : "";
  const quote = quoted ? '"' : "";
  const closing = `${fold}${escaped ? "x" : ""}${quote}${")".repeat(comments)}${literal ? "1]" : ""}`;
  return { closing, isAngled: angled };
}
