import type { Bump } from "@qsmtp/schema-diff";
import type { Edit, LampText } from "./lamp-workshop.ts";

/** One thing that a vendor may change, and what must come of it. */
export interface LampChange {
  readonly name: string;
  readonly edits: Readonly<Record<LampText, readonly Edit[]>>;
  /** Names that a person gives when the change is accepted. */
  readonly names?: readonly string[];
  /** Findings of the check: rule by id. */
  readonly findings: Readonly<Record<string, string>>;
  /** Release that the accepted change asks for. */
  readonly bump: Bump;
}

/** An edit that reads the same in both extractions. */
function both(...edits: Edit[]): LampChange["edits"] {
  return { plain: edits, layout: edits };
}

/** Columns of the layout text: what stands on the right begins at `column`. */
function row(column: number, left: string, right: string): string {
  return `${` ${left}`.padEnd(column)}${right}\n`;
}

const fadeBlock: readonly (readonly [string, string])[] = [
  ["Write Command", "Response"],
  ['AT+XDEMOCFG="fade"[,<fade_ti', "If <fade_time> is not omitted:"],
  ["me>]", "OK"],
  ["", "Or"],
  ["", "+CME ERROR: <err>"],
  ["", "If <fade_time> is omitted, what is set comes instead:"],
  ["", '+XDEMOCFG: "fade",<fade_time>'],
  ["", "OK"],
];

const fadeText = "Integer type. How long a lamp takes to fade. The range is 0-60. Unit: second.";

const dimSection = `2.6. AT+XDEMODIM Dim the Lamps
AT+XDEMODIM makes all lamps darker.
`;

const dimBlock: readonly (readonly [string, string])[] = [
  ["Test Command", "Response"],
  ["AT+XDEMODIM=?", "+XDEMODIM: (1-100)"],
  ["", "OK"],
  ["Read Command", "Response"],
  ["AT+XDEMODIM?", "+XDEMODIM: <brightness>"],
  ["", "OK"],
  ["Write Command", "Response"],
  ["AT+XDEMODIM=<brightness>", "OK"],
  ["", "Or"],
  ["", "+CME ERROR: <err>"],
];

const dimText =
  "Integer type. How bright they are. The range is 1-100, and the default value is 100.";
const errText = "Integer type. What went wrong, as told by Chapter 5.";
const dimTitle = "AT+XDEMODIM Dim the Lamps\n";
const lastWords = "Chapter 6. No code at all is given as 0.\n";

function layoutBlock(block: readonly (readonly [string, string])[], column: number): string {
  return block.map(([left, right]) => row(column, left, right)).join("");
}

/** Left column first, then the right one, block by block. */
function plainBlock(block: readonly (readonly [string, string])[]): string {
  const groups: { left: string[]; right: string[] }[] = [];
  for (const [left, right] of block) {
    if (/^\w+ Command$/.test(left)) groups.push({ left: [], right: [] });
    if (left !== "") groups.at(-1)?.left.push(left);
    groups.at(-1)?.right.push(right);
  }
  return groups.map(({ left, right }) => `${left.join("\n")}\n\n${right.join("\n")}\n\n`).join("");
}

const zoneText = "Integer type. Which lamps are lit. The range is 1-9.";

export const lampChanges: readonly LampChange[] = [
  {
    name: "a range is widened",
    edits: both(["The range is 1-8", "The range is 1-12"], ['"channel",(1-8)', '"channel",(1-12)']),
    findings: {
      "+XDEMOCFG/params/channelID/range": "range-widened",
      "+XDEMOCFG/test/answer:channel": "test-answer-changed",
    },
    bump: "minor",
  },
  {
    name: "a range is narrowed",
    edits: both(["The range is 1-8", "The range is 1-4"], ['"channel",(1-8)', '"channel",(1-4)']),
    findings: {
      "+XDEMOCFG/params/channelID/range": "range-narrowed",
      "+XDEMOCFG/test/answer:channel": "test-answer-changed",
    },
    bump: "major",
  },
  {
    name: "a default is another one",
    edits: both(["The default value is 700", "The default value is 7000"]),
    findings: { "+XDEMOCFG/params/port/default": "default-changed" },
    bump: "minor",
  },
  {
    name: "a size is increased",
    edits: both(["The maximum size of this text is 60", "The maximum size of this text is 80"]),
    findings: { "+XDEMOCFG/params/address/size": "size-increased" },
    bump: "minor",
  },
  {
    name: "a sub-key is new",
    edits: {
      plain: [
        ['+XDEMOCFG: "glow",(0-2)\n', '+XDEMOCFG: "glow",(0-2)\n+XDEMOCFG: "fade",(0-60)\n'],
        ["Maximum Response Time\n", `${plainBlock(fadeBlock)}Maximum Response Time\n`],
        ["<glow_type>\n\nInteger", `<fade_time>\n\n${fadeText}\n\n<glow_type>\n\nInteger`],
      ],
      layout: [
        [
          row(41, "", '+XDEMOCFG: "glow",(0-2)'),
          row(41, "", '+XDEMOCFG: "glow",(0-2)') + row(41, "", '+XDEMOCFG: "fade",(0-60)'),
        ],
        [" Maximum Response Time  ", `${layoutBlock(fadeBlock, 41)} Maximum Response Time  `],
        [
          "  <glow_type>          Integer",
          `${row(23, " <fade_time>", fadeText)}  <glow_type>          Integer`,
        ],
      ],
    },
    names: [
      "+XDEMOCFG/write:fade=setFade",
      "+XDEMOCFG/write:fade/query=getFade",
      "+XDEMOCFG/params/fade_time=fadeSeconds",
    ],
    findings: {
      "+XDEMOCFG/write:fade": "operation-added",
      "+XDEMOCFG/test/answer:fade": "test-answer-changed",
    },
    bump: "minor",
  },
  {
    name: "a command is new",
    edits: {
      plain: [
        [
          lastWords,
          `${lastWords}\n${dimSection}${dimTitle}${plainBlock(dimBlock)}Parameter\n<brightness>\n<err>\n\n${dimText}\n${errText}\n`,
        ],
      ],
      layout: [
        [
          lastWords,
          `${lastWords}\n ${dimSection} ${dimTitle}${layoutBlock(dimBlock, 41)}\n Parameter\n\n${row(23, " <brightness>", dimText)}${row(23, " <err>", errText)}`,
        ],
      ],
    },
    names: [
      "+XDEMODIM/test=testDimming",
      "+XDEMODIM/read=getBrightness",
      "+XDEMODIM/write=setBrightness",
      "+XDEMODIM/params/brightness=brightness",
    ],
    findings: { "+XDEMODIM": "command-added" },
    bump: "minor",
  },
  {
    name: "an error code is new",
    edits: {
      plain: [["707\n\nTimeout\n", "707\n\nTimeout\n\n708\n\nThe lamp is broken\n"]],
      layout: [
        [
          row(20, "707", "Timeout"),
          row(20, "707", "Timeout") + row(20, "708", "The lamp is broken"),
        ],
      ],
    },
    names: ["lampBroken"],
    findings: { "lamp/codes/708": "error-code-added" },
    bump: "minor",
  },
  {
    name: "an error code is gone",
    edits: {
      plain: [["706\n\nNo lamp chosen\n\n", ""]],
      layout: [[row(20, "706", "No lamp chosen"), ""]],
    },
    findings: { "lamp/codes/706": "error-code-removed" },
    bump: "major",
  },
  {
    name: "an enumeration has a new value",
    edits: {
      plain: [["2\n\nMorse\n", "2\n\nMorse\n\n3\n\nRainbow\n"]],
      layout: [["2       Morse\n", `2       Morse\n${" ".repeat(24)}3       Rainbow\n`]],
    },
    names: ["rainbow"],
    findings: { "+XDEMOCFG/params/glow_type/values/3": "enum-value-added" },
    bump: "minor",
  },
  {
    name: "a parameter is inserted",
    edits: {
      plain: [
        ["AT+XDEMORUN=<timeout>\n\nIf", "AT+XDEMORUN=<zone>,<timeout>\n\nIf"],
        ["AT+XDEMORUN=300\n", "AT+XDEMORUN=1,300\n"],
        ["<timeout>\n\nInteger", `<zone>\n\n${zoneText}\n\n<timeout>\n\nInteger`],
      ],
      layout: [
        ["AT+XDEMORUN=<timeout>       ", "AT+XDEMORUN=<zone>,<timeout>"],
        ["AT+XDEMORUN=300  ", "AT+XDEMORUN=1,300"],
        [
          "  <timeout>              Integer",
          `${row(25, " <zone>", zoneText)}  <timeout>              Integer`,
        ],
      ],
    },
    names: ["zone"],
    findings: { "+XDEMORUN/write": "arg-inserted" },
    bump: "major",
  },
  {
    name: "an optional parameter is appended",
    edits: {
      plain: [
        ["AT+XDEMORUN=<timeout>\n\nIf", "AT+XDEMORUN=<timeout>[,<zone>]\n\nIf"],
        ["<timeout>\n\nInteger", `<zone>\n\n${zoneText}\n\n<timeout>\n\nInteger`],
      ],
      layout: [
        ["AT+XDEMORUN=<timeout>         ", "AT+XDEMORUN=<timeout>[,<zone>]"],
        [
          "  <timeout>              Integer",
          `${row(25, " <zone>", zoneText)}  <timeout>              Integer`,
        ],
      ],
    },
    names: ["zone"],
    findings: { "+XDEMORUN/write": "arg-optional-appended" },
    bump: "minor",
  },
  {
    name: "a limit in a sentence is another one",
    edits: both(["The maximum number of lamps is 12,", "The maximum number of lamps is 20,"]),
    findings: { "+XDEMOADD/limits/lamps": "fact-widened" },
    bump: "minor",
  },
  {
    name: "pages, lines and words stand elsewhere",
    edits: {
      plain: [
        [
          "\nA lamp may take a while to be lit. Customers",
          "\nA lamp may take\na while to be lit.  Customers",
        ],
        [
          "The radio channel. The range is 1-8, and the default",
          "The radio channel. The range is\n1-8, and the default",
        ],
        ['AT+XDEMOCFG="login"[,<user>,<sec\nret>]', 'AT+XDEMOCFG="login"[,<us\ner>,<secret>]'],
        ["Integer type. Add or delete lamps.", "Integer type. Adds lamps or deletes them."],
      ],
      layout: [
        [
          "The radio channel. The range is 1-8, and",
          "A channel of the radio.    The range is 1-8, and",
        ],
        ["Integer type. Add or delete lamps.", "Integer type. Adds lamps or deletes them."],
      ],
    },
    findings: {},
    bump: "none",
  },
];
