import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { Model } from "../src/model.ts";
import { escapeText, parseText } from "../src/texts/parse-text.ts";
import { renderText } from "../src/texts/render-texts.ts";
import { lamp } from "./lamp.ts";
import { commandFile, Sandbox } from "./schema-folder.ts";

const source = [{ id: "lamp-manual" }];

/** A drum with everything that a text can refer to, and one sentence about it. */
const drum = (description: string) =>
  commandFile({
    at: "+DRUM",
    description,
    facts: {
      maxDrums: { atMost: 40, description: "Drums of one band.", source },
      beats: { is: [120, 95, 60], description: "Usual beats.", source },
    },
    params: {
      beat: {
        wire: "b",
        type: "integer",
        description: "How fast.",
        ranges: [
          [20, 90],
          [300, 400],
        ],
      },
      rest: {
        wire: "r",
        type: "integer",
        description: "How long.",
        ranges: [[5, null]],
        default: 15,
      },
      word: { wire: "w", type: "string", description: "What for.", minBytes: 2, maxBytes: 33 },
      size: { wire: "s", type: "integer", description: "How many bytes follow." },
      kind: {
        wire: "k",
        type: "keyword",
        typeName: "DrumKind",
        description: "Which one.",
        values: ["snare", "bass", "tom"].map((value) => ({
          value,
          name: value,
          description: `${value}, a drum`,
        })),
      },
      slow: { wire: "a", type: "flag", description: "Whether slowly." },
    },
    operations: [
      {
        name: "beatDrum",
        form: "write",
        summary: "Beats it.",
        args: ["beat", "rest", "word", "kind", "size", "slow"].map((param) => ({ param })),
        data: {
          direction: "toModule",
          length: { param: "size" },
          endsOn: ["length"],
          ack: { param: "slow", value: 1, everyBytes: 512, byte: "D" },
          earlyExit: "result",
          resumable: false,
        },
        errors: ["lamp"],
        maxResponseMs: 4500,
      },
    ],
  });

async function printed(text: string): Promise<string> {
  const sandbox = await Sandbox.with({ ...lamp, "commands/base/drum.json": drum(text) });
  const { exitCode, error } = await sandbox.run();
  expect([exitCode, error]).toEqual([0, ""]);
  const { "base/drum.gen.ts": file = "" } = await sandbox.generated();
  const [, said = ""] = /: lamp of the gate\.\n \*\n \* (.*)\n/.exec(file) ?? [];
  // In a comment a brace would be a tag.
  return said.replaceAll(/\\([{}])/g, "$1");
}

describe("a text says what the schema states about", () => {
  it.each([
    ["a fact", "At most {fact:maxDrums}.", "At most 40."],
    ["a list", "Beats are {fact:beats}.", "Beats are 120, 95 or 60."],
    ["another file's fact", "{fact:warmUpSeconds} s.", "4 s."],
    ["errors", "Errors {fact:passingErrors}.", "Errors 5."],
    ["the ends of a range", "{param:beat.min} to {param:beat.max}", "20 to 400"],
    ["ranges", "{param:beat.range}.", "20-90 or 300-400."],
    ["a range without end", "{param:rest.range}.", "5 or more."],
    ["a default", "Else {param:rest.default}.", "Else 15."],
    ["sizes", "{param:word.minBytes} to {param:word.maxBytes}.", "2 to 33."],
    ["values", "A {param:kind.values} drum.", "A snare, bass or tom drum."],
    ["another command", "{param:lightLamp.label.maxBytes} bytes.", "20 bytes."],
    ["a time", "{operation:beatDrum.maxResponseSeconds} s.", "4.5 s."],
    ["acknowledgements", "Each {operation:beatDrum.ackBytes} bytes.", "Each 512 bytes."],
    ["an error of a table", "Error {code:lamp.noPower}.", "Error 5."],
    ["what is equal by chance", "A score of {number:40}.", "A score of 40."],
    ["braces", "{{fact:maxDrums}} and }}{{.", "{fact:maxDrums} and }{."],
  ])("%s", async (_, text, expected) => {
    expect(await printed(text)).toBe(expected);
  });

  it.each([
    ["a version", "Since firmware 1.40 and 40.1."],
    ["a command line", "After AT+DRUM=40,90 it is loud."],
    ["a name", "A D40 or 40x."],
    ["a small number", "The 5 and the 2 are loud."],
    ["one character set", "ASCII is enough."],
  ])("and may go on saying %s", async (_, text) => {
    expect(await printed(text)).toBe(text);
  });
});

const nothing: Model = {
  commands: [],
  errorTables: [],
  manuals: new Map(),
  families: [],
  quirks: [],
  factFiles: [],
  earlier: [],
};

test("any text that was escaped reads as it was", () => {
  const text = fc.string({ unit: fc.constantFrom("{", "}", ":", ".", "fact", "a", " ") });
  fc.assert(
    fc.property(text, (given) => {
      expect(parseText(escapeText(given)).every((part) => "words" in part)).toBe(true);
      expect(renderText(escapeText(given), {}, nothing)).toBe(given);
    }),
  );
});

test("no text is lost: what is no reference stays, piece for piece", () => {
  const text = fc.string({ unit: fc.constantFrom("{", "}", ":", ".", "x", " ") });
  fc.assert(
    fc.property(text, (given) => {
      const whole = parseText(given).map((part) => {
        if ("words" in part) return escapeText(part.words);
        return "brace" in part ? part.brace : part.written;
      });
      expect(whole.join("")).toBe(given);
    }),
  );
});
