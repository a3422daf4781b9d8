import { addAttachment, setEncodedSubject, setSubject, writeBody } from "@qsmtp/protocol/commands";
import {
  encodedCharsetEncodings,
  mailCharsetEncodings,
  maxAttachments,
  maxBodyBytes,
  maxRecipients,
  paramOf,
} from "@qsmtp/protocol/facts";
import { describe, expect, test } from "vitest";
import type { ModuleCapabilities } from "../limits/capabilities.ts";
import { ModuleLimits } from "../limits/module-limits.ts";
import { mailLimits } from "./limits.ts";

function measured(change: Partial<Pick<ModuleCapabilities, "operations" | "limits">>) {
  const base = { version: 1, model: "M", firmware: "F", operations: {}, limits: {} } as const;
  return mailLimits(new ModuleLimits({ ...base, ...change }));
}

const indexes = (ranges: readonly (readonly [number, number | null])[]) =>
  measured({ limits: { [addAttachment.name]: { index: { ranges } } } }).attachmentIndexes;

describe("what a mail may be made of", () => {
  test("is what the schema says, character set by character set", () => {
    const limits = mailLimits(new ModuleLimits());
    expect(limits.maxRecipients).toBe(maxRecipients);
    expect(limits.attachmentIndexes).toHaveLength(maxAttachments);
    expect(limits.maxBodyBytes).toBe(maxBodyBytes);
    expect(new Set(limits.bodyCharsets)).toEqual(new Set(Object.values(mailCharsetEncodings)));
    expect(Object.fromEntries(limits.subjectBytes)).toEqual({
      ascii: paramOf(setSubject, "subject").maxBytes,
      ...Object.fromEntries(
        Object.values(encodedCharsetEncodings).map((charset) => [
          charset,
          paramOf(setEncodedSubject, "encodedSubject").maxBytes,
        ]),
      ),
    });
  });

  test("is what the module told, more or less of it", () => {
    const lengthBytes = { ranges: [[1, 3 * maxBodyBytes]] } as const;
    const body = { lengthBytes, charset: { values: [1] } };
    const limits = measured({ limits: { [writeBody.name]: body } });
    expect([limits.maxBodyBytes, limits.bodyCharsets]).toEqual([3 * maxBodyBytes, ["utf-8"]]);
    expect(indexes([[1, 3 * maxAttachments]])).toHaveLength(3 * maxAttachments);
    expect(indexes([[2, 4]])).toEqual([2, 3, 4]);
  });

  test("numbers attachments by what the module takes, gaps left out", () => {
    expect(
      indexes([
        [1, 2],
        [5, 6],
      ]),
    ).toEqual([1, 2, 5, 6]);
  });

  test("has as many attachments as the manual says where the module names no end", () => {
    expect(indexes([[3, null]])).toEqual(Array.from({ length: maxAttachments }, (_, at) => at + 3));
  });

  test("has no text and no attachment where the commands are missing", () => {
    const operations = { [addAttachment.name]: false, [writeBody.name]: false };
    const limits = measured({ operations: { ...operations, [setSubject.name]: false } });
    expect([limits.maxBodyBytes, limits.attachmentIndexes]).toEqual([0, []]);
    expect([...limits.subjectBytes.keys()]).not.toContain("ascii");
  });
});
