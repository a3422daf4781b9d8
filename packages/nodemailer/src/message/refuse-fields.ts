import type { GivenAddresses } from "./addresses.ts";
import { isSender } from "./addresses.ts";
import { messageFields } from "./field-table.ts";
import type { Findings } from "./findings.ts";
import { type GivenFields, isGiven } from "./given-mail.ts";

/** Refuses, or leaves out as the caller wants, every field that the module cannot carry. */
export function refuseFields(
  data: GivenFields,
  addresses: GivenAddresses,
  findings: Findings,
): void {
  for (const { field, treatment, why, droppable } of messageFields) {
    const value = data[field];
    if (!isGiven(value) || !isLost(field, treatment, value, addresses)) continue;
    if (droppable) findings.leaveOut(field, reasonOf(why), [field]);
    else findings.refuse(field, why);
  }
}

/** Whether the mail would lack something without the field. */
function isLost(
  field: string,
  treatment: string,
  value: unknown,
  addresses: GivenAddresses,
): boolean {
  if (treatment === "refused") return true;
  if (field === "sender" || field === "replyTo") return !isSender(value, addresses);
  if (field === "priority") return !["normal", ""].includes(String(value).toLowerCase());
  return false;
}

/** Of a rule that says when a field is carried, what it says for the case that it is not. */
function reasonOf(why: string): string {
  return why.split("else refused: ").at(-1) ?? why;
}
