import type { FamilyId } from "@qsmtp/protocol/families";
import type { ModuleCapabilities } from "../limits/capabilities.ts";

/** Which module was asked. */
export interface ProbeIdentity {
  /** As `ATI` prints it. */
  readonly model: string;
  /** As `ATI` prints it. */
  readonly revision: string;
  /** The full name of the firmware, as `AT+QGMR` prints it; the revision where it does not. */
  readonly firmware: string;
  /** Family of the schema; `null` for a model that the schema does not list. */
  readonly family: FamilyId | null;
}

/** What the module answered to one test form. */
export interface ProbeAnswer {
  /** The command as sent, e.g. `AT+QSMTPATT=?`. */
  readonly command: string;
  /** Name of the operation. */
  readonly operation: string;
  /** The final result, e.g. `OK` or `+CME ERROR: 4`; `no answer` when none came in time. */
  readonly result: string;
  /** The information lines behind their prefix, as they stood on the wire. */
  readonly lines: readonly string[];
}

/**
 * How the module lies to the schema. `missing`, `extra`: a command, sub-key, argument or line.
 * `narrower`, `wider`: the values that an argument takes. `different`: other values or lines.
 */
export type ProbeFindingKind = "missing" | "extra" | "narrower" | "wider" | "different";

/** What differs. `operation`: a sub-key or a fixed number; `answer`: what no operation sends. */
export type ProbeSubject =
  | "command"
  | "operation"
  | "argument"
  | "optional argument"
  | "range"
  | "values"
  | "answer";

/** One point in which the module differs from the schema. */
export interface ProbeFinding {
  /** What follows `AT`, e.g. `+QSMTPATT`. */
  readonly command: string;
  /** Place in the command's schema file, by names: `params/index/ranges`; empty for all of it. */
  readonly path: string;
  /** How the module lies to the schema there. */
  readonly kind: ProbeFindingKind;
  /** What differs. */
  readonly what: ProbeSubject;
  /** Where the schema has it from; empty where it names no source. */
  readonly manual: string;
  /** What the schema says, in the notation of test answers; `null` when it says nothing. */
  readonly schema: string | null;
  /** What the module says; `null` when it says nothing. */
  readonly device: string | null;
  /** The line of the answer that shows it; `null` when it is a line that did not come. */
  readonly line: string | null;
  /** Id of the quirk that holds the difference already; `null` for news. */
  readonly explainedBy: string | null;
  /** Id of a quirk that says otherwise of this module: look at its scope; `null` for none. */
  readonly contradicts: string | null;
}

/** What a probe found. Plain JSON. */
export interface ProbeReport {
  /** Which module was asked. */
  readonly identity: ProbeIdentity;
  /** Every test form that was sent, with its answer. */
  readonly answers: readonly ProbeAnswer[];
  /** Every difference, those that a quirk explains included. */
  readonly findings: readonly ProbeFinding[];
  /** For `openModule`. */
  readonly capabilities: ModuleCapabilities;
}
