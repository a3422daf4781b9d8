import type { Command } from "@qsmtp/protocol";
import { getSmtpSender, setSmtpSender } from "@qsmtp/protocol/commands";
import { nameOf } from "../naming/name-of.ts";
import { findAddresses } from "./address.ts";
import { encode, type PlanContext } from "./plan-context.ts";
import type { Setting } from "./setting.ts";

/** The sender as the module is told it. */
export function planSender(context: PlanContext): Setting | undefined {
  const { message, module, problems } = context;
  const [from, ...more] = findAddresses("from", message.from, problems);
  if (from === undefined || more.length > 0) {
    const isTold = from === undefined && problems.isAt("from");
    if (!isTold) problems.add("from", "INVALID_ADDRESS", "must be exactly one address");
    return undefined;
  }
  if (from.group !== undefined) {
    problems.add("from", "INVALID_ADDRESS", "must be one address, not a group");
    return undefined;
  }
  if (!/^[\x20-\x7e]*$/.test(from.name)) {
    const why = "must be printable ASCII, since the manual names no character set for it";
    const message = `${why}: write the name in ASCII, or the address alone`;
    problems.add("from.name", "NOT_REPRESENTABLE", message);
    return undefined;
  }
  const senderAddress = from.address;
  // The command wants both; without a name the manual's own example repeats the account.
  const account = senderAddress.slice(0, senderAddress.lastIndexOf("@"));
  const senderName = from.name === "" ? account : from.name;
  const set = encode(context, "from", setSmtpSender, { senderName, senderAddress });
  if (set === undefined) return undefined;
  return {
    name: nameOf(setSmtpSender),
    set,
    get: module.command(getSmtpSender, {}) as Command,
    matches: (told) => {
      const sender = told as Partial<Record<"senderName" | "senderAddress", string>>;
      return sender.senderName === senderName && sender.senderAddress === senderAddress;
    },
    withoutIt: undefined,
  };
}
