import { Storage } from "@qsmtp/protocol/commands";

/**
 * Every name that we put on the module is given here, so that what callers choose and what we choose
 * can never meet.
 */

/** Storage that a restart of the module erases; attachments must lie in it. */
export const ram: string = prefixOf(Storage.ram);

/** Where files lie whose name has no prefix. */
export const flash: string = prefixOf(Storage.ufs);

/** Whether a name says in which storage its file lies. */
export function hasStorage(name: string): boolean {
  return Object.values(Storage).some((storage) => name.startsWith(prefixOf(storage)));
}

/** A name without the storage in front. */
export function withoutStorage(name: string): string {
  return hasStorage(name) ? name.slice(name.indexOf(":") + 1) : name;
}

function prefixOf(storage: Storage): string {
  return `${storage}:`;
}

/** Names that begin so are ours alone. */
const ownPrefix = "qsmtp-";

/** The CA that the module verifies the server with, for the time of a mail. */
export const caName: string = `${ram}${ownPrefix}ca.pem`;

/** Names of what we have put on the module, for whoever comes after us. */
export const ledgerName: string = `${ram}${ownPrefix}files`;

/** Where an attachment lies; the recipient sees what follows the storage. */
export function attachmentName(filename: string): string {
  return `${ram}${filename}`;
}

/** Whether a caller asks for a name that is ours. File systems may not tell case apart. */
export function isReserved(filename: string): boolean {
  return filename.toLowerCase().startsWith(ownPrefix);
}

/** Whether two names are one file. The module prints `UFS:` in front of names without a storage. */
export function isSameFile(one: string, other: string): boolean {
  return normalized(one) === normalized(other);
}

function normalized(name: string): string {
  const lower = name.toLowerCase();
  const prefix = flash.toLowerCase();
  return lower.startsWith(prefix) ? lower.slice(prefix.length) : lower;
}
