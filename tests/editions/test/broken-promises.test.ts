import path from "node:path";
import { describe, expect, it } from "vitest";
import { acknowledged } from "../src/acknowledged.ts";
import { brokenPromises } from "../src/broken-promises.ts";
import { repository } from "../src/repository-copy.ts";

const broken = await brokenPromises(path.join(repository, "schema"));

describe("a new edition of a manual", () => {
  it("takes nothing from programs written for an earlier one, unless that was decided", () => {
    const undecided = broken.filter(({ id }) => acknowledged[id] === undefined);
    const list = undecided.map(({ message }) => `  ${message}`).join("\n");
    expect(
      undecided.map(({ id }) => id),
      `holds no more:\n${list}\nIf the edition is right, say so in tests/editions/src/acknowledged.ts`,
    ).toEqual([]);
  });

  it("is not said to take what it does not take", () => {
    expect(broken.map(({ id }) => id)).toEqual(expect.arrayContaining(Object.keys(acknowledged)));
  });
});
