/** Headers that a mail is made of here. */
export const carriedHeaders: readonly string[] = ["from", "to", "cc", "bcc", "subject"];

/**
 * Headers that every mail has and that say nothing to its reader: how it was written and came here, and
 * what will be written anew. They are left out without a word; `*` stands for any end.
 */
export const routineHeaders: readonly string[] = [
  ...["date", "message-id", "mime-version", "content-*"],
  ...["received", "received-*", "return-path", "delivered-to", "envelope-to", "x-original-to"],
  ...["dkim-signature", "domainkey-signature", "arc-*", "authentication-results"],
  ...["user-agent", "x-mailer", "x-mimeole", "x-originating-ip", "x-received"],
  ...["x-spam-*", "x-virus-*", "x-ms-*", "x-microsoft-*", "x-google-*", "x-gm-*", "x-forefront-*"],
  ...["x-mozilla-*", "x-account-key", "x-uid", "x-status", "status", "lines"],
  ...["accept-language", "thread-topic", "thread-index"],
];

/** Values that say no more than a mail without the header says. */
const ordinary: Readonly<Record<string, RegExp>> = {
  importance: /^normal$/i,
  priority: /^normal$/i,
  "x-priority": /^3\b/,
  "x-msmail-priority": /^normal$/i,
};

/** Whether a header is one that the module cannot carry and that would be missed. */
export function isLost(name: string, value: string): boolean {
  if (value === "" || carriedHeaders.includes(name)) return false;
  return !isNamed(name, routineHeaders) && ordinary[name]?.test(value) !== true;
}

/** Whether a name is in a list, whose names may end in `*`. */
export function isNamed(name: string, list: readonly string[]): boolean {
  return list.some((item) =>
    item.endsWith("*") ? name.startsWith(item.slice(0, -1)) : name === item,
  );
}
