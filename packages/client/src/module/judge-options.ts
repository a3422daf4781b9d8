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

/**
 * Judges everything that can be judged before a port is opened. What capabilities may allow or forbid
 * is judged by {@link judgeForModule} once the module is known to be theirs.
 * @throws QsmtpError `INVALID_OPTION`
 */
export function judgeOptions(options: ModuleOptions): void {
  checkKeys("", options, moduleKeys);
  const { openTimeoutMs, capabilities, acknowledgedUploads, replaceExistingFiles } = options;
  const { onTrace } = options;
  if (openTimeoutMs !== undefined) checkTimeout("openTimeoutMs", openTimeoutMs);
  if (onTrace !== undefined && typeof onTrace !== "function") {
    throw invalidOption("onTrace", "must be a function");
  }
  const { reconnect, recovery, retry, resendUnknown, power } = options;
  if (typeof reconnect === "object") checkKeys("reconnect", reconnect, reconnectKeys);
  if (typeof recovery === "object") checkKeys("recovery", recovery, recoveryKeys);
  if (typeof retry === "object") checkKeys("retry", retry, retryKeys);
  planRetry(retry ?? true);
  if (power !== undefined && typeof power !== "function") {
    throw invalidOption("power", "must be a function that gives a promise");
  }
  const flags = { acknowledgedUploads, replaceExistingFiles, resendUnknown };
  for (const [name, value] of Object.entries(flags)) {
    if (value !== undefined && typeof value !== "boolean") {
      throw invalidOption(name, "must be true or false");
    }
  }
  if (capabilities === undefined) judgeForModule(options, new ModuleLimits());
  else checkCapabilities(capabilities);
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
