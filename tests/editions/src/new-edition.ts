import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { filesAsOf } from "@qsmtp/codegen/as-of";
import { EditionLists } from "@qsmtp/codegen/edition";
import { canonicalJson } from "@qsmtp/codegen/fingerprint";
import { keepEarlier } from "@qsmtp/codegen/keep-earlier";
import { type LoadedFile, loadSchema } from "@qsmtp/codegen/load";
import type { Edition } from "./edition-change.ts";
import { SchemaEdit } from "./schema-edit.ts";

/**
 * Brings a schema on disk to new editions of its sources, as accepting the findings of their texts
 * does: what earlier editions said is kept.
 */
export async function writeEdition(schemaRoot: string, { changes }: Edition): Promise<void> {
  const { files: recorded } = await loadSchema(schemaRoot);
  let files: readonly LoadedFile[] = recorded;
  for (const manual of new Set(changes.map(({ change }) => change.manual))) {
    const edit = new SchemaEdit(filesAsOf(files));
    for (const { change, amount } of changes) {
      if (change.manual === manual) change.apply(edit, amount);
    }
    const from = EditionLists.of(files).newest(manual);
    if (from === undefined) throw new Error(`${manual} lists no editions`);
    files = keepEarlier(files, edit.files, { manual, from, to: `${from}-next` });
  }
  const before = new Map(recorded.map(({ file, json }) => [file, canonicalJson(json)]));
  for (const { file, json } of files) {
    if (before.get(file) === canonicalJson(json)) continue;
    await writeFile(path.join(schemaRoot, file), `${JSON.stringify(json, null, 2)}\n`);
  }
  const kept = new Set(files.map(({ file }) => file));
  for (const file of before.keys()) if (!kept.has(file)) await rm(path.join(schemaRoot, file));
}
