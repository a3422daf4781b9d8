import { describe, expect, it } from "vitest";
import { asRead } from "../families/as-read.fixture.ts";
import {
  addAttachment,
  getContextAddresses,
  setIndication,
  setSslVersion,
  writeBody,
} from "../generated/commands.gen.ts";
import { Command } from "./command.ts";
import type { OperationDescriptor } from "./descriptor.ts";
import { isEncodeError } from "./errors.ts";
import { withRanges } from "./with-ranges.ts";

/** The bytes as text, or the code of the refusal. */
function written(build: () => Command): string {
  try {
    return new TextDecoder().decode(build().bytes);
  } catch (error) {
    if (isEncodeError(error)) return error.code;
    throw error;
  }
}

describe("withRanges", () => {
  it("widens and narrows integers, optional ones too", () => {
    const attach = withRanges(addAttachment, { index: { ranges: [[1, 20]] } });
    const body = withRanges(writeBody, {
      lengthBytes: { ranges: [[1, 5000]] },
      inputTimeSeconds: { ranges: [[10, 60]] },
    });
    const fileName = "RAM:a";
    expect(written(() => new Command(attach, { index: 20, fileName }))).toBe(
      'AT+QSMTPATT=1,20,"RAM:a"\r',
    );
    expect(written(() => new Command(attach, { index: 21, fileName }))).toBe("OUT_OF_RANGE");
    const long = { charset: 0, lengthBytes: 5001 } as const;
    expect(written(() => new Command(body, long))).toBe("OUT_OF_RANGE");
    const late = { charset: 0, lengthBytes: 5000, inputTimeSeconds: 61 } as const;
    expect(written(() => new Command(body, late))).toBe("OUT_OF_RANGE");
  });

  it("takes an open end", () => {
    const body = withRanges(writeBody, { lengthBytes: { ranges: [[1, null]] } });
    const input = { charset: 0, lengthBytes: 1_000_000 } as const;
    expect(written(() => new Command(body, input))).toBe("AT+QSMTPBODY=0,1000000\r");
  });

  it("replaces named numbers and words", () => {
    const version: OperationDescriptor = withRanges(setSslVersion, { version: { values: [3, 5] } });
    const of = (value: number) =>
      written(() => new Command(version, { sslContextId: 1, version: value }));
    expect([of(5), of(4)]).toEqual(['AT+QSSLCFG="sslversion",1,5\r', "NOT_ONE_OF"]);
    const indication = withRanges(setIndication, { kind: { values: ["csq"] } });
    const all = { kind: "all", enabled: true } as const;
    expect(written(() => new Command(indication, all))).toBe("NOT_ONE_OF");
  });

  it("limits the items of a list", () => {
    const addresses = withRanges(getContextAddresses, {
      contextIds: { ranges: [[1, 3]] },
    });
    expect(addresses).toBe(getContextAddresses);
    const item = withRanges(getContextAddresses, { contextId: { ranges: [[1, 3]] } });
    expect(written(() => new Command(item, { contextIds: [4] }))).toBe("OUT_OF_RANGE");
  });

  it.each([
    ["no limits", {}],
    ["an unknown name", { other: { ranges: [[1, 2]] } }],
    ["limits of another kind", { index: { values: [1] }, fileName: { ranges: [[1, 2]] } }],
    ["a name that every object has", JSON.parse('{"__proto__":{"ranges":[[1,2]]}}')],
  ])("gives the operation itself back for %s", (_, limits) => {
    expect(withRanges(addAttachment, limits)).toBe(addAttachment);
  });

  it("leaves the operation as it was", () => {
    const attach = asRead(addAttachment);
    withRanges(attach, { index: { ranges: [[1, 20]] } });
    const input = { index: 11, fileName: "RAM:a" };
    expect(written(() => new Command(attach, input))).toBe("OUT_OF_RANGE");
  });
});
