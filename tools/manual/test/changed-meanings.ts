import type { Bump } from "@qsmtp/schema-diff";
import type { Edit } from "./lamp-workshop.ts";

/** A change of what the plain text means, and what must come of it once its words are recorded. */
export interface ChangedMeaning {
  readonly name: string;
  readonly edits: readonly Edit[];
  /** Findings of the check: bump by id. */
  readonly findings: Readonly<Record<string, Bump>>;
}

const manyCodes = "703\n\nNo station at that address\n\n";

export const changedMeanings: readonly ChangedMeaning[] = [
  {
    name: "two values of an enumeration change places",
    edits: [
      ["0\n\nSteady\n", "0\n\nBlinking\n"],
      ["1\n\nBlinking\n\n2", "1\n\nSteady\n\n2"],
    ],
    findings: { "+XDEMOCFG/params/glow_type/values/0-1": "major" },
  },
  {
    name: "three values change places",
    edits: [
      ["0\n\nLatin\n", "0\n\nGreek\n"],
      ["1\n\nGreek\n\n2\n\nCyrillic", "1\n\nCyrillic\n\n2\n\nLatin"],
    ],
    findings: { "+XDEMOTXT/params/alphabet/values/0-2": "major" },
  },
  {
    name: "two numbers that choose an operation change places",
    edits: [
      ["0\n\nDelete\n", "0\n\nAdd\n"],
      ["1\n\nAdd\n\nInteger", "1\n\nDelete\n\nInteger"],
    ],
    findings: {
      "+XDEMOADD/params/mode/values/0-1": "major",
      "+XDEMOADD/examples/AT+XDEMOADD=0": "undecidable",
    },
  },
  {
    name: "two errors change places",
    edits: [
      ["705\n\nLogin refused\n", "705\n\nTimeout\n"],
      ["707\n\nTimeout\n", "707\n\nLogin refused\n"],
    ],
    findings: { "lamp/codes/705, 707": "major" },
  },
  {
    name: "an error is put in and the rest move up",
    edits: [
      [manyCodes, "703\n\nThe lamp is cold\n\n704\n\nNo station at that address\n\n"],
      ["704\n\nRadio fault", "705\n\nRadio fault"],
      ["705\n\nLogin refused", "706\n\nLogin refused"],
      ["706\n\nNo lamp chosen", "707\n\nNo lamp chosen"],
      ["707\n\nTimeout", "708\n\nTimeout"],
    ],
    findings: { "lamp/codes/703-707": "major", "lamp/codes/703": "minor" },
  },
  {
    name: "an error is taken out and the rest move down",
    edits: [
      ["42\n\n<lamp_name> is unknown here\n\n43\n\nToo many", "42\n\nToo many"],
      ["44\n\nNo power", "43\n\nNo power"],
    ],
    findings: { "station/codes/43-44": "major" },
  },
  {
    name: "an error means something else",
    edits: [["No lamp chosen", "The text is longer than the lamp can show"]],
    findings: { "lamp/codes/706": "undecidable" },
  },
  {
    name: "two errors are one row now",
    edits: [["705\n\nLogin refused\n\n706\n\nNo lamp chosen", "705-706\n\nLogin refused"]],
    findings: { "lamp/codes/706": "undecidable" },
  },
  {
    name: "a value means something else",
    edits: [["Spare lamp\n\n3", "Emergency lamp\n\n3"]],
    findings: { "+XDEMOADD/params/kind/values/2": "undecidable" },
  },
  {
    name: "a row says something more",
    edits: [
      ["The length of the text that came in.", "The length of the text that came in, doubled."],
    ],
    findings: { "+XDEMOTXT/params/input_length": "undecidable" },
  },
  {
    name: "a note counts otherwise",
    edits: [["uses up to 12 times", "uses up to 15 times"]],
    findings: { "+XDEMORUN/prose": "undecidable" },
  },
  {
    name: "what was allowed is forbidden",
    edits: [["Customers should not light lamps again", "Customers should light lamps again"]],
    findings: { "+XDEMORUN/prose": "undecidable" },
  },
  {
    name: "a comment of an example says something else",
    edits: [["//Name the station and the port", "//Name the lamp and the port"]],
    findings: { "sections/3.1/comments": "undecidable" },
  },
  {
    name: "a guard time is longer",
    edits: [["Input nothing for one second before", "Input nothing for two seconds before"]],
    findings: { "sections/1.3/prose": "undecidable" },
  },
  {
    name: "a port in a sentence is another one",
    edits: [["port 700 as a rule", "port 701 as a rule"]],
    findings: { "sections/1.1/prose": "undecidable" },
  },
  {
    name: "a section is new",
    edits: [
      [
        "XD4x&XG7x_Lamp_AT_Commands_Manual\n\n3 / 14",
        "1.4. How to Wait\nA lamp wants a minute of rest between two texts.\n\nXD4x&XG7x_Lamp_AT_Commands_Manual\n\n3 / 14",
      ],
    ],
    findings: { "sections/1.4": "undecidable" },
  },
  {
    name: "a limit is a word",
    edits: [["The maximum number of lamps is 12,", "The maximum number of lamps is twelve,"]],
    findings: { "+XDEMOADD/prose": "undecidable" },
  },
  {
    name: "a limit is gone",
    edits: [["The maximum number of lamps is 12,", "There is room for many lamps,"]],
    findings: { "+XDEMOADD/limits/lamps": "undecidable", "+XDEMOADD/prose": "undecidable" },
  },
  {
    name: "one number of a range is taken out",
    edits: [["The range is 1-8, and", "The range is 1-8 except 5, and"]],
    findings: { "+XDEMOCFG/params/channelID/range": "major" },
  },
  {
    name: "a range has a gap",
    edits: [["The range is 1-600, and", "The range is 1-60 and 90-600, and"]],
    findings: { "+XDEMOTXT/params/input_time/range": "major" },
  },
  {
    name: "a range has only a lower end",
    edits: [["The range is 30-900.", "The minimum value is 30."]],
    findings: { "+XDEMORUN/params/timeout/range": "minor" },
  },
  {
    name: "a unit is a tenth of a second",
    edits: [["The range is 30-900. Unit:\nsecond.", "The range is 30-900. Unit:\n100 ms."]],
    findings: { "+XDEMORUN/params/timeout/unit": "major" },
  },
  {
    name: "a size counts characters",
    edits: [
      [
        "The maximum size of this text is 60 bytes.",
        "The maximum size of this text is 60 characters.",
      ],
    ],
    findings: { "+XDEMOCFG/params/address/size": "undecidable" },
  },
  {
    name: "a range holds in one case only",
    edits: [
      ["The range is 1-8, and the default", "The range is 1-8 (1-4 indoors), and the default"],
    ],
    findings: { "+XDEMOCFG/params/channelID/range": "undecidable" },
  },
];
