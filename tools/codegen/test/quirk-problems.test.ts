import { describe } from "vitest";
import { type Fault, judgeFaults } from "./judge-faults.ts";
import { lamp, lampBlue } from "./lamp.ts";

const evidence = [{ id: "lamp-manual", section: "6" }];
const applies = [{ family: "LAMP" }];
const variant = (rest: object) => ({
  variants: [{ applies, change: { addsValues: [2] }, evidence, ...rest }],
});

type QuirkFault = [title: string, quirk: object, pointer: string, message: string, remedy: string];

const inconsistent: QuirkFault[] = [
  [
    "another id than its file",
    { id: "lamp-violet" },
    "/id",
    'is "lamp-violet", which is not the name of the file',
    "Make them the same.",
  ],
  [
    "a command without file",
    { command: "+SIREN" },
    "/command",
    'names the command "AT+SIREN", which has no file',
    "Use the 'at' of a command file.",
  ],
  [
    "an operation of another command",
    { operations: ["sound"] },
    "/operations",
    'names "sound", which commands/base/lamp.json does not declare',
    "Use one of: testLamp, listLamps, lightLamp, burnLamp.",
  ],
  [
    "a parameter that does not exist",
    { param: "shape" },
    "/param",
    'names "shape", which commands/base/lamp.json does not declare',
    "Use one of: number, color, label, script.",
  ],
  [
    "an unknown family",
    variant({ applies: [{ family: "SIREN" }] }),
    "/variants/0/applies/0/family",
    'is "SIREN", which families.json does not list',
    "Use one of: LAMP.",
  ],
  [
    "an unknown model",
    variant({ applies: [{ family: "LAMP", models: ["LAMP3"] }] }),
    "/variants/0/applies/0/models",
    'names "LAMP3", which is no model of LAMP',
    "Use one of: LAMP1, LAMP2.",
  ],
  [
    "inferences for evidence",
    variant({
      evidence: [{ id: "lamp-manual", confidence: "inferred", settledBy: "The answer of a lamp." }],
    }),
    "/variants/0/evidence",
    "holds inferences only, which are no evidence",
    "Cite where the difference was seen",
  ],
  [
    "evidence from a source that nobody lists",
    variant({ evidence: [{ id: "siren-manual" }] }),
    "/variants/0/evidence",
    'cites "siren-manual"',
    "Use one of: lamp-manual.",
  ],
  [
    "a value that exists already",
    variant({ change: { addsValues: [1] } }),
    "/variants/0/change/addsValues",
    "adds 1, which the parameter has already",
    "Remove the value.",
  ],
  [
    "a value that is not there to be removed",
    variant({ change: { removesValues: [7] } }),
    "/variants/0/change/removesValues",
    "removes 7, which the parameter does not have",
    "Correct the value.",
  ],
  [
    "ranges of an enum",
    variant({ change: { ranges: [[0, 9]] } }),
    "/variants/0/change/ranges",
    "gives ranges to a parameter of type enum",
    "Remove them.",
  ],
];

const malformed: QuirkFault[] = [
  [
    "no evidence at all",
    variant({ evidence: undefined }),
    "/variants/0",
    'lacks the property "evidence"',
    'Add "evidence".',
  ],
  [
    "a kind that there is not",
    { kind: "colour" },
    "/kind",
    'is "colour", which is no kind there is',
    "Use one of: availability, parameter, renamedKey,",
  ],
  [
    "what quirks of its kind are not about",
    { urcs: ["lampBurnt"] },
    "/urcs",
    "does not belong here",
    "Remove it",
  ],
  [
    "a change of another kind",
    variant({ change: { available: false } }),
    "/variants/0/change",
    'has the unknown property "available"',
    "Correct its spelling or remove it; known are: ranges, addsValues, removesValues, absent.",
  ],
];

const quirks = {
  base: lamp,
  path: (id: string) => `quirks/fault${id}.json`,
  names: /\b(fault)\b/g,
};

const faulty = (faults: readonly QuirkFault[]) =>
  faults.map(([title, quirk, ...rest]): Fault => {
    return [title, lampBlue({ id: "fault", ...quirk }), ...rest];
  });

describe("a quirk against its meta-schema:", () => judgeFaults(faulty(malformed), quirks));
describe("a quirk against the schema:", () => judgeFaults(faulty(inconsistent), quirks));
