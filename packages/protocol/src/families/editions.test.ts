import { describe, expect, it, vi } from "vitest";
import { encodeCommandLine } from "../codec/command.ts";
import type { OperationDescriptor } from "../codec/descriptor.ts";
import { isEncodeError } from "../codec/errors.ts";
import { addAttachment, clearMail, sendMail } from "../generated/commands.gen.ts";
import { applyQuirks, type Quirk, resolveFamily, UnknownEditionError } from "./index.ts";
import type { EarlierFacts } from "./quirk.ts";

/** Attachments up to 3, then up to 5, then as the schema has it; no clearing before the third. */
const manual = "smtp-manual";

vi.mock(import("../generated/families.gen.ts"), async (original) => {
  const real = await original();
  return { ...real, editions: { ...real.editions, "smtp-manual": ["1", "2", "3"] } };
});

vi.mock(import("../generated/quirks.gen.ts"), async (original) => {
  const evidence = [{ id: "smtp-manual" }] as const;
  const attach = (to: number): OperationDescriptor => ({
    name: "addAttachment",
    at: "+QSMTPATT",
    form: "write",
    args: [
      { const: 1 },
      { name: "index", wire: "file_index", type: "integer", ranges: [[1, to]] },
      { name: "fileName", wire: "file_name", type: "string" },
    ],
    maxResponseMs: null,
  });
  const told: readonly Quirk[] = [
    {
      id: "attachments-earlier",
      title: "Fewer attachments",
      kind: "edition",
      at: "+QSMTPATT",
      operations: ["addAttachment"],
      variants: [
        {
          applies: [{ manual: "smtp-manual", until: "2" }],
          change: { operations: [attach(5)] },
          evidence,
        },
        {
          applies: [{ manual: "smtp-manual", until: "1" }],
          change: { operations: [attach(3)] },
          evidence,
        },
      ],
    },
    {
      id: "clearing-added",
      title: "No clearing yet",
      kind: "availability",
      at: "+QSMTPCLR",
      operations: ["clearMail"],
      variants: [
        {
          applies: [{ manual: "smtp-manual", until: "2" }],
          change: { available: false },
          evidence,
        },
      ],
    },
  ];
  const earlierFacts: readonly EarlierFacts[] = [
    { manual: "smtp-manual", until: "2", facts: { maxRecipients: 15, plainPorts: [25, 26] } },
    { manual: "smtp-manual", until: "1", facts: { maxRecipients: 10 } },
  ];
  return { ...(await original()), quirks: told, earlierFacts };
});

function takes(edition: string | undefined, index: number): boolean {
  const view = resolveFamily(
    "EC2x",
    edition === undefined ? {} : { editions: { [manual]: edition } },
  );
  try {
    encodeCommandLine(applyQuirks(view, addAttachment), { index, fileName: "a" });
    return true;
  } catch (error) {
    if (isEncodeError(error)) return false;
    throw error;
  }
}

describe("a module that keeps to an edition of its manual", () => {
  it.each([
    ["1", [true, false, false]],
    ["2", [true, true, false]],
    ["3", [true, true, true]],
  ] as const)("%s is as that one says", (edition, taken) => {
    expect([3, 5, 6].map((index) => takes(edition, index))).toEqual(taken);
  });

  it("is as the newest says where nobody knows which it keeps to, and may be as the others", () => {
    expect(takes(undefined, 6)).toBe(true);
    const { earlier, operations } = resolveFamily("EC2x");
    expect(earlier.map(({ certainty }) => certainty)).toEqual(["possible", "possible"]);
    expect(operations.clearMail).toBe("unverified");
  });

  it.each([
    ["1", "absent"],
    ["2", "absent"],
    ["3", "present"],
  ])("has in edition %s an operation that the third brought: %s", (edition, presence) => {
    const { operations } = resolveFamily("EM05", { editions: { [manual]: edition } });
    expect(operations.clearMail).toBe(presence);
  });

  it("is the same object where its edition says nothing else", () => {
    const view = resolveFamily("EC2x", { editions: { [manual]: "1" } });
    expect(applyQuirks(view, sendMail)).toBe(sendMail);
    expect(applyQuirks(view, clearMail)).toBe(clearMail);
  });

  it.each([
    ["1", { maxRecipients: 10, plainPorts: [25, 26] }],
    ["2", { maxRecipients: 15, plainPorts: [25, 26] }],
    ["3", {}],
    [undefined, {}],
  ])("has the facts of edition %s", (edition, facts) => {
    const editions = edition === undefined ? {} : { [manual]: edition };
    expect(resolveFamily("EC2x", { editions }).facts).toEqual(facts);
  });

  it("is refused for an edition or a source that is not listed", () => {
    const resolve = (editions: object) => () => resolveFamily("EC2x", { editions });
    expect(resolve({ [manual]: "4" })).toThrow(UnknownEditionError);
    expect(resolve({ [manual]: "4" })).toThrow('"smtp-manual" has no edition "4"; it has 1, 2, 3');
    expect(resolve({ toString: "1" })).toThrow('"toString" has no edition "1"; it has none');
  });
});
