import { describe, expect, it } from "vitest";
import { allOperations } from "../generated/catalog.gen.ts";
import * as commands from "../generated/commands.gen.ts";
import { addRecipient, deleteRecipients, getContextAddresses } from "../generated/commands.gen.ts";
import { Command } from "./command.ts";
import { withRanges } from "./with-ranges.ts";

describe("an operation", () => {
  it("is one value, exported by its name", () => {
    const exported = new Map<string, unknown>(Object.entries(commands));
    for (const operation of allOperations) expect(exported.get(operation.name)).toBe(operation);
    expect([...exported.keys()].filter((name) => name.endsWith("Operation"))).toEqual([]);
  });

  it("makes the command that the constructor makes of it", () => {
    const input = { type: 2, address: "spare@example.org" } as const;
    const command = addRecipient(input);
    expect(command).toBeInstanceOf(Command);
    expect(command.operation).toBe(addRecipient);
    expect(command.isSameAs(new Command(addRecipient, input))).toBe(true);
  });

  it("needs no arguments where none must be given", () => {
    expect(deleteRecipients().text).toBe(deleteRecipients({}).text);
    expect(() => getContextAddresses({ contextIds: [] })).toThrow(/contextIds/);
  });

  it("has the members of its descriptor as own properties, its name among them", () => {
    const { name, length, ...others } = addRecipient as typeof addRecipient & { length: number };
    expect(Object.keys(addRecipient)).toEqual(
      expect.arrayContaining(["name", "at", "form", "args", "errors", "maxResponseMs"]),
    );
    expect({ name, length }).toEqual({ name: "addRecipient", length: expect.any(Number) });
    expect(others).toMatchObject({ at: "+QSMTPDST", form: "write" });
    expect(Object.keys({ ...addRecipient })).not.toContain("length");
  });

  it("is a plain descriptor once something of it was changed", () => {
    const limited = withRanges(addRecipient, { type: { values: [1] } });
    expect(typeof limited).toBe("object");
    expect(limited).toMatchObject({ name: "addRecipient", at: "+QSMTPDST", form: "write" });
    expect(() => new Command(limited, { type: 2, address: "a@example.org" })).toThrow(/one of 1/);
  });
});
