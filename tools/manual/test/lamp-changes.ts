import type { Bump } from "@qsmtp/schema-diff";
import type { Edit, LampText } from "./lamp-workshop.ts";

/** One thing that a vendor may change, and what must come of it. */
export interface LampChange {
  readonly name: string;
  readonly edits: Readonly<Record<LampText, readonly Edit[]>>;
  /** Names that a person gives when the change is accepted. */
  readonly names?: readonly string[];
  /** Findings of the check: id and rule. */
  readonly findings: Readonly<Record<string, string>>;
  /** Release that the accepted change asks for. */
  readonly bump: Bump;
}

function both(...edits: Edit[]): LampChange["edits"] {
  return { plain: edits, layout: edits };
}

export const lampChanges: readonly LampChange[] = [
  {
    name: "range widened",
    edits: both(["The range is 1-8", "The range is 1-12"], ['"channel",(1-8)', '"channel",(1-12)']),
    findings: {
      "+XDEMOCFG/params/channelID/range": "range-widened",
      "+XDEMOCFG/test/answer:channel": "test-answer-changed",
    },
    bump: "minor",
  },
  {
    name: "range narrowed",
    edits: both(["The range is 1-8", "The range is 1-4"], ['"channel",(1-8)', '"channel",(1-4)']),
    findings: {
      "+XDEMOCFG/params/channelID/range": "range-narrowed",
      "+XDEMOCFG/test/answer:channel": "test-answer-changed",
    },
    bump: "major",
  },
  {
    name: "default changed",
    edits: both(["The default value is 700", "The default value is 7000"]),
    findings: { "+XDEMOCFG/params/port/default": "default-changed" },
    bump: "minor",
  },
  {
    name: "size increased",
    edits: both([
      "The name that opens the station. The maximum size of the\n",
      "The name that opens the station. The largest size, or maximum size of the\n",
    ]),
    findings: {},
    bump: "none",
  },
];
