import { readFile } from "node:fs/promises";
import type { Scenario } from "@qsmtp/testing/scenario";
import { UsageError } from "./usage-error.ts";

/**
 * Reads the scenario in a JSON or YAML file.
 * @throws UsageError with every problem on a line, behind path, line and column
 */
export async function readScenarioFile(path: string): Promise<Scenario> {
  const text = await textOf(path);
  const { readScenario, ScenarioError } = await import("@qsmtp/testing/scenario");
  try {
    return readScenario(text);
  } catch (cause) {
    if (!(cause instanceof ScenarioError)) throw cause;
    const problems = cause.problems.map(({ path: where, message, hint, line = 1, column = 1 }) => {
      const advice = hint === undefined ? "" : ` ${hint}`;
      return `${path}:${line}:${column}: "${where}" ${message}.${advice}`;
    });
    throw new UsageError(`--scenario cannot be used:\n${problems.join("\n")}`, { cause });
  }
}

async function textOf(path: string): Promise<string> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`--scenario ${path} cannot be read (${reason})`, { cause });
  }
}
