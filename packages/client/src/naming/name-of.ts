import type { OperationDescriptor } from "@qsmtp/protocol";

/** A command as people know it: `AT+QSMTPPUT`, or `AT+QSSLCFG="sni"` where it has several settings. */
export function nameOf({
  at,
  args: [first] = [],
}: Pick<OperationDescriptor, "at" | "args">): string {
  const setting = first !== undefined && "const" in first ? first.const : undefined;
  return typeof setting === "string" ? `AT${at}="${setting}"` : `AT${at}`;
}
