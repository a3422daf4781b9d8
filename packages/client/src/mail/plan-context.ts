import { type Command, isEncodeError, type OperationDescriptor } from "@qsmtp/protocol";
import type { ModuleLimits } from "../limits/module-limits.ts";
import type { MailLimits } from "./limits.ts";
import type { MailSources } from "./mail-sources.ts";
import type { MailWarning } from "./mail-warning.ts";
import type { Problems } from "./problems.ts";
import type { TakenMessage } from "./take-message.ts";

/** What each part of a mail is planned with. */
export interface PlanContext {
  readonly message: TakenMessage;
  readonly module: ModuleLimits;
  readonly limits: MailLimits;
  readonly sources: MailSources;
  /** A file on the module that the mail relies on, which no attachment may replace. */
  readonly reliesOn: string | undefined;
  readonly problems: Problems;
  readonly warnings: MailWarning[];
}

/** Builds a command; what the encoder refuses becomes a problem of the message. */
export function encode<Input extends object, Output, Traits>(
  { module, problems }: PlanContext,
  path: string,
  operation: OperationDescriptor<Input, Output, Traits>,
  input: NoInfer<Input>,
): Command<Output, Traits> | undefined {
  try {
    return module.command(operation, input);
  } catch (error) {
    if (!isEncodeError(error)) throw error;
    const message = `${error.rule}, got ${error.value}`;
    if (error.code === "TOO_LONG") {
      const limit = module.param(operation, error.param as keyof Input & string).maxBytes;
      const actual = bytesOf((input as Readonly<Record<string, unknown>>)[error.param]);
      problems.add(path, "TOO_LONG", message, { limit, actual });
    } else {
      problems.add(path, "NOT_REPRESENTABLE", message);
    }
    return undefined;
  }
}

function bytesOf(value: unknown): number | undefined {
  return typeof value === "string" ? new TextEncoder().encode(value).length : undefined;
}

/** Why a part cannot go to a module that has no command for it. */
export const withoutCommand = "cannot be carried by this module, which has no command for it";
