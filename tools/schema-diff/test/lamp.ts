import type { LoadedFile } from "@qsmtp/codegen/load";
import { buildModel } from "@qsmtp/codegen/model";
import type {
  SchemaCommand,
  SchemaErrorTable,
  SchemaFactFile,
  SchemaFamily,
  SchemaManual,
  SchemaQuirk,
} from "@qsmtp/codegen/schema-types";
import type { SchemaSet } from "../src/index.ts";

/** The schema types without `readonly`, so that a test can say in one line what it changes. */
export type Draft<Type> = Type extends object
  ? { -readonly [Key in keyof Type]: Draft<Type[Key]> }
  : Type;

interface Lamp {
  readonly command: SchemaCommand;
  readonly bulb: SchemaCommand | undefined;
  readonly table: SchemaErrorTable;
  readonly otherTable: SchemaErrorTable | undefined;
  readonly families: readonly SchemaFamily[];
  readonly quirks: readonly SchemaQuirk[];
  readonly subjects: readonly SchemaFactFile[];
  readonly manual: SchemaManual;
  readonly otherManual: SchemaManual | undefined;
}

export type LampDraft = Draft<Lamp>;
export type Edit = (draft: LampDraft) => void;

const source = [{ id: "lamp-manual", section: "2" }];

/** A small schema of our own: a lamp that is lit, listed and painted. */
const lamp: Lamp = {
  command: {
    at: "+LAMP",
    title: "Lamp of the gate",
    group: "base",
    stability: "stable",
    params: {
      number: { wire: "n", type: "integer", description: "Which lamp." },
      label: { wire: "label", type: "string", description: "What is painted on it." },
      time: { wire: "time", type: "integer", description: "For how long." },
      level: { wire: "level", type: "integer", description: "How bright." },
    },
    operations: [
      {
        name: "testLamp",
        form: "test",
        summary: "Asks which lamps there are.",
        supports: ["(1-4),(0,1)", '"on",(1-4),<label>'],
        maxResponseMs: 300,
      },
      {
        name: "listLamps",
        form: "read",
        summary: "Lists the lamps.",
        reply: [
          {
            prefix: "+LAMP",
            fields: [
              { param: "number" },
              { param: "level" },
              { optional: [{ param: "label" }] },
              { optional: [{ param: "time" }] },
            ],
            repeat: "zeroOrMore",
            as: "lamps",
          },
        ],
        maxResponseMs: 300,
      },
      {
        name: "lightLamp",
        form: "write",
        summary: "Lights one lamp.",
        args: [
          { const: "on" },
          { param: "number" },
          { optional: [{ param: "label" }] },
          { optional: [{ param: "time" }] },
        ],
        maxResponseMs: 300,
      },
      {
        name: "paintLamp",
        form: "write",
        summary: "Paints one lamp.",
        args: [{ const: "paint" }, { param: "number" }, { param: "level" }],
        data: {
          direction: "toModule",
          length: { param: "number" },
          endsOn: ["length", "escape"],
          earlyExit: "result",
          resumable: false,
        },
        completion: { urc: "lampBurnt", within: "level" },
        maxResponseMs: 300,
      },
    ],
    urcs: [
      {
        name: "lampBurnt",
        summary: "A lamp has burnt out.",
        line: { prefix: "+LAMP", fields: [{ const: "burnt" }, { param: "number" }] },
        source,
      },
    ],
    facts: {
      maxLamps: { atMost: 12, about: "lamps", description: "Lamps of one gate.", source },
      colours: { is: ["red", "green"], description: "Colours that can be had.", source },
    },
    source,
  },
  bulb: undefined,
  table: {
    id: "lamp",
    title: "Errors of lamps",
    wire: "+CME ERROR: <err>",
    codes: [
      { code: 5, name: "noPower", meaning: "There is no power", source },
      { code: 6, name: "noLamp", meaning: "There is no such lamp", source },
    ],
    source,
  },
  otherTable: undefined,
  families: [
    { id: "GATE", title: "Lamps of gates", relation: "described", models: [{ id: "G1" }], source },
    { id: "HALL", title: "Lamps of halls", relation: "relative", models: [{ id: "H1" }], source },
  ],
  quirks: [],
  subjects: [
    {
      id: "light",
      title: "Light of the lamps",
      facts: {
        warmUpSeconds: {
          atLeast: 4,
          unit: "second",
          description: "Time until a lamp is bright.",
          source,
        },
      },
    },
  ],
  manual: { id: "lamp-manual", kind: "manual", title: "Lamp Manual", version: "1", families: [] },
  otherManual: undefined,
};

/** The lamp's schema after some edits. */
export function lampSet(...edits: readonly (Edit | undefined)[]): SchemaSet {
  const draft = structuredClone(lamp) as LampDraft;
  for (const edit of edits) edit?.(draft);
  const { command, bulb, table, otherTable, families, quirks, subjects, manual, otherManual } =
    draft as Lamp;
  const commands = bulb === undefined ? [command] : [command, bulb];
  const tables = otherTable === undefined ? [table] : [table, otherTable];
  const sources = otherManual === undefined ? [manual] : [manual, otherManual];
  const files: LoadedFile[] = [
    { file: "manuals.json", kind: "manuals", json: { sources } },
    { file: "families.json", kind: "families", json: { families } },
    ...tables.map((json) => ({
      file: `errors/${json.id}.json`,
      kind: "error-table" as const,
      json,
    })),
    ...commands.map((json) => ({
      file: `commands/base/${json.at}.json`,
      kind: "command" as const,
      json,
    })),
    ...subjects.map((json) => ({
      file: `facts/${json.id}.json`,
      kind: "facts" as const,
      json,
    })),
    ...quirks.map((json) => ({ file: `quirks/${json.id}.json`, kind: "quirk" as const, json })),
  ];
  const metaSchemas = {
    command: {},
    "error-table": {},
    manuals: {},
    families: {},
    quirk: {},
    facts: {},
    vocabulary: {},
  };
  return { name: "lamp", model: buildModel({ files, metaSchemas }) };
}

/** The operation of a draft with this name. */
export function operation(
  draft: LampDraft,
  name: string,
): Draft<SchemaCommand["operations"][number]> {
  const found = draft.command.operations.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`the lamp has no operation ${name}`);
  return found;
}
