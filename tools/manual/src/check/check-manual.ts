import { readFile } from "node:fs/promises";
import path from "node:path";
import { compareFacts, type Difference } from "../facts/compare-facts.ts";
import type { FactSheet } from "../facts/fact.ts";
import { manualFacts } from "../facts/manual-facts.ts";
import { decodeText } from "../reader/decode-text.ts";
import { type ReadManual, readManual } from "../reader/read-manual.ts";
import { ManualUnreadableError } from "../reader/unreadable.ts";
import { nameTables } from "../schema/code-facts.ts";
import { schemaFacts } from "../schema/schema-facts.ts";
import { SchemaState } from "../schema/schema-state.ts";
import { checkExamples } from "./check-examples.ts";
import { assertWhole, identifyManual, recordedChapters } from "./identify-manual.ts";
import { judgeChange } from "./judge-change.ts";
import type { ManualFinding } from "./manual-finding.ts";
import { applyPatches, loadPatches } from "./patches.ts";
import { makeRecord, recordOf, type TextRecord } from "./text-record.ts";

/** A manual beside the schema. */
export interface ManualCheck {
  readonly manual: string;
  readonly read: ReadManual;
  readonly state: SchemaState;
  /** The manual's facts, patched. */
  readonly facts: FactSheet;
  /** Facts and example lines that were put beside the schema. */
  readonly compared: number;
  readonly patched: number;
  readonly differences: readonly Difference[];
  readonly findings: readonly ManualFinding[];
  readonly record: TextRecord;
  /** What is kept of the text that the schema was made from. */
  readonly recorded: TextRecord | undefined;
}

/**
 * Compares a manual's text with the schema.
 * @param asked id in `manuals.json`; found out from the commands when undefined
 * @throws ManualUnreadableError when the file is no text of such a manual
 * @throws SchemaError, PatchError when the schema itself is at fault
 */
export async function checkManual(
  file: string,
  schemaRoot: string,
  asked?: string,
): Promise<ManualCheck> {
  const { bytes, read } = await openManual(file);
  const state = await SchemaState.load(schemaRoot);
  const manual = identifyManual(read, state, path.basename(file), asked);
  assertWhole(read, path.basename(file), recordedChapters(state, manual));
  const facts = manualFacts(read);
  const stated = facts.all().filter((fact) => fact.words === undefined).length;
  nameTables(facts, state, manual);
  const patches = (await loadPatches(schemaRoot)).filter((patch) => patch.manual === manual);
  const stale = applyPatches(facts, patches);
  const examples = checkExamples(read, state);
  const all = compareFacts(schemaFacts(state, { manual, facts }), facts);
  const differences = all.filter(({ words }) => !words);
  const record = makeRecord(bytes, read, stated);
  const recorded = recordOf(state, manual);
  const change = { manual, facts, state };
  return {
    manual,
    read,
    state,
    facts,
    compared: stated + examples.compared,
    patched: patches.length - stale.length,
    differences,
    findings: [
      ...stale,
      ...differences.map((difference) =>
        findingOf(difference, judgeChange({ ...change, difference })),
      ),
      ...examples.findings,
      ...ratchet(record, recorded),
    ],
    record,
    recorded,
  };
}

/**
 * Reads a file as the text of a manual.
 * @throws ManualUnreadableError when it is none
 */
export async function openManual(
  file: string,
): Promise<{ readonly bytes: Uint8Array; readonly read: ReadManual }> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === "ENOENT" ? "does not exist" : `cannot be read (${error.code})`;
    throw new ManualUnreadableError(
      "MANUAL_NOT_FOUND",
      `${file} ${reason}; the text of a manual is expected, as written by pdftotext.`,
    );
  });
  return { bytes, read: readManual(decodeText(bytes, path.basename(file))) };
}

export function idOf({ command, path: at }: Difference): string {
  return at === "" ? command : `${command}/${at}`;
}

function findingOf(
  difference: Difference,
  { rule, bump, byHand }: ReturnType<typeof judgeChange>,
): ManualFinding {
  const { command, path: at, was, now, line, section } = difference;
  const kind = was === undefined ? "manual-only" : now === undefined ? "schema-only" : "mismatch";
  const said = {
    "manual-only": `the manual says ${show(now)}, the schema nothing`,
    "schema-only": `the schema says ${show(was)}, the manual nothing`,
    mismatch: `the manual says ${show(now)}, the schema ${show(was)}`,
  };
  const message = byHand === undefined ? said[kind] : `${said[kind]}; ${byHand}`;
  const [manual, schema] = [now ?? null, was ?? null];
  return {
    id: idOf(difference),
    kind,
    command,
    path: at,
    manual,
    schema,
    line,
    section,
    rule,
    bump,
    message,
  };
}

function show(value = ""): string {
  return value.split("\n").join(" and ");
}

/** Residue may not grow and facts may not fall: else the rules have gone blind for something. */
function ratchet(record: TextRecord, recorded: TextRecord | undefined): ManualFinding[] {
  if (recorded === undefined) return [];
  const findings: ManualFinding[] = [];
  const tell = (key: "residue" | "facts", message: string): void => {
    findings.push({
      id: `text/${key}`,
      kind: "unparsed",
      command: "",
      path: `text/${key}`,
      manual: `${record[key]}`,
      schema: `${recorded[key]}`,
      line: 0,
      section: "",
      rule: "by-hand",
      bump: "none",
      message,
    });
  };
  if (record.residue > recorded.residue) {
    tell(
      "residue",
      `${record.residue} lines are understood by no rule, ${recorded.residue} were; look at them (--residue), teach tools/manual, or accept text/residue`,
    );
  }
  if (record.facts < recorded.facts) {
    tell(
      "facts",
      `the rules find ${record.facts} facts, they found ${recorded.facts}; if the manual lost none, teach tools/manual, else accept text/facts`,
    );
  }
  return findings;
}
