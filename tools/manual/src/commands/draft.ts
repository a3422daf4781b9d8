import { readFile } from "node:fs/promises";
import path from "node:path";
import type { SchemaFamily } from "@qsmtp/codegen/schema-types";
import { openManual } from "../check/check-manual.ts";
import { draftManual } from "../draft/draft-manual.ts";
import { differencesFrom } from "../propose/differences.ts";
import { countDraft, type DraftReport, isOpen, printReport } from "../propose/draft-report.ts";
import { type KnownSchema, proposeFiles } from "../propose/propose-files.ts";
import { writeFolder } from "../propose/write-folder.ts";
import { ManualUnreadableError } from "../reader/unreadable.ts";
import { SchemaState } from "../schema/schema-state.ts";
import {
  type ExitCode,
  parseCommandLine,
  type Surroundings,
  schemaRoot,
  UsageError,
} from "../surroundings.ts";

/**
 * `pnpm manual:draft <file> --family ID`: writes schema files for every command of a manual and
 * reports what is open.
 */
export async function runDraft(args: readonly string[], world: Surroundings): Promise<ExitCode> {
  const { values, positionals } = parseCommandLine(args, {
    family: { type: "string" },
    manual: { type: "string" },
    group: { type: "string" },
    out: { type: "string" },
    force: { type: "boolean" },
    json: { type: "boolean" },
  });
  const [name, ...others] = positionals;
  if (name === undefined || others.length > 0) throw new UsageError("give one file to draft from");
  const { family } = values;
  if (family === undefined) throw new UsageError("give the family of the modules with --family");
  const file = path.resolve(world.cwd, name);
  const manual = values.manual ?? idOf(path.basename(file));
  if (!/^[a-z][a-z0-9-]*$/.test(manual)) {
    throw new UsageError(`"${manual}" is no id of a manual: give one with --manual`);
  }
  const { read } = await openManual(file);
  const draft = draftManual(read);
  if (draft.commands.length === 0 && draft.errorTables.length === 0) {
    throw new ManualUnreadableError(
      "MANUAL_FOREIGN",
      nothingIn(path.basename(file), read.sections.length),
    );
  }
  const state = await SchemaState.load(schemaRoot(world));
  const schema = await knownSchema(state, schemaRoot(world));
  const proposed = proposeFiles(
    draft,
    read,
    { manual, confidence: confidenceOf(family, state), group: values.group },
    schema,
  );
  const folder = path.resolve(world.cwd, values.out ?? path.join("drafts", manual));
  await writeFolder(folder, proposed.files, values.force === true);
  const ours = new Set(schema.commands.map(({ at }) => at));
  const report: DraftReport = {
    file: path.basename(file),
    family,
    manual,
    folder,
    layout: read.layout,
    lines: read.lines,
    understoodLines: read.lines - read.residue.length,
    ...countDraft(draft),
    groups: proposed.groups,
    newCommands: draft.commands.map(({ at }) => at).filter((at) => !ours.has(at)),
    differences: differencesFrom(draft, state),
    undecided: proposed.open,
    notUnderstood: draft.notUnderstood.map(({ line, text, section }) => {
      const command = draft.commands.find((other) => other.section === section);
      return {
        where: command?.at ?? (section === "" ? "front" : `section ${section}`),
        line,
        text,
      };
    }),
    unseen: draft.unseen,
    files: proposed.files.map(({ path: written }) => written),
  };
  world.log(values.json === true ? JSON.stringify(report, null, 2) : printReport(report));
  return isOpen(report) ? 1 : 0;
}

/** `bg96-file-v1.0.layout.txt` gives `bg96-file-v1-0`. */
function idOf(name: string): string {
  const bare = name.replace(/(?:\.layout)?\.txt$/i, "").toLowerCase();
  return bare.replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^[^a-z]+|-+$/g, "") || "manual";
}

function nothingIn(file: string, sections: number): string {
  return sections === 0
    ? `${file}: no chapter was recognised, such as "1 Introduction" or "1" alone with its title below`
    : `${file}: ${sections} sections were recognised and no command table ("Write Command", "Response") in them`;
}

/** A family of the manuals that the schema follows states facts; others are its siblings. */
function confidenceOf(family: string, state: SchemaState): "stated" | "sibling" {
  const families = state.files.flatMap(({ json }) => familiesIn(json));
  return families.find(({ id }) => id === family)?.relation === "described" ? "stated" : "sibling";
}

function familiesIn(json: unknown): readonly SchemaFamily[] {
  const { families } = json as { readonly families?: unknown };
  return Array.isArray(families) ? (families as SchemaFamily[]) : [];
}

async function knownSchema(state: SchemaState, root: string): Promise<KnownSchema> {
  const text = await readFile(path.join(root, "vocabulary.schema.json"), "utf8");
  const vocabulary = JSON.parse(text) as {
    readonly $defs: { readonly group: { readonly enum: readonly string[] } };
  };
  return {
    commands: state.commands.map(({ command }) => command),
    tables: state.tables.map(({ table }) => table),
    groups: vocabulary.$defs.group.enum,
  };
}
