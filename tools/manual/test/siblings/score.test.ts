import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { faithfulDraft } from "./faithful-draft.ts";
import { scoreDraft, shareRight, wrongInSilence } from "./score.ts";
import type { SeenCommand, SeenDraft, SeenParam } from "./seen.ts";
import { seenFiles } from "./seen-files.ts";
import { readTruth, siblingTexts, truthFolder } from "./truth.ts";

const truths = siblingTexts.map((name) => readTruth(path.join(truthFolder, `${name}.json`)));

/** A draft that is right in everything but one thing. */
function spoilt(
  draft: SeenDraft,
  at: string,
  change: (command: SeenCommand) => SeenCommand,
): SeenDraft {
  const commands = draft.commands.map((command) => (command.at === at ? change(command) : command));
  return { ...draft, commands };
}

function withParam(
  command: SeenCommand,
  wire: string,
  change: (param: SeenParam) => SeenParam | undefined,
): SeenCommand {
  return {
    ...command,
    params: command.params.flatMap((param) =>
      param.wire === wire ? (change(param) ?? []) : [param],
    ),
  };
}

describe.each(truths)("the judge of $text", (truth) => {
  const draft = faithfulDraft(truth);

  test("finds nothing to say of a draft that is right", () => {
    const score = scoreDraft(truth, draft);
    expect(score.items).toEqual([]);
    expect(shareRight(score)).toBe(1);
  });

  test("counts everything that an empty draft misses", () => {
    const empty = { commands: [], codes: new Set<number>(), openCodes: [], saysUnseen: false };
    const score = scoreDraft(truth, empty);
    expect(score.commands).toEqual({ found: 0, missed: truth.commands.length, invented: 0 });
    expect(shareRight(score)).toBe(0);
    expect(score.codes.found).toBe(0);
  });

  test("sees each statement that is lost or changed, unless the draft says that it is open", () => {
    for (const { at, params } of draft.commands) {
      for (const param of params) {
        for (const change of changesOf(param)) {
          const mute = spoilt(draft, at, (command) =>
            withParam(command, param.wire, () => ({ ...param, ...change.stated })),
          );
          const said = spoilt(draft, at, (command) =>
            withParam(command, param.wire, () => ({
              ...param,
              ...change.stated,
              open: new Set([...param.open, change.member]),
            })),
          );
          const name = `${at} ${param.wire} ${change.member}`;
          expect(wrongInSilence(scoreDraft(truth, mute)), name).toHaveLength(1);
          expect(wrongInSilence(scoreDraft(truth, said)), name).toEqual([]);
        }
      }
    }
  });

  test("sees a form, a data phase and a code that are lost or made up", () => {
    const at = truth.commands[0]?.at ?? "";
    const withoutForm = spoilt(draft, at, (command) => ({
      ...command,
      operations: command.operations.slice(1),
    }));
    expect(wrongInSilence(scoreDraft(truth, withoutForm))).toHaveLength(1);
    const turned = spoilt(draft, at, (command) => ({
      ...command,
      operations: command.operations.map((operation) => ({
        ...operation,
        data: { direction: "toModule", length: undefined },
      })),
    }));
    expect(
      wrongInSilence(scoreDraft(truth, turned)).map(({ path: place }) => place),
    ).toContainEqual(expect.stringMatching(/\/data$/));
    const [first = 0, ...codes] = draft.codes;
    const renumbered = { ...draft, codes: new Set([first + 1000, ...codes]) };
    expect(scoreDraft(truth, renumbered).codes).toMatchObject({ missed: 1, invented: 1 });
  });
});

/** One other statement for each member that a parameter states. */
function changesOf(
  param: SeenParam,
): { readonly member: string; readonly stated: Partial<SeenParam> }[] {
  const has = (member: string): boolean => !param.open.has(member);
  return [
    ...(param.ranges !== undefined && has("ranges")
      ? [
          { member: "ranges", stated: { ranges: [[0, 1_000_001]] as const } },
          { member: "ranges", stated: { ranges: undefined } },
        ]
      : []),
    ...(param.unit !== undefined && has("unit")
      ? [{ member: "unit", stated: { unit: "hour" } }]
      : []),
    ...(param.maxBytes !== undefined
      ? [{ member: "size", stated: { maxBytes: param.maxBytes + 1 } }]
      : []),
    ...(typeof param.default === "number"
      ? [{ member: "default", stated: { default: param.default + 1 } }]
      : []),
    ...(param.values.length > 0 && has("values")
      ? [{ member: "values", stated: { values: [...param.values, 99] } }]
      : []),
  ];
}

test("reads a draft from the files of the schema, with what is open by its members", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "draft-"));
  const lamp = {
    at: "+XLAMP",
    params: {
      lamp: { wire: "lamp", type: "integer", ranges: [[1, 8]] },
      howLong: { wire: "seconds", type: "integer", undecidedUnit: "the unit is a fortnight" },
      glow: { wire: "glow", type: "undecided: no word of a type" },
    },
    operations: [
      {
        form: "write",
        args: [{ param: "lamp" }, { optional: [{ param: "howLong" }] }],
        data: { direction: "toModule", length: { param: "howLong" } },
        undecided: [{ about: "reply" }],
      },
    ],
  };
  writeFileSync(path.join(folder, "lamp.json"), JSON.stringify(lamp));
  writeFileSync(path.join(folder, "errors.json"), JSON.stringify({ codes: [{ code: 7 }] }));
  try {
    const { commands, codes } = seenFiles(folder);
    expect([...codes]).toEqual([7]);
    expect(commands[0]?.params.map(({ wire, open }) => [wire, ...open])).toEqual([
      ["lamp"],
      ["seconds", "unit"],
      ["glow", "type"],
    ]);
    expect(commands[0]?.operations[0]).toMatchObject({
      args: "<lamp>[,<seconds>]",
      data: { direction: "toModule", length: "seconds" },
      open: new Set(["reply"]),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
