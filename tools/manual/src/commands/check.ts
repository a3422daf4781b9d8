import path from "node:path";
import { checkManual, type ManualCheck } from "../check/check-manual.ts";
import type { ManualFinding } from "../check/manual-finding.ts";
import {
  type ExitCode,
  parseCommandLine,
  type Surroundings,
  schemaRoot,
  UsageError,
} from "../surroundings.ts";
import { rememberCheck } from "./last-check.ts";

/** `pnpm manual:check <file>`: schema against manual. */
export async function runCheck(args: readonly string[], world: Surroundings): Promise<ExitCode> {
  const { values, positionals } = parseCommandLine(args, {
    manual: { type: "string" },
    json: { type: "boolean" },
    residue: { type: "boolean" },
  });
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new UsageError("give one file to check");
  const target = path.resolve(world.cwd, file);
  const check = await checkManual(target, schemaRoot(world), values.manual);
  await rememberCheck(world, { file: target, manual: check.manual });
  world.log(values.json === true ? JSON.stringify(report(check), null, 2) : describe(check));
  if (values.residue === true) {
    for (const { line, text } of check.read.residue) world.log(`residue, line ${line}: ${text}`);
  }
  return check.findings.length === 0 ? 0 : 1;
}

function report({ manual, read, compared, patched, findings, outside }: ManualCheck): object {
  return {
    manual,
    layout: read.layout,
    lines: read.lines,
    claimedPercent: claimedPercent(read),
    claimed: Object.fromEntries(read.claimed),
    residue: read.residue.map(({ line }) => line),
    compared,
    patched,
    ...(outside.length > 0 && { outside }),
    findings,
  };
}

/** Of the lines that are not blank, rounded down to a tenth. */
function claimedPercent({ lines, residue }: ManualCheck["read"]): number {
  return lines === 0 ? 0 : Math.floor((1 - residue.length / lines) * 1000) / 10;
}

function describe(check: ManualCheck): string {
  const { manual, read, compared, patched, findings, judged, outside, record, recorded } = check;
  const lines = [
    `${manual}: ${read.lines} lines, ${claimedPercent(read)} % claimed, ${read.residue.length} left`,
    `${compared} facts compared, ${patched} patched, ${findings.length} findings`,
  ];
  if (recorded !== undefined && recorded.sha256 !== record.sha256) {
    lines.push("the text is not the one that schema/texts.json records");
  }
  if (outside.length > 0) {
    const commands = outside.map((at) => `AT${at}`).join(", ");
    lines.push(`${outside.length} commands that the schema does not offer: ${commands}`);
  }
  if (judged.length > 0)
    lines.push(`${judged.length} judged: ${judged.map(({ id }) => id).join(", ")}`);
  if (findings.length === 0) return lines.join("\n");
  return [
    ...lines,
    "",
    ...findings.flatMap(describeFinding),
    "",
    "To put findings into the schema, run: pnpm manual:accept <finding...>, or --all",
    ...(findings.some(({ bump }) => bump === "undecidable")
      ? [
          "To say what undecidable ones mean, run: pnpm manual:judge <finding> --means ... --reason ...",
        ]
      : []),
  ].join("\n");
}

function describeFinding({ id, rule, bump, line, section, message }: ManualFinding): string[] {
  const place = line === 0 ? "" : `, line ${line}${section === "" ? "" : ` (section ${section})`}`;
  return [`${bump.padEnd(11)} ${id}`, `            ${rule}${place}: ${message}`];
}
