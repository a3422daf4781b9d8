import { allOperations } from "@qsmtp/protocol/catalog";
import { sendMail } from "@qsmtp/protocol/commands";
import { resolveFamily } from "@qsmtp/protocol/families";
import { describe, expect, it } from "vitest";
import { simulatedModel } from "../models/simulated-model.ts";
import { Dialect } from "./dialect.ts";
import { vocabularyOf } from "./vocabulary.ts";

describe("the vocabulary of modules", () => {
  it("is one for all modules of the schema as it is today", () => {
    expect(new Dialect().vocabulary).toBe(new Dialect(undefined, allOperations).vocabulary);
  });

  it("is one for all modules of a model, and not that of another model", () => {
    const of = (name: string): unknown => new Dialect(simulatedModel(name).view).vocabulary;
    expect(of("EC25")).toBe(of("EC25"));
    expect(of("ec25")).toBe(of("EC25"));
    expect(of("EC25")).not.toBe(of("EG91"));
    expect(of("EC25")).not.toBe(new Dialect().vocabulary);
  });

  it("does not take a firmware for the usual one", () => {
    const asked = simulatedModel("EC25", "EC25EFAR06A01M4G");
    expect(asked.view.firmware).toBe("EC25EFAR06A01M4G");
    expect(simulatedModel("EC25").view.firmware).not.toBe("EC25EFAR06A01M4G");
    expect(simulatedModel("EC25", "EC25EFAR06A01M4G")).toEqual(asked);
  });

  it("has the operations that were given, for a family too", () => {
    const family = resolveFamily("EC2x");
    const only = [sendMail];
    expect(vocabularyOf(undefined, only).operations).toEqual(only);
    expect(vocabularyOf(family, only)).toBe(vocabularyOf(family, only));
    expect(vocabularyOf(family, only).byName.get(sendMail.name)?.at).toBe(sendMail.at);
    expect(vocabularyOf(family, only).operations).toHaveLength(1);
    expect(vocabularyOf(family, [sendMail])).not.toBe(vocabularyOf(family, only));
  });
});
