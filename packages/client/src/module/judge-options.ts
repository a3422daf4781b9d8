import { setUrcPort } from "@qsmtp/protocol/commands";
import { isOwnError } from "../errors/qsmtp-error.ts";
import { readCapabilities } from "../limits/capabilities.ts";
import { ModuleLimits } from "../limits/module-limits.ts";
import { requireMailClient } from "../mail/limits.ts";
import { planServerSetup } from "../mail/server-setup.ts";
import { planContext } from "../network/context-commands.ts";
import { completeContext, completeServer } from "../options/complete.ts";
import { judgePauses } from "../options/judge-pauses.ts";
import { OptionProblems } from "../options/option-problems.ts";
import { moduleOptions } from "../options/option-tables.gen.ts";
import type { ModuleOptions } from "../options/options.ts";
import { planRetry } from "../options/retry-options.ts";
import { planRecovery } from "../recovery/recovery-options.ts";

/**
 * Reads the options as they are at the call, and judges everything that can be judged before a port
 * is opened. What capabilities may allow or forbid is judged by {@link judgeForModule} once the
 * module is known to be theirs.
 * @throws InvalidOptionError with every problem
 */
export function readModuleOptions(given: unknown): ModuleOptions {
  const problems = new OptionProblems();
  const options = problems.read<ModuleOptions>(given, moduleOptions);
  const { reconnect, recovery, retry } = options;
  const again = planRecovery(reconnect ?? false, recovery ?? true).reconnect;
  if (again !== undefined) judgePauses(problems, "reconnect", again);
  judgePauses(problems, "retry", planRetry(retry ?? true));
  if (options.capabilities === undefined) {
    judge(options, new ModuleLimits(), problems);
    problems.throwAny();
    return options;
  }
  const capabilities = problems.attempt(() => readCapabilities(options.capabilities));
  problems.throwAny();
  return { ...options, capabilities };
}

/**
 * Judges what depends on what the module takes.
 * @throws InvalidOptionError with every problem
 */
export function judgeForModule(options: ModuleOptions, limits: ModuleLimits): void {
  const problems = new OptionProblems();
  judge(options, limits, problems);
  problems.throwAny();
}

function judge(
  { pdp = {}, smtp, urcPort }: ModuleOptions,
  limits: ModuleLimits,
  problems: OptionProblems,
): void {
  if (urcPort !== undefined) {
    problems.command(limits, setUrcPort, { port: urcPort }, { port: { path: "urcPort" } });
  }
  const context = problems.attempt(() => planContext(completeContext(pdp, problems), limits));
  // One that cannot send at all is of use for other things, and says so when a mail is sent.
  if (smtp === undefined || !hasMailClient(limits)) return;
  const contextId = context?.contextId ?? planContext({}, limits).contextId;
  problems.attempt(() => planServerSetup(completeServer(smtp, problems), contextId, limits));
}

function hasMailClient(limits: ModuleLimits): boolean {
  try {
    requireMailClient(limits);
    return true;
  } catch (error) {
    if (isOwnError(error, "MODULE_CANNOT_SEND_MAIL")) return false;
    throw error;
  }
}
