import { describe, expect, it } from "vitest";
import { allErrorTables } from "../generated/catalog.gen.ts";
import { fileErrors, generalErrors, smtpErrors } from "../generated/commands.gen.ts";
import { findError } from "./error-table.ts";

describe("findError", () => {
  it("looks into the tables in their order", () => {
    expect(findError([smtpErrors, generalErrors], 677)?.table.id).toBe("smtp");
    expect(findError([smtpErrors, generalErrors], 10)?.table.id).toBe("general");
    expect(findError([smtpErrors, generalErrors], 418)).toBeUndefined();
    expect(findError([fileErrors], 418)?.entry.code).toBe(418);
    expect(findError([], 418)).toBeUndefined();
  });

  it.each(["SIM not inserted", "sim NOT inserted", "(U)SIM not inserted", " SIM not inserted "])(
    "finds the words of AT+CMEE=2 however they are spelt: %j",
    (text) => {
      expect(findError([smtpErrors, generalErrors], text)?.entry.code).toBe(10);
    },
  );

  it("does not find words that no table has", () => {
    expect(findError([generalErrors], "SIM")).toBeUndefined();
    expect(findError([generalErrors], "")).toBeUndefined();
  });
});

describe("error tables", () => {
  it("have every number of the SMTP manual's first edition, 651 to 682", () => {
    const codes = smtpErrors.entries.map(({ code }) => code);
    const first = Array.from({ length: 32 }, (_, index) => 651 + index);
    expect(codes).toEqual(expect.arrayContaining(first));
  });

  it.each(allErrorTables.map((table) => [table.id, table] as const))(
    "%s: a number, a name and a text once each",
    (_, { entries }) => {
      expect(entries.length).toBeGreaterThan(0);
      for (const key of ["code", "name", "text"] as const) {
        const all = entries.flatMap((entry) => entry[key] ?? []);
        expect([key, new Set(all).size]).toEqual([key, all.length]);
      }
    },
  );
});
