import { checkTimeout, invalidOption } from "../errors/invalid-option.ts";
import { isQsmtpError } from "../errors/qsmtp-error.ts";
import { checkCapabilities } from "../limits/capabilities.ts";
import { ModuleLimits } from "../limits/module-limits.ts";
import { requireMailClient } from "../mail/limits.ts";
import { planServerSetup } from "../mail/server-setup.ts";
import { planContext } from "../network/context-commands.ts";
import { checkKeys } from "../options/check-keys.ts";
import { moduleKeys, reconnectKeys, recoveryKeys, retryKeys } from "../options/known-keys.ts";
import type { ModuleOptions } from "../options/options.ts";
import { planRetry } from "../options/retry-options.ts";
import { planRecovery } from "../recovery/recovery-options.ts";

/**
 * Judges everything that can be judged before a port is opened. What capabilities may allow or forbid
 * is judged by {@link judgeForModule} once the module is known to be theirs.
 * @throws QsmtpError `INVALID_OPTION`
 */
export function judgeOptions(options: ModuleOptions): void {
  checkKeys("", options, moduleKeys);
  const { openTimeoutMs, capabilities, acknowledgedUploads, replaceExistingFiles } = options;
  const { onTrace, power, resendUnknown, reconnect, recovery, retry } = options;
  if (openTimeoutMs !== undefined) checkTimeout("openTimeoutMs", openTimeoutMs);
  checkKind("function", { onTrace, power });
  checkKind("boolean", { acknowledgedUploads, replaceExistingFiles, resendUnknown });
  if (typeof reconnect === "object") checkKeys("reconnect", reconnect, reconnectKeys);
  if (typeof recovery === "object") checkKeys("recovery", recovery, recoveryKeys);
  if (typeof retry === "object") checkKeys("retry", retry, retryKeys);
  planRecovery(reconnect ?? false, recovery ?? true);
  planRetry(retry ?? true);
  if (capabilities === undefined) judgeForModule(options, new ModuleLimits());
  else checkCapabilities(capabilities);
}

const kinds = { function: "a function", boolean: "true or false" } as const;

function checkKind(kind: keyof typeof kinds, values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && typeof value !== kind) {
      throw invalidOption(name, `must be ${kinds[kind]}`);
    }
  }
}

/**
 * Judges what depends on what the module takes.
 * @throws QsmtpError `INVALID_OPTION`
 */
export function judgeForModule({ pdp = {}, smtp }: ModuleOptions, limits: ModuleLimits): void {
  const { contextId } = planContext(pdp, limits);
  // One that cannot send at all is of use for other things, and says so when a mail is sent.
  if (smtp !== undefined && hasMailClient(limits)) planServerSetup(smtp, contextId, limits);
}

function hasMailClient(limits: ModuleLimits): boolean {
  try {
    requireMailClient(limits);
    return true;
  } catch (error) {
    if (isQsmtpError(error, "MODULE_CANNOT_SEND_MAIL")) return false;
    throw error;
  }
}
