import { AcceptError } from "../accept/accept-findings.ts";
import { writeSchema } from "../accept/write-schema.ts";
import {
  type JudgementsFile,
  judgementsFile,
  loadJudgements,
  meanings,
  withJudgement,
} from "../check/judgements.ts";
import type { ManualFinding } from "../check/manual-finding.ts";
import {
  type ExitCode,
  parseCommandLine,
  type Surroundings,
  schemaRoot,
  UsageError,
} from "../surroundings.ts";
import { openCheck } from "./open-check.ts";

const shortestReason = 10;

/** `pnpm manual:judge <finding>`: records what a person says that words mean, and why. */
export async function runJudge(args: readonly string[], world: Surroundings): Promise<ExitCode> {
  const { values, positionals } = parseCommandLine(args, {
    means: { type: "string" },
    reason: { type: "string" },
    file: { type: "string" },
    manual: { type: "string" },
  });
  const means = meanings.find((one) => one === values.means);
  const reason = values.reason?.trim() ?? "";
  if (positionals.length === 0) throw new UsageError("give the findings to judge");
  if (means === undefined) throw new UsageError(`give --means ${meanings.join("|")}`);
  if (reason.length < shortestReason) {
    throw new UsageError(
      `give --reason with ${shortestReason} characters or more, in your own words: it is kept beside the schema`,
    );
  }
  const check = await openCheck(world, values.file, values.manual);
  const root = schemaRoot(world);
  const before = await loadJudgements(root);
  let after = before;
  for (const id of positionals) {
    const found = check.findings.filter((one) => one.id === id);
    if (found.length === 0) {
      const list = check.findings.map((one) => `  ${one.id}`).join("\n");
      const what = `no finding is called ${id}. The findings are:\n${list || "  none"}`;
      throw new AcceptError("FINDING_UNKNOWN", what);
    }
    for (const finding of found) {
      assertOpen(finding);
      const { fingerprint } = finding;
      const judged = { manual: check.manual, finding: id, fingerprint, means, reason };
      after = withJudgement(after, judged);
    }
  }
  await writeSchema(root, filesOf(before), filesOf(after));
  const left = check.findings.filter(({ id }) => !positionals.includes(id));
  world.log(
    [
      `judged ${positionals.length} of ${check.findings.length} findings: ${means}`,
      `  edited schema/${judgementsFile}`,
      ...(means === "nothing"
        ? []
        : [
            `  to do: write in the schema what has changed; pnpm release:prepare tells it as ${means}`,
          ]),
      ...left.map(({ id, message }) => `  left: ${id}: ${message}`),
      ...(left.length === 0
        ? ["To keep the text as the one the schema follows, run: pnpm manual:accept --all"]
        : []),
    ].join("\n"),
  );
  return left.length === 0 ? 0 : 1;
}

/** @throws AcceptError when it is no matter of judgement */
function assertOpen({ id, bump, kind, message }: ManualFinding): void {
  const isPatch = /^patch-/.test(kind);
  if (bump === "undecidable" && !isPatch) return;
  const way = isPatch ? "correct or delete the patch" : "accept it, or write a patch or quirk";
  throw new AcceptError("NOT_AUTOMATIC", `${id} is no matter of judgement (${message}): ${way}`);
}

function filesOf(file: JudgementsFile): ReadonlyMap<string, unknown> {
  return file.judgements.length === 0 ? new Map() : new Map([[judgementsFile, file]]);
}
