import {
  encodeCommandLine,
  type Field,
  type OperationDescriptor,
  type Param,
  withRanges,
} from "@qsmtp/protocol";
import { allOperations } from "@qsmtp/protocol/catalog";
import { describe, expect, it } from "vitest";
import { createSimulatedModule } from "../simulated-module.ts";
import { TestHost } from "../test-host.fixture.ts";

/** The arguments of an operation, those that may be left out too. */
function paramsIn(fields: readonly Field[] = []): Param[] {
  return fields.flatMap((field) => {
    if ("optional" in field) return paramsIn(field.optional);
    return "type" in field ? [field] : [];
  });
}

function least(param: Param): unknown {
  switch (param.type) {
    case "integer":
      return param.ranges?.[0]?.[0] ?? 1;
    case "flag":
      return false;
    case "enum":
    case "keyword":
      return param.values[0];
    case "octets":
      return new Uint8Array(param.minBytes ?? 0);
    case "string":
      return "a".repeat(param.minBytes ?? 0);
    case "text":
      return "1";
  }
}

/** A command line with one number beyond its range, for each range that ends. */
function linesBeyond(operation: OperationDescriptor): [what: string, line: string][] {
  const params = paramsIn(operation.args);
  const input = Object.fromEntries(params.map((param) => [param.name, least(param)]));
  return params.flatMap((param): [string, string][] => {
    const top = param.type === "integer" ? param.ranges?.at(-1)?.[1] : undefined;
    if (typeof top !== "number") return [];
    const open = withRanges(operation, { [param.name]: { ranges: [[0, null]] } });
    const line = encodeCommandLine(open, { ...input, [param.name]: top + 1 });
    return [[`${operation.name} with ${param.name} ${top + 1}`, line]];
  });
}

describe("a module as the schema has it today", () => {
  const lines = allOperations
    .filter(({ form }) => form === "write" || form === "basic")
    .flatMap(linesBeyond);

  it.each(lines)("refuses %s", (_, line) => {
    const host = new TestHost();
    const module = createSimulatedModule();
    module.attach(host.farEnd);
    module.profile.echo = false;
    expect(host.ask(line)).toMatch(/^\r\n(?:ERROR|\+CME ERROR: \d+)\r\n$/);
    module.dispose();
  });

  it("has many such limits", () => {
    expect(lines.length).toBeGreaterThan(40);
  });
});
