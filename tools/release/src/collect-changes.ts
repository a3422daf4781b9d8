import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { versionOf } from "@qsmtp/codegen/edition";
import {
  diffSchemas,
  type Finding,
  loadSchemaSet,
  type SchemaSet,
  words,
} from "@qsmtp/schema-diff";
import { longLines } from "./changelog-line.ts";
import type { Step } from "./changeset-file.ts";
import { demandedTables } from "./demanded-tables.ts";
import { diffApi } from "./diff-api.ts";
import { diffJudgements, judgementsFile, parseJudgements } from "./diff-judgements.ts";
import { diffPackaging } from "./diff-packaging.ts";
import type { Git } from "./git.ts";
import { labelSchemaFinding } from "./label-finding.ts";
import type { PackageChanges } from "./plan-changesets.ts";
import { type PublishedPackage, readPackages } from "./published-packages.ts";
import { type ChangedNames, changedNames, isToldBySchema } from "./schema-names.ts";
import { applyWaivers, type Waiver } from "./waivers.ts";

/** The package that the schema becomes. */
const schemaPackage = "@qsmtp/protocol";

/** Everything that changed since a revision. */
export interface Changes {
  readonly packages: readonly PackageChanges[];
  /** The schema before and now; absent when the base had none. */
  readonly schemas: readonly [before: SchemaSet, now: SchemaSet] | undefined;
}

/** Compares schema, API reports and manifests with those of a revision. */
export async function collectChanges(
  git: Git,
  revision: string,
  waivers: readonly Waiver[],
): Promise<Changes> {
  const schemas = await readSchemas(git, revision);
  const schemaFindings = [
    ...(schemas === undefined ? [] : diffSchemas(...schemas)),
    ...(await judgedSince(git, revision)),
  ];
  const packages = await readPackages(git, revision);
  const known: Known = {
    schemas,
    names: schemas && changedNames(schemas),
    tables: tablesOfCallers(packages),
    waivers,
  };
  return {
    schemas,
    packages: packages.map((entry) =>
      changesOf(entry, entry.now.manifest.name === schemaPackage ? schemaFindings : [], known),
    ),
  };
}

/** What people have said since that a manual's words mean. */
async function judgedSince(git: Git, revision: string): Promise<Finding[]> {
  const now = await readFile(path.join(git.root, judgementsFile), "utf8").catch(() => undefined);
  const before = await git.fileAt(revision, judgementsFile);
  return diffJudgements(parseJudgements(before), parseJudgements(now));
}

async function readSchemas(git: Git, revision: string): Promise<Changes["schemas"]> {
  const place = { repository: git.root };
  const atBase = await git.fileAt(revision, "schema/manuals.json");
  if (atBase === undefined || !existsSync(path.join(git.root, "schema/manuals.json")))
    return undefined;
  return [await loadSchemaSet(revision, place), await loadSchemaSet("schema", place)];
}

/** What holds for all packages. */
interface Known {
  readonly schemas: Changes["schemas"];
  readonly names: ChangedNames | undefined;
  readonly tables: ReadonlySet<string>;
  readonly waivers: readonly Waiver[];
}

function changesOf(
  entry: PublishedPackage,
  schemaFindings: readonly Finding[],
  { schemas, names, tables, waivers }: Known,
): PackageChanges {
  const { folder, now, before } = entry;
  const { name, version } = now.manifest;
  const api = diffApi(entry, tables);
  const packaging = before === undefined ? [] : diffPackaging(before.manifest, now.manifest);
  const isTold = (finding: Finding) => names !== undefined && isToldBySchema(finding, names);
  const plain = [
    ...api.findings.filter((finding) => !(finding.rule.startsWith("api-union") && isTold(finding))),
    ...api.generated.filter((finding) => !isTold(finding)),
    ...packaging,
  ];
  const items = [
    ...applyWaivers(schemaFindings, waivers).map((finding) =>
      schemas === undefined
        ? { finding, label: "", source: "" }
        : labelSchemaFinding(finding, schemas[1].model),
    ),
    ...applyWaivers(plain, waivers).map((finding) => ({
      finding,
      label: finding.command === name ? "" : finding.command,
      source: "",
    })),
  ];
  return { folder, name, version, items };
}

/** Unions of which callers of any package write complete tables today. */
function tablesOfCallers(packages: readonly PublishedPackage[]): Set<string> {
  const reports = packages.flatMap(({ before }) => [...(before?.reports.values() ?? [])]);
  return new Set(reports.flatMap((report) => [...demandedTables(report)]));
}

/** The step that a run tells: that of a manual, or of everything else. */
export function stepOf(manual: string | undefined, schemas: Changes["schemas"]): Step | undefined {
  if (manual === undefined)
    return { id: "changes", suffix: "", headline: "Changes of commands, types and packaging." };
  const source = schemas?.[1].model.manuals.get(manual);
  if (source === undefined) return undefined;
  const earlier = schemas?.[0].model.manuals.get(manual);
  const was = earlier && versionOf(earlier);
  const now = versionOf(source);
  const moved = was !== undefined && now !== undefined && was !== now;
  return {
    id: manual,
    suffix: moved ? `${manual}-${was}-to-${now}` : manual,
    headline: headlineOf(`Follows ${words(source.title)}${now === undefined ? "" : ` ${now}`}.`),
  };
}

function headlineOf(text: string): string {
  return longLines(text).length === 0 ? text : "Follows a new edition of a manual.";
}
