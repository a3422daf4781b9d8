import type { Command } from "@qsmtp/protocol";
import { addRecipient, RecipientType } from "@qsmtp/protocol/commands";
import { type FoundAddress, findAddresses } from "./address.ts";
import { encode, type PlanContext } from "./plan-context.ts";

/** One address that gets the mail. */
export interface PlannedRecipient {
  readonly command: Command<void>;
  readonly type: RecipientType;
  readonly address: string;
}

/** From the strongest on: an address that stands in two is what the first says. */
const fields = [
  ["to", RecipientType.to],
  ["cc", RecipientType.cc],
  ["bcc", RecipientType.bcc],
] as const;

/** Everybody who gets the mail, each once. */
export function planRecipients(context: PlanContext): PlannedRecipient[] {
  const { message, limits, problems } = context;
  const known = new Map<string, FoundAddress>();
  const planned = fields.flatMap(([key, type]) => {
    const found = findAddresses(key, message[key], problems);
    return firstOfEach(context, known, found).flatMap((entry) => plan(context, entry, type));
  });
  const isFaulty = fields.some(([key]) => problems.isAt(key));
  if (known.size === 0 && !isFaulty) {
    problems.add("to", "NO_RECIPIENT", "at least one recipient is needed in to, cc or bcc");
  }
  const { maxRecipients: limit } = limits;
  const actual = known.size;
  if (actual > limit && !problems.has("TOO_MANY_RECIPIENTS")) {
    const message = `${actual} recipients in to, cc and bcc; the module takes at most ${limit}`;
    problems.add("to", "TOO_MANY_RECIPIENTS", message, { limit, actual });
  }
  return planned;
}

/** Some servers refuse a mail that names an address twice. */
function firstOfEach(
  { warnings }: PlanContext,
  known: Map<string, FoundAddress>,
  found: readonly FoundAddress[],
): FoundAddress[] {
  return found.filter((entry) => {
    const first = known.get(entry.key);
    if (first === undefined) {
      known.set(entry.key, entry);
      return true;
    }
    const where = first.path === entry.path ? `twice in ${entry.path}` : `in ${first.path} too`;
    const message = `${entry.address} stands ${where}; it gets the mail once`;
    warnings.push({ code: "DUPLICATE_RECIPIENT", path: entry.path, message });
    return false;
  });
}

function plan(
  context: PlanContext,
  { path, name, group, address }: FoundAddress,
  type: RecipientType,
): PlannedRecipient[] {
  const { warnings } = context;
  const isTold = warnings.some((told) => told.code === "NAME_NOT_CARRIED" && told.path === path);
  if ((name !== "" || group !== undefined) && !isTold) {
    const message = "the module carries addresses of recipients, not their names";
    warnings.push({ code: "NAME_NOT_CARRIED", path, message });
  }
  const command = encode(context, path, addRecipient, { type, address });
  return command === undefined ? [] : [{ command, type, address }];
}
