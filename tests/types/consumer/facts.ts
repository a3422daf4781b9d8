/** What a user of the facts may write, and what the compiler must refuse. */
import { addRecipient, type MailCharset, setSslVersion, writeBody } from "@qsmtp/protocol/commands";
import {
  type CommandGroup,
  commandGroups,
  defaultOf,
  mailCharsetEncodings,
  maxRecipients,
  paramOf,
  simStartingErrors,
  smtpErrorNumber,
  startTlsPorts,
} from "@qsmtp/protocol/facts";

export const most: number = maxRecipients;
export const ports: readonly number[] = startTlsPorts;
export const passes: boolean = simStartingErrors.includes(most);
export const group: CommandGroup | undefined = commandGroups[addRecipient.at];
export const longest: number = paramOf(addRecipient, "address").maxBytes;
export const seconds: number = defaultOf(writeBody, "inputTimeSeconds");
export const versions: readonly number[] = paramOf(setSslVersion, "version").values;

const charset: MailCharset = paramOf(writeBody, "charset").values[0] ?? 0;
export const decoder = new TextDecoder(mailCharsetEncodings[charset]);

/** A number that is compared with none of its table's does not compile. */
export function mayPass(error: (typeof smtpErrorNumber)["busy" | "timeout"]): boolean {
  return error === smtpErrorNumber.busy;
}

// @ts-expect-error there is no such argument
paramOf(addRecipient, "lengthBytes");
// @ts-expect-error there is no such error
smtpErrorNumber.tired satisfies number;
// @ts-expect-error a fact is not to be changed
ports.push(1);
// @ts-expect-error this error does not pass
mayPass(smtpErrorNumber.noRecipient);
