import { existsSync } from "node:fs";
import path from "node:path";
import { diffSchemas, type Finding, loadSchemaSet, type SchemaSet } from "@qsmtp/schema-diff";
import type { Step } from "./changeset-file.ts";
import { diffApi } from "./diff-api.ts";
import { diffPackaging } from "./diff-packaging.ts";
import type { Git } from "./git.ts";
import { labelSchemaFinding } from "./label-finding.ts";
import type { PackageChanges } from "./plan-changesets.ts";
import { type PublishedPackage, readPackages } from "./published-packages.ts";
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
  const schemaFindings = schemas === undefined ? [] : diffSchemas(...schemas);
  const packages = await readPackages(git, revision);
  return {
    schemas,
    packages: packages.map((entry) =>
      changesOf(
        entry,
        entry.now.manifest.name === schemaPackage ? schemaFindings : [],
        schemas,
        waivers,
      ),
    ),
  };
}

async function readSchemas(git: Git, revision: string): Promise<Changes["schemas"]> {
  const place = { repository: git.root };
  const atBase = await git.fileAt(revision, "schema/manuals.json");
  if (atBase === undefined || !existsSync(path.join(git.root, "schema/manuals.json")))
    return undefined;
  return [await loadSchemaSet(revision, place), await loadSchemaSet("schema", place)];
}

function changesOf(
  entry: PublishedPackage,
  schemaFindings: readonly Finding[],
  schemas: Changes["schemas"],
  waivers: readonly Waiver[],
): PackageChanges {
  const { folder, now, before } = entry;
  const { name, version } = now.manifest;
  const api = diffApi(entry);
  const packaging = before === undefined ? [] : diffPackaging(before.manifest, now.manifest);
  const waive = (findings: readonly Finding[]) => applyWaivers(findings, waivers);
  // Names of generated entries follow the schema; without a change there, the generator changed.
  const explained = schemaFindings.length > 0;
  const plain = [...api.findings, ...(explained ? [] : api.generated), ...packaging];
  const items = [
    ...waive(schemaFindings).map((finding) =>
      schemas === undefined
        ? { finding, label: "", source: "" }
        : labelSchemaFinding(finding, schemas[1].model),
    ),
    ...waive(plain).map((finding) => ({
      finding,
      label: finding.command === name ? "" : finding.command,
      source: "",
    })),
  ];
  return { folder, name, version, items, silent: explained ? waive(api.generated) : [] };
}

/** The step that a run tells: that of a manual, or of everything else. */
export function stepOf(manual: string | undefined, schemas: Changes["schemas"]): Step | undefined {
  if (manual === undefined)
    return { id: "changes", suffix: "", headline: "Changes of commands, types and packaging." };
  const source = schemas?.[1].model.manuals.get(manual);
  if (source === undefined) return undefined;
  const was = schemas?.[0].model.manuals.get(manual)?.version;
  const now = source.version;
  const moved = was !== undefined && now !== undefined && was !== now;
  return {
    id: manual,
    suffix: moved ? `${manual}-${was}-to-${now}` : manual,
    headline: `Follows ${source.title}${now === undefined ? "" : ` ${now}`}.`,
  };
}
