import type { FamilyId } from "@qsmtp/protocol/families";
import type { ModuleCapabilities } from "../limits/capabilities.ts";
import type { ProbeBump, ProbeRule } from "./rules.ts";

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

/** One point in which the module differs from the schema. */
export interface ProbeFinding {
  /** What follows `AT`, e.g. `+QSMTPATT`. */
  readonly command: string;
  /** Place in the command's schema file, by names: `params/index/ranges`; empty for all of it. */
  readonly path: string;
  readonly kind: ProbeFindingKind;
  /** Where the schema has it from; empty where it names no source. */
  readonly manual: string;
  /** What the schema says, in the notation of test answers; `null` when it says nothing. */
  readonly schema: string | null;
  /** What the module says; `null` when it says nothing. */
  readonly device: string | null;
  /** The line of the answer that shows it; `null` when it is a line that did not come. */
  readonly line: string | null;
  /** Id in the rule table of `pnpm schema:diff`. */
  readonly rule: ProbeRule;
  /** How a release would rise if the schema followed the module; a quirk record is a minor one. */
  readonly bump: ProbeBump;
  /** Id of the quirk that holds the difference already; `null` for news. */
  readonly explainedBy: string | null;
  /** Id of a quirk that says otherwise of this module: look at its scope; `null` for none. */
  readonly contradicts: string | null;
  /** The difference as a file of schema/quirks. Of an `id` that is there already, add the variant. */
  readonly quirk: QuirkRecord;
}

/** A file of schema/quirks, as its meta-schema wants it. */
export interface QuirkRecord {
  readonly $schema: "../quirk.schema.json";
  readonly id: string;
  readonly title: string;
  readonly description?: string | undefined;
  readonly kind: "availability" | "parameter" | "testAnswer";
  readonly command: string;
  readonly operations?: readonly string[] | undefined;
  readonly param?: string | undefined;
  readonly variants: readonly {
    readonly applies: readonly {
      readonly family: string;
      readonly models: readonly string[];
      readonly firmware?: readonly string[] | undefined;
    }[];
    readonly change: object;
    readonly evidence: readonly {
      readonly id: string;
      readonly confidence: "device";
      readonly note: string;
    }[];
  }[];
}

/** The entry for schema/manuals.json that the evidence of the quirk records names. */
export interface ProbeSource {
  readonly id: string;
  readonly kind: "device";
  readonly title: string;
  readonly families: readonly string[];
}

/** What a probe found. Plain JSON. */
export interface ProbeReport {
  readonly identity: ProbeIdentity;
  readonly answers: readonly ProbeAnswer[];
  /** Every difference, those that a quirk explains included. */
  readonly findings: readonly ProbeFinding[];
  /** Records for all that no quirk explains yet, one a file. */
  readonly quirks: readonly QuirkRecord[];
  /** For `openModule`. */
  readonly capabilities: ModuleCapabilities;
  readonly source: ProbeSource;
}
