import {
  encodeCommandLine,
  type Field,
  type OperationDescriptor,
  type Param,
} from "@qsmtp/protocol";
import { allOperations } from "@qsmtp/protocol/catalog";
import { getContextAddresses } from "@qsmtp/protocol/commands";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSimulatedModule, type SimulatedModule } from "../simulated-module.ts";
import { TestHost } from "../test-host.fixture.ts";

const line = (text: string): string => `\r\n${text}\r\n\r\nOK\r\n`;

let module: SimulatedModule;
let host: TestHost;

beforeEach(() => {
  module = createSimulatedModule();
  host = new TestHost();
  module.attach(host.farEnd);
  host.ask("ATE0");
});

afterEach(() => {
  module.dispose();
});

/** The arguments of an operation that stand in quotes, those that may be left out too. */
function paramsIn(fields: readonly Field[] = []): Param[] {
  return fields.flatMap((field) => {
    if ("optional" in field) return paramsIn(field.optional);
    return "type" in field ? [field] : [];
  });
}

function example(param: Param): unknown {
  switch (param.type) {
    case "integer":
      return param.ranges?.[0]?.[0] ?? 1;
    case "flag":
      return false;
    case "enum":
    case "keyword":
      return param.values[0];
    case "octets":
      return Uint8Array.of(65);
    default:
      return "a".repeat(Math.max(1, ("minBytes" in param ? param.minBytes : 0) ?? 0));
  }
}

/** The line of an operation, with each of its quotes left out in turn. */
function linesWithOpenQuote(operation: OperationDescriptor): string[] {
  const params = paramsIn(operation.args);
  const input = Object.fromEntries(params.map((param) => [param.name, example(param)]));
  const whole = encodeCommandLine(operation, input);
  return [...whole.matchAll(/"/g)].map(
    ({ index }) => whole.slice(0, index) + whole.slice(index + 1),
  );
}

describe("a quote that is not closed", () => {
  const lines = allOperations
    .filter(({ form, at }) => form === "write" && at !== getContextAddresses.at)
    .flatMap(linesWithOpenQuote);

  it("can stand in many places", () => {
    expect(lines.length).toBeGreaterThan(150);
  });

  it.each(lines)("is refused: %s", (command) => {
    expect(host.ask(command)).toMatch(/^\r\n(?:ERROR|\+CME ERROR: \d+)\r\n$/);
  });

  it.each([
    'AT+QSMTPSUB=0,"abc"x',
    'AT+QSMTPSUB=0,"a""b"',
    'AT+QSMTPSUB=0,"a"b"c"',
    "AT+QSMTPSUB=0,abc",
    'AT+QICSGP=1,1,"net"x',
    'AT+QICSGP=1,1,net"',
    'AT+QFUPL="a"b,5',
  ])("nor one in the wrong place is taken: %s", (command) => {
    expect(host.ask(command)).toMatch(/^\r\n(?:ERROR|\+CME ERROR: \d+)\r\n$/);
    expect(host.ask("AT+QSMTPSUB?")).toBe(line('+QSMTPSUB: 0,""'));
  });

  it.each([
    ['AT+QSMTPSUB=0,"abc', "AT+QSMTPSUB?", '+QSMTPSUB: 0,""'],
    ['AT+QICSGP=1,1,"net', "AT+QICSGP=1", undefined],
    ['AT+QSSLCFG="cacert",1,"ca.pem', 'AT+QSSLCFG="cacert",1', '+QSSLCFG: "cacert",1,""'],
    ['AT+QSMTPSUB=0,"abc;+CMEE=2', "AT+CMEE?", "+CMEE: 1"],
    ['AT+QSMTPCFG="sender","a","b@c', 'AT+QSMTPCFG="sender"', '+QSMTPCFG: "sender","",""'],
  ])("changes nothing: %s", (command, query, answer) => {
    const before = host.ask(query);
    expect(host.ask(command)).toMatch(/ERROR/);
    expect(host.ask(query)).toBe(answer === undefined ? before : line(answer));
  });

  it("hides no secret from the mask of the transcript", () => {
    host.ask('AT+QSMTPCFG="account","me","s3cret');
    expect(module.transcript()).not.toContain("s3cret");
  });
});
