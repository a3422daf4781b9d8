/**
 * Asks a module which commands it has, and compares its answers with the schema.
 *
 * @packageDocumentation
 */

export type { CommandGroup } from "@qsmtp/protocol/facts";
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
  ProbeSubject,
} from "./probe-report.ts";
