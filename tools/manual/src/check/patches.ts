import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { FactSheet } from "../facts/fact.ts";
import type { ManualFinding } from "./manual-finding.ts";

/** A decision about an error in the vendor's text, tried against the text every time. */
export interface Patch {
  readonly id: string;
  readonly manual: string;
  readonly command: string;
  /** Path of the fact; the one that findings print. */
  readonly path: string;
  /** What the text says; null for nothing. */
  readonly expect: string | null;
  /** What it should say; null for nothing. */
  readonly set: string | null;
  readonly reason: string;
}

/** A patch file that is no patch. */
export class PatchError extends Error {
  override readonly name = "PatchError";
  readonly code = "PATCH_INVALID";
}

/**
 * Reads `patches/P0001.json` and so on, in their order.
 * @throws PatchError when a file does not match `patch.schema.json` or its own name
 */
export async function loadPatches(schemaRoot: string): Promise<Patch[]> {
  const folder = path.join(schemaRoot, "patches");
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  if (names.length === 0) return [];
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
  const metaSchema = await readFile(path.join(schemaRoot, "patch.schema.json"), "utf8");
  const validate = ajv.compile<Patch>(JSON.parse(metaSchema));
  const patches: Patch[] = [];
  for (const name of names.filter((file) => file.endsWith(".json")).sort()) {
    const json: unknown = JSON.parse(await readFile(path.join(folder, name), "utf8"));
    if (!validate(json)) {
      const faults = ajv.errorsText(validate.errors, { dataVar: "", separator: "; " });
      throw new PatchError(`schema/patches/${name}: ${faults}. See schema/patch.schema.json.`);
    }
    if (`${json.id}.json` !== name) {
      throw new PatchError(`schema/patches/${name} calls itself ${json.id}; make the two agree.`);
    }
    patches.push(json);
  }
  return patches;
}

/** Corrects the facts, and tells which patches do not fit the text any more. */
export function applyPatches(facts: FactSheet, patches: readonly Patch[]): ManualFinding[] {
  return patches.flatMap((patch) => {
    const { command, path: at, expect, set } = patch;
    const fact = facts.get(command, at);
    const stated = fact?.value ?? null;
    const near = fact ?? nearest(facts, command, at);
    const place = { line: near?.line ?? 0, section: near?.section ?? "" };
    if (stated !== expect) return [stalePatch(patch, stated, place)];
    if (set === null) facts.delete(command, at);
    else facts.set({ command, path: at, value: set, ...place });
    return [];
  });
}

function nearest(facts: FactSheet, command: string, at: string): ReturnType<FactSheet["get"]> {
  const end = at.lastIndexOf("/");
  if (end < 0) return undefined;
  const parent = at.slice(0, end);
  return facts.get(command, parent) ?? nearest(facts, command, parent);
}

function stalePatch(
  { id, command, path: at, expect, set }: Patch,
  stated: string | null,
  place: { readonly line: number; readonly section: string },
): ManualFinding {
  const isObsolete = stated === set;
  const show = (value: string | null): string => (value === null ? "nothing" : `"${value}"`);
  return {
    id: `${id}`,
    kind: isObsolete ? "patch-obsolete" : "patch-failed",
    command,
    path: at,
    manual: stated,
    schema: set,
    ...place,
    rule: "by-hand",
    bump: "undecidable",
    message: isObsolete
      ? `patch ${id} is no longer needed: the manual says ${show(set)} itself; delete schema/patches/${id}.json`
      : `patch ${id} expects ${show(expect)}, the manual says ${show(stated)}; look at the text and correct the patch`,
  };
}
