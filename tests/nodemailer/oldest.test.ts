import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { groups } from "./src/groups.ts";

const folder = path.join(import.meta.dirname, "src/oldest");

it("has the same results with the oldest nodemailer, as Node loads it", async () => {
  // A process of its own: here the transport has loaded the newest.
  const hook = path.join(folder, "resolve-oldest.ts");
  const options = ["--conditions=@qsmtp/source", "--import", hook];
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, [...options, path.join(folder, "main.ts")]);
  const { examples, wrong } = JSON.parse(stdout);
  expect(wrong).toEqual([]);
  expect(examples).toBe(groups.flatMap((group) => group.examples).length);
});
