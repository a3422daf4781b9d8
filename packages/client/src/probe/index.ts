export type { CommandGroup } from "./command-group.ts";
export {
  type ProbeOptions,
  type ProbeProgress,
  type ProbeTarget,
  probeModule,
} from "./probe-module.ts";
export type {
  ProbeAnswer,
  ProbeFinding,
  ProbeFindingKind,
  ProbeIdentity,
  ProbeReport,
  ProbeSource,
  QuirkRecord,
} from "./probe-report.ts";
export { type ProbeBump, type ProbeRule, probeRules } from "./rules.ts";
