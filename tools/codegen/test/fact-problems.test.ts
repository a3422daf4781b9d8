import { describe } from "vitest";
import { type Fault, judgeFaults } from "./judge-faults.ts";
import { lamp } from "./lamp.ts";
import { commandFile } from "./schema-folder.ts";

const source = [{ id: "lamp-manual" }];
const fact = { atMost: 30, description: "Bells of one tower.", source };

const bell = (rest: object) => commandFile({ at: "+BELL", ...rest });
const facts = (maxBells: object) => bell({ facts: { maxBells: { ...fact, ...maxBells } } });

/** A command with a size, a range, a default and a fact, and one sentence about it. */
const said = (description: string, rest: object = {}) =>
  bell({
    description,
    facts: { maxBells: fact },
    params: {
      tone: {
        wire: "t",
        type: "integer",
        description: "How high.",
        ranges: [[2, 64]],
        default: 48,
      },
      name: { wire: "n", type: "string", description: "Its name.", maxBytes: 72 },
      script: {
        wire: "s",
        type: "enum",
        typeName: "BellScript",
        description: "Letters of the name.",
        values: [
          { value: 0, name: "greek", description: "Greek", encoding: "iso-8859-7" },
          { value: 1, name: "thai", description: "Thai", encoding: "tis-620" },
        ],
      },
    },
    operations: [
      {
        name: "ring",
        form: "write",
        summary: "Rings it.",
        args: [{ param: "tone" }, { param: "name" }, { param: "script" }],
        errors: ["lamp"],
        maxResponseMs: 7000,
      },
    ],
    ...rest,
  });

const bells = {
  base: lamp,
  path: (id: string) => `commands/base/tower${id}.json`,
  names: /\b(maxBells|ring|BellScript|bellHeard)\b/g,
};

const malformed: Fault[] = [
  [
    "a fact without a value",
    bell({ facts: { maxBells: { description: fact.description, source } } }),
    "/facts/maxBells",
    'lacks the property "atMost"',
    'Add "atMost".',
  ],
  [
    "a fact without a source",
    facts({ source: undefined }),
    "/facts/maxBells",
    'lacks the property "source"',
    'Add "source".',
  ],
  [
    "a unit that nobody knows",
    facts({ unit: "furlong" }),
    "/facts/maxBells/unit",
    'is "furlong", which is not allowed here',
    "Use one of: byte, millisecond,",
  ],
  [
    "a fact whose name is no name",
    bell({ facts: { "max-bells": fact } }),
    "/facts",
    "property name must be valid",
    "See the descriptions in the meta-schema.",
  ],
];

const inconsistent: Fault[] = [
  [
    "a name that another file's fact has",
    bell({ facts: { maxLamps: fact } }),
    "/facts/maxLamps",
    'the exported name "maxLamps" is taken by',
    "Names are API: choose another one.",
  ],
  [
    "a name that follows from the schema",
    bell({ facts: { lampErrorNumber: fact } }),
    "/facts/lampErrorNumber",
    'the exported name "lampErrorNumber" is taken by',
    "Names are API: choose another one.",
  ],
  [
    "a unit that the name does not tell",
    facts({ unit: "minute" }),
    "/facts/maxBells",
    "is a number of unit minute, which its name does not tell",
    'Let the name end in "Minutes".',
  ],
  [
    "a source that nobody lists",
    facts({ source: [{ id: "bell-manual" }] }),
    "/facts/maxBells/source",
    'cites "bell-manual", which manuals.json does not list',
    "Use one of: lamp-manual.",
  ],
  [
    "errors of a table that does not exist",
    facts({ atMost: undefined, is: ["noPower"], errorsOf: "bells" }),
    "/facts/maxBells",
    'names the error table "bells", which does not exist',
    "Use one of: lamp.",
  ],
  [
    "an error that its table does not have",
    facts({ atMost: undefined, is: ["noPower", "noRope"], errorsOf: "lamp" }),
    "/facts/maxBells",
    'names the error "noRope", which the table "lamp" does not have',
    "Correct the name, or add the error.",
  ],
  [
    "a value without a character set among those that have one",
    said("Rings.", {
      params: {
        tone: {
          wire: "s",
          type: "enum",
          typeName: "BellScript",
          description: "Letters.",
          values: [
            { value: 0, name: "greek", description: "Greek", encoding: "iso-8859-7" },
            { value: 1, name: "runes", description: "Runes" },
          ],
        },
        name: { wire: "n", type: "string", description: "Its name." },
        script: { wire: "x", type: "integer", description: "Another number." },
      },
    }),
    "/params/tone/values/1",
    '"runes" does not say which character set it is, as the other values do',
    'Give "encoding" a label',
  ],
  [
    "a character set that no platform knows",
    said("Rings.", {
      params: {
        tone: {
          wire: "s",
          type: "enum",
          typeName: "BellScript",
          description: "Letters.",
          values: [{ value: 0, name: "runes", description: "Runes", encoding: "futhark-1" }],
        },
        name: { wire: "n", type: "string", description: "Its name." },
        script: { wire: "x", type: "integer", description: "Another number." },
      },
    }),
    "/params/tone/values/0",
    '"futhark-1" is no label of a character set',
    'Give "encoding" a label',
  ],
];

const at = "/description";
const misreferred: Fault[] = (
  [
    ["a fact", "Takes {fact:maxBell} bells.", "{fact:maxBell} names no fact"],
    ["a parameter", "Up to {param:pitch.max}.", "{param:pitch.max} names no parameter"],
    ["a member", "Up to {param:tone.most}.", '"tone" has no "most"'],
    ["a bound without end", "{param:lightLamp.number.max} lamps.", '"number" has no "max"'],
    ["a size of a number", "{param:tone.maxBytes} bytes.", '"tone" has no "maxBytes"'],
    ["another command's operation", "{param:dingDong.tone.max}.", "names no parameter"],
    ["an operation's time", "{operation:lightLamp.maxResponseSeconds} s.", '"lightLamp" has no'],
    ["an operation", "{operation:dong.ackBytes} bytes.", "names no operation"],
    ["a code", "Error {code:lamp.noRope}.", "names no code of an error table"],
    ["a code without its table", "Error {code:noPower}.", "names no code of an error table"],
    ["a kind", "Takes {facts:maxBells} bells.", 'is of the unknown kind "facts"'],
    ["nothing", "Takes { bells.", "has a brace that belongs to no reference: {"],
    [
      "a brace that closes nothing",
      "Takes } bells.",
      "has a brace that belongs to no reference: }",
    ],
  ] as const
).map(([title, text, message]) => {
  return [title, said(text), at, message, "Write {fact:NAME}, {param:[OPERATION.]NAME.MEMBER}"];
});

const repeated: Fault[] = (
  [
    ["a fact", "Takes 30 bells.", "repeats 30", "{fact:maxBells}"],
    ["a fact of a sentence's end", "The most is 30.", "repeats 30", "{fact:maxBells}"],
    ["the end of a range", "Tones go up to 64 at night.", "repeats 64", "{param:tone.max}"],
    ["a whole range", "One of 2-64, by day.", "repeats 2-64", "{param:tone.range}"],
    ["a default", "Else 48 is taken.", "repeats 48", "{param:tone.default}"],
    ["a size", "A name has 72 letters.", "repeats 72", "{param:name.maxBytes}"],
    [
      "a list of character sets",
      "In ISO-8859-7 or TIS-620.",
      "repeats tis-620",
      "{param:script.values}",
    ],
  ] as const
).map(([title, text, message, reference]) => {
  return [title, said(text), at, message, `Write ${reference} instead`];
});

const elsewhere: Fault[] = [
  [
    "in a note",
    said("Rings.", { notes: [{ text: "Takes 30 bells.", source }] }),
    "/notes/0/text",
    "repeats 30",
    "Write {fact:maxBells} instead",
  ],
  [
    "in the words about a source",
    said("Rings.", { source: [{ id: "lamp-manual", note: "The 72 bytes." }] }),
    "/source/0/note",
    "repeats 72",
    "Write {param:name.maxBytes} instead",
  ],
  [
    "spelt out",
    bell({
      description: "Three bells at most.",
      facts: { maxBells: { ...fact, atMost: 3 } },
    }),
    at,
    "repeats three",
    "Write {fact:maxBells} instead, or {number:three} if it is equal by chance.",
  ],
];

describe("a fact against its meta-schema:", () => judgeFaults(malformed, bells));
describe("a fact against the schema:", () => judgeFaults(inconsistent, bells));
describe("a reference in a text to what does not exist:", () => judgeFaults(misreferred, bells));
describe("a text that repeats what the schema states:", () => judgeFaults(repeated, bells));
describe("a text that repeats a number,", () => judgeFaults(elsewhere, bells));
