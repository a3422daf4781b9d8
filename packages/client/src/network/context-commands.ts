import type { Command } from "@qsmtp/protocol";
import {
  activateContextOperation,
  deactivateContextOperation,
  PdpType,
  setPdpContextOperation,
} from "@qsmtp/protocol/commands";
import { checkTimeout, fromOption, invalidOption } from "../errors/invalid-option.ts";
import type { ModuleLimits } from "../limits/module-limits.ts";
import { checkKeys } from "../options/check-keys.ts";
import { pdpKeys } from "../options/known-keys.ts";
import type { PdpOptions } from "../options/options.ts";

/** The commands that the context is configured and switched with. */
export interface ContextCommands {
  readonly contextId: number;
  readonly activation: Command<void>;
  readonly deactivation: Command<void>;
  /** `undefined` without an access point: the context is used as the module has it. */
  readonly configuration: Command<void> | undefined;
}

/**
 * Checks the options of the context and encodes its commands.
 * @throws QsmtpError `INVALID_OPTION`
 */
export function planContext(options: PdpOptions, limits: ModuleLimits): ContextCommands {
  checkKeys("pdp", options, pdpKeys);
  for (const name of ["type", "username", "password", "authentication"] as const) {
    if (options[name] === undefined || options.apn !== undefined) continue;
    const hint = "Without apn the context is used as it is configured on the module.";
    throw invalidOption(`pdp.${name}`, "needs pdp.apn", hint);
  }
  const { contextId = 1, simTimeoutMs, registrationTimeoutMs, idleTimeoutMs } = options;
  if (simTimeoutMs !== undefined) checkTimeout("pdp.simTimeoutMs", simTimeoutMs, 0);
  if (registrationTimeoutMs !== undefined) {
    checkTimeout("pdp.registrationTimeoutMs", registrationTimeoutMs, 0);
  }
  if (options.deactivateOnClose !== undefined && typeof options.deactivateOnClose !== "boolean") {
    throw invalidOption("pdp.deactivateOnClose", "must be true or false");
  }
  if (idleTimeoutMs !== undefined && idleTimeoutMs !== false) {
    checkTimeout("pdp.idleTimeoutMs", idleTimeoutMs);
  }
  return fromOption("pdp", () => ({
    contextId,
    activation: limits.command(activateContextOperation, { contextId }),
    deactivation: limits.command(deactivateContextOperation, { contextId }),
    configuration: configurationOf(options, contextId, limits),
  }));
}

function configurationOf(
  options: PdpOptions,
  contextId: number,
  limits: ModuleLimits,
): Command<void> | undefined {
  const { apn, type, username, password, authentication } = options;
  if (apn === undefined) return undefined;
  const login = username !== undefined || password !== undefined;
  return limits.command(setPdpContextOperation, {
    contextId,
    type: type ?? PdpType.ipv4,
    apn,
    ...(login ? { username: username ?? "", password: password ?? "", authentication } : {}),
  });
}
