import { cases } from "@qsmtp/cases";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseFinalResult } from "../framing/final-result.ts";
import { allErrorTables, allOperations, allUrcs } from "../generated/catalog.gen.ts";
import { encodeCommandLine } from "./command.ts";
import { decodeCommandLine } from "./command-line.ts";
import type { OperationDescriptor } from "./descriptor.ts";
import { findError } from "./error-table.ts";
import { isDecodeError, isEncodeError } from "./errors.ts";
import { decodeReply, encodeReply } from "./reply.ts";
import { parseSupported } from "./test-form.ts";
import { decodeUrc, encodeUrc } from "./urc.ts";

const runs = { seed: 20240507, numRuns: cases(500) };

const commandNames = allOperations.map(({ at }) => `AT${at}`);
const prefixes = [
  ...allOperations.flatMap(({ reply = [] }) => reply.map(({ prefix }) => prefix)),
  ...allUrcs.map(({ prefix }) => prefix),
];
const pieces = [
  '"',
  ",",
  " ",
  ":",
  "=",
  "?",
  "=?",
  "(",
  ")",
  "<",
  ">",
  "[",
  "]",
  "-",
  "0",
  "1",
  "65536",
  "\r\n",
  "é",
  "\ud800",
];

/** Noise, noise behind a known name, and noise made of what the grammar looks at. */
const noise = fc.oneof(
  fc.string({ unit: "binary", maxLength: 80 }),
  fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 6 })), { maxLength: 12 })
    .map((parts) => parts.join("")),
);
const line = fc
  .tuple(
    fc.constantFrom("", "AT", ...commandNames, ...prefixes),
    fc.constantFrom("", "=", ": "),
    noise,
  )
  .map((parts) => parts.join(""));

/** What is thrown, when it is not ours. */
function foreignError(action: () => unknown, ours: (error: unknown) => boolean): unknown {
  try {
    action();
  } catch (error) {
    return ours(error) ? undefined : error;
  }
  return undefined;
}

describe("any line at all", () => {
  it("is read as a command or refused with our error", () => {
    fc.assert(
      fc.property(line, (text) => {
        expect(
          foreignError(() => decodeCommandLine(allOperations, text), isDecodeError),
        ).toBeUndefined();
      }),
      runs,
    );
  });

  it("is read as a reply or refused with our error", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...allOperations),
        fc.array(line, { maxLength: 3 }),
        (operation, lines) => {
          expect(foreignError(() => decodeReply(operation, lines), isDecodeError)).toBeUndefined();
        },
      ),
      runs,
    );
  });

  it("is read as a result, an unsolicited line, a list of values or an error text, or not at all", () => {
    fc.assert(
      fc.property(line, (text) => {
        parseFinalResult(text);
        parseFinalResult(text, { numeric: true });
        findError(allErrorTables, text);
        decodeUrc(allUrcs, text);
        expect(parseSupported(text).text).toBe(text);
      }),
      runs,
    );
  });

  it("says the same when it is written again", () => {
    fc.assert(
      fc.property(line, (text) => {
        const urc = decodeUrc(allUrcs, text);
        if (urc === undefined || Object.hasOwn(urc.value as object, "extraFields")) return;
        const descriptor = allUrcs.find(({ name }) => name === urc.name);
        const again = foreignError(() => {
          expect(decodeUrc(allUrcs, descriptor ? encodeUrc(descriptor, urc.value) : "")).toEqual(
            urc,
          );
        }, isEncodeError);
        expect(again).toBeUndefined();
      }),
      runs,
    );
  });
});

describe("any value at all", () => {
  const anything = fc.anything({ withBigInt: true, withTypedArray: true });

  /** Anything under each of the names, and sometimes anything instead of an object. */
  function valuesNamedIn(fields: unknown): fc.Arbitrary<unknown> {
    const found = [...JSON.stringify(fields ?? []).matchAll(/"(?:name|as)":"(\w+)"/g)];
    const names = found.map((match) => match[1] ?? "");
    const entries = Object.fromEntries(names.map((name) => [name, anything]));
    return fc.oneof({ weight: 4, arbitrary: fc.record(entries, { requiredKeys: [] }) }, anything);
  }

  const withValues = (fieldsOf: (operation: OperationDescriptor) => unknown) =>
    fc
      .constantFrom(...allOperations)
      .chain((operation) => fc.tuple(fc.constant(operation), valuesNamedIn(fieldsOf(operation))));

  it("becomes one line without control characters or is refused with our error", () => {
    fc.assert(
      fc.property(
        withValues(({ args }) => args),
        ([operation, value]) => {
          const foreign = foreignError(() => {
            const text = encodeCommandLine(operation, value as never);
            expect(text).toMatch(/^AT\P{Cc}*$/u);
          }, isEncodeError);
          expect(foreign).toBeUndefined();
        },
      ),
      runs,
    );
  });

  it("becomes reply lines or is refused with our error", () => {
    fc.assert(
      fc.property(
        withValues(({ reply }) => reply),
        ([operation, value]) => {
          const foreign = foreignError(() => encodeReply(operation, value), isEncodeError);
          expect(foreign).toBeUndefined();
        },
      ),
      runs,
    );
  });
});
