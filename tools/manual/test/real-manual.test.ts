import { existsSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { checkManual } from "../src/check/check-manual.ts";

const repository = path.resolve(import.meta.dirname, "../../..");
const file = path.resolve(repository, "../shared/manuals/ec2x-eg9x-em05-smtp.txt");

/** The vendor's text may not be kept here; where it lies beside the repository, it is checked. */
it("agrees with the schema, and is understood to 95 % and more", async (test) => {
  if (!existsSync(file)) {
    await test.annotate(`not checked: ${path.basename(file)} does not lie beside the repository`);
    console.warn(`the vendor's manual was not checked: ${file} is not there`);
    return;
  }
  const { manual, read, findings, compared, record, recorded } = await checkManual(
    file,
    path.join(repository, "schema"),
  );
  expect(manual).toBe("smtp-manual");
  expect(findings).toEqual([]);
  expect(read.residue.length).toBeLessThanOrEqual(read.lines * 0.05);
  expect(compared).toBeGreaterThan(250);
  expect(record).toEqual(recorded);
});
