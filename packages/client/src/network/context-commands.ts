import type { Command } from "@qsmtp/protocol";
import {
  activateContext,
  deactivateContext,
  PdpType,
  setPdpContext,
  setSmtpContext,
} from "@qsmtp/protocol/commands";
import { defaultOf } from "@qsmtp/protocol/facts";
import type { ModuleLimits } from "../limits/module-limits.ts";
import { OptionProblems } from "../options/option-problems.ts";
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
 * @throws InvalidOptionError with every problem
 */
export function planContext(options: PdpOptions, limits: ModuleLimits): ContextCommands {
  const problems = new OptionProblems();
  for (const name of ["type", "user", "pass", "authentication"] as const) {
    if (options[name] === undefined || options.apn !== undefined) continue;
    const hint = "Without apn the context is used as it is configured on the module.";
    problems.add(`pdp.${name}`, "needs pdp.apn", hint);
  }
  const { contextId = defaultOf(setSmtpContext, "contextId") } = options;
  const places = { contextId: { path: "pdp.contextId" } };
  const activation = problems.command(limits, activateContext, { contextId }, places);
  const deactivation = problems.command(limits, deactivateContext, { contextId }, places);
  const configuration = planConfiguration(options, contextId, limits, problems);
  return {
    contextId,
    activation: problems.settle(activation),
    deactivation: problems.settle(deactivation),
    configuration,
  };
}

function planConfiguration(
  { apn, type, user, pass, authentication }: PdpOptions,
  contextId: number,
  limits: ModuleLimits,
  problems: OptionProblems,
): Command<void> | undefined {
  if (apn === undefined) return undefined;
  const login = user !== undefined || pass !== undefined;
  if (!login && authentication !== undefined) {
    problems.add("pdp.authentication", "needs pdp.user and pdp.pass");
  }
  const input = {
    contextId,
    type: type ?? PdpType.ipv4,
    apn,
    ...(login ? { username: user ?? "", password: pass ?? "", authentication } : {}),
  };
  return problems.command(limits, setPdpContext, input, {
    contextId: { path: "pdp.contextId" },
    type: { path: "pdp.type", hint: () => "See PdpType of @qsmtp/protocol/commands." },
    apn: { path: "pdp.apn" },
    username: { path: "pdp.user" },
    password: { path: "pdp.pass" },
    authentication: {
      path: "pdp.authentication",
      hint: () => "See PdpAuthentication of @qsmtp/protocol/commands.",
    },
  });
}
