import { domainToASCII } from "node:url";
import type { Findings } from "./findings.ts";
import {
  type ComposedMail,
  type GivenAddress,
  type GivenFields,
  isGiven,
  isPlain,
  listOf,
} from "./given-mail.ts";
import { parseAddresses } from "./nodemailer-parts.ts";

/** Sender and recipients as nodemailer has read them. */
export interface GivenAddresses {
  readonly from: GivenAddress;
  readonly to: readonly GivenAddress[];
  readonly cc: readonly GivenAddress[];
  readonly bcc: readonly GivenAddress[];
}

const lists = ["to", "cc", "bcc"] as const;

/** Takes sender and recipients from the composed mail, and finds what nodemailer would pass over. */
export function readAddresses(
  data: GivenFields,
  composed: ComposedMail,
  findings: Findings,
): GivenAddresses {
  const read = composed.getAddresses();
  const [from, ...others] = addressesIn(read.from);
  for (const field of ["from", ...lists]) findUnread(field, data[field], findings);
  if (from === undefined || others.length > 0) {
    findings.problem("from", "INVALID_ADDRESS", "must be exactly one address");
  }
  const addresses = {
    from: from === undefined ? { address: "" } : sender(from, findings),
    to: addressesIn(read.to),
    cc: addressesIn(read.cc),
    bcc: addressesIn(read.bcc),
  };
  judgeEnvelope(data, composed, addresses, findings);
  return addresses;
}

/** The sender; a name that no command of the module takes is left out where the caller wants that. */
function sender(from: GivenAddress, findings: Findings): GivenAddress {
  const { name = "", address } = from;
  if (!findings.isDropped("from.name") || /^[\x20-\x7e]*$/.test(name)) return from;
  findings.dropped.push("from.name");
  return { address };
}

/** Whether the one address of a field is that of the sender, so that nothing is lost without it. */
export function isSender(value: unknown, { from }: GivenAddresses): boolean {
  const read = listOf(value).flatMap((item) => entriesOf(item).addresses);
  return read.length === 1 && keyOf(read[0] ?? "") === keyOf(from.address);
}

function addressesIn(list: readonly GivenAddress[] | undefined): GivenAddress[] {
  return (list ?? []).map(({ name, address }) => ({ name: name ?? "", address }));
}

/** Nodemailer passes over what has no address; a person who is left out is not told of it. */
function findUnread(field: string, value: unknown, findings: Findings): void {
  let index = 0;
  const visit = (item: unknown): void => {
    if (Array.isArray(item)) {
      for (const inner of item) visit(inner);
      return;
    }
    const path = field === "from" ? field : `${field}[${index}]`;
    const { addresses, unread } = entriesOf(item);
    for (const text of unread) {
      findings.problem(
        path,
        "INVALID_ADDRESS",
        `${JSON.stringify(text)} is not read as an address`,
      );
    }
    index += Math.max(1, addresses.length);
  };
  for (const item of listOf(value)) visit(item);
}

interface Entries {
  readonly addresses: readonly string[];
  readonly unread: readonly string[];
}

function entriesOf(item: unknown): Entries {
  if (!isGiven(item)) return { addresses: [], unread: [] };
  if (typeof item !== "string") {
    const { address } = isPlain(item) ? item : {};
    if (typeof address === "string" && address.trim() !== "") {
      return { addresses: [address.trim()], unread: [] };
    }
    return { addresses: [], unread: [String(isPlain(item) ? (item.name ?? "") : item)] };
  }
  const entries = parseAddresses(item);
  const addresses = entries.flatMap(({ address }) => (address ? [address] : []));
  const nameless = entries.flatMap(({ name, address }) => (address ? [] : [name]));
  const known = new Set(addresses.map(keyOf));
  const lost = addressLike(item).filter((text) => !known.has(keyOf(text)));
  return { addresses, unread: [...nameless, ...lost] };
}

/** Everything in a text that looks like an address and is neither quoted nor a comment. */
function addressLike(text: string): string[] {
  const bare = text.replaceAll(/"(?:\\.|[^"\\])*"(?!@)/gs, " ").replaceAll(/\([^()]*\)/g, " ");
  return [...bare.matchAll(/[^\s<>,;:]+@[^\s<>,;:]+/g)].map(([found]) => found);
}

/** The addresses to which the mail goes and those that its lists name must be the same. */
function judgeEnvelope(
  data: GivenFields,
  composed: ComposedMail,
  addresses: GivenAddresses,
  findings: Findings,
): void {
  const { from, to } = composed.getEnvelope();
  const why = "differs from the lists of the mail, and the module sends to those";
  const named = new Set(
    lists.flatMap((list) => addresses[list].map(({ address }) => keyOf(address))),
  );
  const meant = new Set(to.map(keyOf));
  if (named.size !== meant.size || [...named].some((address) => !meant.has(address))) {
    findings.refuse("envelope.to", why);
  }
  if (
    addresses.from.address !== "" &&
    keyOf(from === false ? "" : from) !== keyOf(addresses.from.address)
  ) {
    findings.refuse("envelope.from", "differs from `from`, and the module sends from that");
  }
  if (!isPlain(data.envelope)) return;
  for (const [key, value] of Object.entries(data.envelope)) {
    if (["from", ...lists].includes(key) || !isGiven(value)) continue;
    findings.refuse(`envelope.${key}`, "the module has no command for this extension of SMTP");
  }
}

/** Domains are the same in any case and in either form. */
function keyOf(address: string): string {
  const at = address.lastIndexOf("@");
  if (at < 0) return address;
  const domain = address.slice(at + 1);
  return `${address.slice(0, at)}@${domainToASCII(domain) || domain.toLowerCase()}`;
}
