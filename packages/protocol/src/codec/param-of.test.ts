import { describe, expect, it } from "vitest";
import { allOperations } from "../generated/catalog.gen.ts";
import {
  addRecipient,
  getContextAddresses,
  setBitRate,
  setEcho,
  setSslCipherSuite,
  setUrcPort,
  uploadFile,
  writeBody,
} from "../generated/commands.gen.ts";
import type { OperationDescriptor } from "./descriptor.ts";
import { defaultOf, paramOf } from "./param-of.ts";
import { withRanges } from "./with-ranges.ts";

/** Arguments of an operation as its descriptor lists them, found in another way than by `paramOf`. */
function argumentsOf({ args = [] }: OperationDescriptor): { name: string; json: string }[] {
  const found: { name: string; json: string }[] = [];
  JSON.stringify(args, (key, value: unknown) => {
    const isParam = typeof value === "object" && value !== null && "wire" in value;
    if (isParam && key !== "list") {
      found.push({ name: String((value as { name?: unknown }).name), json: JSON.stringify(value) });
    }
    return value;
  });
  return found;
}

describe("paramOf", () => {
  it("gives of every argument of every operation what its descriptor says", () => {
    let count = 0;
    for (const operation of allOperations) {
      for (const { name, json } of argumentsOf(operation)) {
        const of = operation as OperationDescriptor<Record<string, unknown>>;
        const { ranges, values, minBytes, maxBytes, default: usual } = paramOf(of, name);
        const param = JSON.parse(json);
        expect({ ranges, values, minBytes, maxBytes, usual }).toEqual({
          ranges: param.type === "integer" ? (param.ranges ?? []) : [],
          values: param.values ?? [],
          minBytes: param.minBytes ?? 0,
          maxBytes: param.maxBytes ?? Number.POSITIVE_INFINITY,
          usual: param.default,
        });
        count++;
      }
    }
    expect(count).toBeGreaterThan(200);
  });

  it("finds an argument in a list by the name under which it is given", () => {
    expect(paramOf(getContextAddresses, "contextIds").ranges.length).toBeGreaterThan(0);
  });

  it("gives a module's own limits where they were put in", () => {
    const limited = withRanges(writeBody, { inputTimeSeconds: { ranges: [[3, 4]] } });
    expect(paramOf(limited, "inputTimeSeconds").ranges).toEqual([[3, 4]]);
    expect(paramOf(limited, "inputTimeSeconds").default).toBe(
      paramOf(writeBody, "inputTimeSeconds").default,
    );
  });

  it("has values of the argument's own type", () => {
    const suites: readonly number[] = paramOf(setSslCipherSuite, "cipherSuite").values;
    const ports: readonly string[] = paramOf(setUrcPort, "port").values;
    const enabled: boolean | undefined = paramOf(setEcho, "enabled").default;
    expect([suites.length > 0, ports.length > 0, enabled]).toEqual([true, true, true]);
  });

  it("refuses a name that no argument has", () => {
    const untyped = addRecipient as OperationDescriptor<{ name?: string }>;
    expect(() => paramOf(untyped, "name")).toThrow(
      new RangeError('addRecipient has no argument "name"'),
    );
  });
});

describe("defaultOf", () => {
  it("gives numbers and truth values that a source states", () => {
    const speed: number = defaultOf(setBitRate, "bitsPerSecond");
    const acked: boolean = defaultOf(uploadFile, "ackMode");
    expect([speed > 0, acked]).toEqual([true, false]);
  });

  it("refuses an argument of which no source states one", () => {
    expect(() => defaultOf(addRecipient, "address")).toThrow(
      new RangeError('"address" of addRecipient has no default'),
    );
  });
});
