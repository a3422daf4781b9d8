import { maxRecipients } from "@qsmtp/protocol/facts";
import { addressIn, type Mailbox, readMailbox } from "./address-syntax.ts";
import { forbiddenIn, readAddresses } from "./address-text.ts";
import { hostNameOf } from "./mail-domain.ts";
import type { Problems } from "./problems.ts";
import type { TakenAddress } from "./take-message.ts";

/** The parts of a message that hold addresses. */
export type AddressField = "from" | "to" | "cc" | "bcc";

/** One address that was found in a message. */
export interface FoundAddress {
  /** Where it stands in the message. */
  readonly path: string;
  readonly name: string;
  /** The group that it stands in. */
  readonly group: string | undefined;
  /** As the module gets it. */
  readonly address: string;
  /** The same for all spellings of one address: domains know no case. */
  readonly key: string;
}

/** So many faults show what is wrong with a list. */
const mostFaults = 10;
/** Nobody repeats so many of those that a module takes; a longer list is not read to its end. */
const mostAddresses = 10 * maxRecipients;

/**
 * Finds every address that was given; what cannot be read whole is a problem. Groups count as their
 * members.
 */
export function findAddresses(
  field: AddressField,
  given: readonly TakenAddress[],
  problems: Problems,
): FoundAddress[] {
  const found: FoundAddress[] = [];
  const before = problems.count;
  for (const entry of given) {
    if (problems.count - before >= mostFaults) break;
    const next = "text" in entry ? fromText(entry, problems) : fromParts(entry, problems);
    if (typeof next === "object") found.push(...next);
    const actual = typeof next === "object" ? found.length : found.length + next;
    if (actual > mostAddresses) {
      refuseSoMany(problems, field, actual);
      break;
    }
  }
  return found;
}

function refuseSoMany(problems: Problems, field: AddressField, actual: number): void {
  if (field === "from") {
    problems.add(field, "INVALID_ADDRESS", "must be exactly one address");
    return;
  }
  const limit = maxRecipients;
  const message = `holds ${actual} addresses and perhaps more; the module takes at most ${limit}`;
  problems.add(field, "TOO_MANY_RECIPIENTS", message, { limit, actual });
}

/** What is found in a text; only how many addresses it has where those are too many to read. */
function fromText(
  { path, text }: Extract<TakenAddress, { readonly text: string }>,
  problems: Problems,
): FoundAddress[] | number {
  const read = readAddresses(text, mostAddresses);
  if ("tooMany" in read) return read.tooMany;
  if ("fault" in read) {
    refuse(problems, path, text, read.fault.at, read.fault.message);
    return [];
  }
  return read.mailboxes.flatMap((mailbox) => {
    const { at, group } = mailbox;
    const found = fromMailbox(path, mailbox);
    if (!("fault" in found)) return [{ ...found, group }];
    refuse(problems, path, text, Math.max(at, text.indexOf(found.part, at)), found.fault);
    return [];
  });
}

function fromParts(
  { path, name, address }: Extract<TakenAddress, { readonly address: string }>,
  problems: Problems,
): FoundAddress[] {
  const inName = forbiddenIn(name)?.message ?? (/[\r\n]/.test(name) ? lineBreak : undefined);
  if (inName !== undefined) {
    problems.add(`${path}.name`, "INVALID_ADDRESS", inName);
    return [];
  }
  const [place, text] = [`${path}.address`, address.trim()];
  const read = readMailbox(text);
  const bad = forbiddenIn(address) ?? ("message" in read ? read : undefined);
  if (bad !== undefined) {
    refuse(problems, place, address, bad.at, bad.message);
    return [];
  }
  const found = fromMailbox(path, read as Mailbox);
  // In parts there is nothing to put around an address: what stands there is not meant so.
  const isAlone = !/[<>()"\s]/.test(text);
  const fault = "fault" in found ? found.fault : isAlone ? undefined : notAlone;
  if (fault !== undefined || "fault" in found) {
    refuse(problems, place, address, 0, fault ?? notAlone);
    return [];
  }
  const hidden = addressIn(name, text);
  if (hidden !== undefined) {
    const message = `holds ${JSON.stringify(hidden)}, which would get no mail: give it as an address of its own`;
    problems.add(`${path}.name`, "INVALID_ADDRESS", message);
    return [];
  }
  return [{ ...found, name: name.trim() }];
}

function fromMailbox(
  path: string,
  { name, local, domain }: Mailbox,
): FoundAddress | { readonly fault: string; readonly part: string } {
  if (/[^\x20-\x7e]/.test(local)) {
    return {
      part: local,
      fault: `has ${JSON.stringify(local)} before the "@": the module carries ASCII only, and no other way to write it exists`,
    };
  }
  const named = hostNameOf(domain);
  if ("fault" in named) return { ...named, part: domain };
  const { host } = named;
  const [address, key] = [`${local}@${host}`, `${local}@${host.toLowerCase()}`];
  return { path, name, group: undefined, address, key };
}

function refuse(
  problems: Problems,
  path: string,
  text: string,
  position: number,
  message: string,
): void {
  const from = Math.max(0, position - shownBefore);
  const part = text.slice(from, position + shownBehind);
  const shown = `${from > 0 ? "..." : ""}${part}${position + shownBehind < text.length ? "..." : ""}`;
  const what = `${JSON.stringify(shown)} ${message} (character ${position})`;
  problems.add(path, "INVALID_ADDRESS", what, { position });
}

/** As much of a text as shows where in it one is. */
const shownBefore = 20;
const shownBehind = 40;

const lineBreak = "holds a line break";
const notAlone = "must be nothing but the address; its name belongs into name";
