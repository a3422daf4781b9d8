import { describe, expect, it } from "vitest";
import { commandFile, Sandbox } from "./schema-folder.ts";

const unchecked = ["recalled", "inferred"];

const source = (confidence: string, note?: string) => ({
  id: "lamp-manual",
  confidence,
  note,
  ...(unchecked.includes(confidence) ? { settledBy: "The ear of a neighbour." } : {}),
});

/** A command whose every element is believed for another reason. */
const siren = commandFile({
  at: "+SIREN",
  title: "Siren of the gate",
  params: {
    volume: {
      wire: "v",
      type: "integer",
      description: "How loud.",
      source: [source("stated"), source("recalled", "The default.")],
    },
    tone: {
      wire: "t",
      type: "enum",
      typeName: "SirenTone",
      description: "How high.",
      values: [
        { value: 0, name: "low", description: "Low" },
        { value: 1, name: "high", description: "High", source: [source("inferred")] },
      ],
      source: [source("sibling")],
    },
    pause: { wire: "p", type: "integer", description: "How long between." },
  },
  operations: [
    {
      name: "sound",
      form: "write",
      summary: "Sounds the siren.",
      args: [{ param: "volume" }, { param: "tone" }, { param: "pause" }],
      maxResponseMs: null,
      source: [source("device"), source("third-party", "Error 5.")],
    },
  ],
  notes: [{ text: "It is loud.", source: [source("inferred")] }],
  source: [source("third-party")],
});

describe("the confidence of a fact stands in the generated comment of", () => {
  it.each([
    ["a command", "@see Lamp Manual (third-party)"],
    ["a note", "It is loud. (inferred)"],
    ["an operation", "@see Lamp Manual (device); Lamp Manual (third-party: error 5)"],
    ["a part of a parameter", "How loud. `<v>` (the default: recalled)."],
    ["a parameter", "How high. `<t>`, 0 low, 1 high (sibling)."],
    ["a parameter without a source of its own", "How long between. `<p>` (third-party)."],
    ["a type", "/** How high. (sibling) */"],
    ["a value", "/** High (inferred) */"],
  ])("%s", async (_, comment) => {
    const sandbox = await Sandbox.with({ "commands/base/siren.json": siren });
    const { exitCode, error } = await sandbox.run();
    expect([exitCode, error]).toEqual([0, ""]);
    const { "base/siren.gen.ts": text = "" } = await sandbox.generated();
    expect(text).toContain(comment);
  });

  it("nothing that a manual of the family states", async () => {
    const stated = commandFile({
      ...siren,
      notes: [],
      params: { volume: { wire: "v", type: "integer", description: "How loud." } },
      operations: [
        {
          name: "sound",
          form: "write",
          summary: "Sounds.",
          args: [{ param: "volume" }],
          maxResponseMs: 5,
        },
      ],
      source: [source("stated")],
    });
    const sandbox = await Sandbox.with({ "commands/base/siren.json": stated });
    await sandbox.run();
    const { "base/siren.gen.ts": text = "" } = await sandbox.generated();
    expect(text).toContain("How loud. `<v>`. */");
    expect(text).not.toMatch(/stated|third-party/);
  });
});
