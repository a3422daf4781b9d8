import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import type { ProbeReport } from "@qsmtp/client/probe";
import { type Records, recordsOf } from "./record-report.ts";

const usage = `Usage: pnpm probe:record <report.json | ->

Reads what \`qsmtp probe --json\` printed, - for stdin, and prints each difference with the rule of
\`pnpm schema:diff\` that it would fall under, and what is new as files for schema/quirks.
`;

export interface Output {
  readonly log: (text: string) => void;
  readonly error: (text: string) => void;
}

/** @returns the exit code: 0 nothing new, 1 something to record, 2 a wrong call or report */
export async function run(args: readonly string[], output: Output): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { help: { type: "boolean", short: "h" } },
    });
    if (values.help) {
      output.log(usage);
      return 0;
    }
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new TypeError("name one report");
    const records = recordsOf(await readReport(file));
    output.log(textOf(records));
    return records.quirks.length === 0 ? 0 : 1;
  } catch (error) {
    output.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    return 2;
  }
}

async function readReport(file: string): Promise<ProbeReport> {
  const json = file === "-" ? await text(process.stdin) : await readFile(file, "utf8");
  let report: Partial<ProbeReport> | null;
  try {
    report = JSON.parse(json);
  } catch (cause) {
    throw new TypeError(`${file} is no JSON: ${(cause as Error).message}`);
  }
  if (!Array.isArray(report?.answers) || typeof report.identity?.model !== "string") {
    throw new TypeError(`${file} is no report of qsmtp probe --json: it has no answers`);
  }
  return report as ProbeReport;
}

function textOf({ differences, quirks, source }: Records): string {
  const rows = differences.map(({ difference, explainedBy, rule, bump, quirk }) => {
    const { path, schema, device } = difference;
    const place = [quirk.command, path].filter((part) => part !== "").join(" ");
    const known = explainedBy === null ? "" : `, recorded in ${explainedBy}`;
    return `${place}: ${schema ?? "nothing"} -> ${device ?? "nothing"} (${rule}, ${bump}${known})`;
  });
  if (quirks.length === 0) return [...rows, "Nothing to record."].join("\n");
  const files = quirks.map((quirk) => entry(`schema/quirks/${quirk.id}.json`, quirk));
  return [...rows, "", entry('schema/manuals.json, under "sources"', source), ...files].join("\n");
}

function entry(place: string, json: object): string {
  return `// ${place}\n${JSON.stringify(json, null, 2)}\n`;
}
