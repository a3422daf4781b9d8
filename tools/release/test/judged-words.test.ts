import { expect, it } from "vitest";
import { Sandbox } from "./sandbox.ts";

interface Judged {
  readonly manual?: string;
  readonly finding?: string;
  readonly fingerprint?: string;
  readonly means: string;
  readonly reason?: string;
}

/** What `pnpm manual:judge` writes. */
function judge(sandbox: Sandbox, ...judged: Judged[]): Promise<void> {
  const judgements = judged.map((one) => ({
    manual: "lamp-manual",
    finding: "+LAMP/params/n/values/2",
    fingerprint: "0123abcd",
    reason: "The second lamp is the one at the gate now.",
    ...one,
  }));
  return sandbox.write("schema/judgements.json", {
    $schema: "./judgements.schema.json",
    judgements,
  });
}

it.each([
  ["major", "Breaking"],
  ["minor", "Behaviour"],
  ["patch", "Fixed"],
])("raises the release by what a person said that words mean: %s", async (means, heading) => {
  const sandbox = await Sandbox.make();
  await judge(sandbox, { means });
  const outcome = await sandbox.prepare("--manual", "lamp-manual");
  expect(outcome).toMatchObject({ exitCode: 0, error: "" });
  expect(outcome.log).toContain(`@qsmtp/protocol: 1 change, ${means}`);
  expect(outcome.log).toContain("@qsmtp/client: no change");
  const [text = ""] = Object.values(await sandbox.written());
  expect(text).toMatch(new RegExp(`^---\n"@qsmtp/protocol": ${means}\n`));
  expect(text).toContain(`**${heading}**`);
  expect(text).toContain("The second lamp is the one at the gate now.");
  expect((await sandbox.prepare("--check")).exitCode).toBe(0);
});

it("asks for the changeset, and for one that is high enough", async () => {
  const sandbox = await Sandbox.make();
  await judge(sandbox, { means: "major" });
  const missing = await sandbox.prepare("--check");
  expect(missing.exitCode).toBe(1);
  expect(missing.error).toContain("@qsmtp/protocol needs a changeset for major at least");
  await sandbox.write(".changeset/own.md", '---\n"@qsmtp/protocol": minor\n---\n\nLamps moved.\n');
  expect((await sandbox.prepare("--check")).exitCode).toBe(1);
  await sandbox.write(".changeset/own.md", '---\n"@qsmtp/protocol": major\n---\n\nLamps moved.\n');
  expect((await sandbox.prepare("--check")).exitCode).toBe(0);
});

it("raises nothing by words that mean nothing, or that were judged before", async () => {
  const sandbox = await Sandbox.make();
  await judge(sandbox, { means: "major" });
  sandbox.git("add", ".");
  sandbox.git("commit", "-qm", "judged");
  sandbox.git("tag", "@qsmtp/protocol@1.0.0");
  await judge(
    sandbox,
    { means: "major" },
    { finding: "sections/3.1/prose", fingerprint: "00000001", means: "nothing" },
  );
  const outcome = await sandbox.prepare();
  expect(outcome.log).toContain("@qsmtp/protocol: no change");
  // The same words judged anew count again.
  await judge(sandbox, { means: "minor" });
  expect((await sandbox.prepare()).log).toContain("@qsmtp/protocol: 1 change, minor");
});

it("counts beside what the schema says", async () => {
  const sandbox = await Sandbox.make();
  await sandbox.setNumbers(1, 9);
  await judge(sandbox, { finding: "sections/1.3/prose", means: "major" });
  const { log } = await sandbox.prepare();
  expect(log).toContain("@qsmtp/protocol: 2 changes, major");
});

it("prints a line of at most 300 characters, whatever the reason", async () => {
  const sandbox = await Sandbox.make();
  await judge(sandbox, { means: "minor", reason: `It is ${"very ".repeat(100)}bright <now>.` });
  expect((await sandbox.prepare()).exitCode).toBe(0);
  const [text = ""] = Object.values(await sandbox.written());
  expect(text).toContain("says more than before");
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(300);
});
