import { commandFile, type SchemaFiles } from "./schema-folder.ts";

/** A quirk about the lamp's color, some of it replaced. */
export function lampBlue(rest: object): object {
  return {
    $schema: "../quirk.schema.json",
    id: "lamp-blue",
    title: "Blue lamps",
    kind: "parameter",
    command: "+LAMP",
    operations: ["lightLamp"],
    param: "color",
    variants: [
      {
        applies: [{ family: "LAMP", models: ["LAMP2"] }],
        change: { addsValues: [2] },
        evidence: [{ id: "lamp-manual", section: "6" }],
      },
    ],
    ...rest,
  };
}

/** A small schema that uses every kind of thing once. */
export const lamp: SchemaFiles = {
  "commands/base/lamp.json": commandFile({
    stability: "stable",
    params: {
      number: {
        wire: "n",
        type: "integer",
        description: "Which lamp.",
        ranges: [
          [1, 4],
          [9, null],
        ],
      },
      color: {
        wire: "color",
        type: "enum",
        typeName: "LampColor",
        description: "Its color.",
        values: [
          { value: 0, name: "red", description: "Red" },
          { value: 1, name: "green", description: "Green" },
          { value: 7, name: "broken", description: "Broken glass", decodeOnly: true },
        ],
      },
      label: {
        wire: "label",
        type: "string",
        description: "What is painted on it.",
        maxBytes: 20,
        sensitive: true,
      },
      script: {
        wire: "script",
        type: "enum",
        typeName: "LampScript",
        description: "Letters of the label.",
        default: 1,
        values: [
          { value: 1, name: "latin", description: "Latin", encoding: "ascii" },
          { value: 2, name: "cyrillic", description: "Cyrillic, small ones", encoding: "koi8-r" },
        ],
      },
    },
    operations: [
      {
        name: "testLamp",
        form: "test",
        summary: "Asks which lamps there are.",
        supports: ["(1-4,9-<last>),(0,1)"],
        maxResponseMs: 300,
        examples: [{ sent: "AT+LAMP=?", received: ["+LAMP: (1-4,9-<last>),(0,1)", "OK"] }],
      },
      {
        name: "listLamps",
        form: "read",
        summary: "Lists the lamps.",
        reply: [
          {
            prefix: "+LAMP",
            fields: [{ param: "number" }, { param: "color" }, { optional: [{ param: "label" }] }],
            repeat: "zeroOrMore",
            as: "lamps",
          },
        ],
        maxResponseMs: 300,
        examples: [
          {
            sent: "AT+LAMP?",
            received: ["+LAMP: 2,1", "OK"],
            output: { lamps: [{ number: 2, color: 1 }] },
          },
        ],
      },
      {
        name: "lightLamp",
        form: "write",
        summary: "Lights one lamp.",
        description: "The others go dark, after {fact:warmUpSeconds} s at least.",
        args: [
          { const: "on" },
          { param: "number" },
          {
            optional: [{ param: "color" }, { optional: [{ param: "label" }, { param: "script" }] }],
          },
        ],
        errors: ["lamp"],
        maxResponseMs: null,
        examples: [{ input: { number: 2 }, sent: 'AT+LAMP="on",2', received: ["OK"] }],
      },
      {
        name: "burnLamp",
        form: "execute",
        summary: "Burns a lamp until it is out.",
        completion: { urc: "lampBurnt" },
        maxResponseMs: null,
        examples: [{ sent: "AT+LAMP", received: ["OK"] }],
      },
    ],
    facts: {
      maxLamps: {
        atMost: 12,
        about: "lamps",
        description: "Lamps of one gate.",
        source: [{ id: "lamp-manual", section: "2.1" }],
      },
      lampWords: {
        is: ["on", "burnt"],
        description: "Words that a lamp's line can hold.",
        source: [{ id: "lamp-manual", section: "2.1" }],
      },
    },
    urcs: [
      {
        name: "lampBurnt",
        summary: "A lamp has burnt out.",
        line: { prefix: "+LAMP", fields: [{ const: "burnt" }, { param: "number" }] },
        tail: { lines: 1 },
        source: [{ id: "lamp-manual", section: "3" }],
      },
    ],
  }),
  "facts/light.json": {
    $schema: "../facts.schema.json",
    id: "light",
    title: "Light of all lamps",
    facts: {
      warmUpSeconds: {
        atLeast: 4,
        unit: "second",
        description: "Time until a lamp is bright.",
        source: [{ id: "lamp-manual", section: "1" }],
      },
      passingErrors: {
        is: ["noPower"],
        errorsOf: "lamp",
        description: "Errors that pass by themselves.",
        source: [{ id: "lamp-manual", confidence: "recalled", settledBy: "The answer of a lamp." }],
      },
    },
  },
  "errors/lamp.json": {
    $schema: "../error-table.schema.json",
    id: "lamp",
    title: "Errors of lamps",
    wire: "+CME ERROR: <err>",
    judgesMail: true,
    unlisted: [
      {
        from: 10,
        to: 19,
        mailOutcome: "notSent",
        reason: "No lamp, no mail.",
        meaning: "The lamp is dark",
        remedy: "Light it again.",
        retryable: true,
        source: [{ id: "lamp-manual" }],
      },
    ],
    codes: [
      {
        code: 5,
        name: "noPower",
        meaning: "There is no power",
        retryable: true,
        mailOutcome: "unknown",
        mailOutcomeReason: "Nobody sees anything.",
        source: [{ id: "lamp-manual" }],
      },
    ],
    source: [{ id: "lamp-manual", section: "5" }],
  },
  "quirks/lamp-blue.json": lampBlue({}),
};
