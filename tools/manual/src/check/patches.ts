import { readdir } from "node:fs/promises";
import path from "node:path";
import { patchDraft } from "../align/patch-draft.ts";
import { isRename, type Proposal } from "../align/proposal.ts";
import { type Statement, statementsOf } from "../align/statements.ts";
import type { Draft } from "../draft/draft.ts";
import { KeptFileError, readKept } from "../schema/read-kept.ts";
import { makeFinding } from "./finding-of.ts";
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

/**
 * Reads `patches/P0001.json` and so on, in their order.
 * @throws KeptFileError when a file does not match `patch.schema.json` or its own name
 */
export async function loadPatches(schemaRoot: string): Promise<Patch[]> {
  const names = await readdir(path.join(schemaRoot, "patches")).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return [];
      throw error;
    },
  );
  const patches: Patch[] = [];
  for (const name of names.filter((file) => file.endsWith(".json")).sort()) {
    const patch = await readKept<Patch>(schemaRoot, `patches/${name}`, "patch");
    if (patch === undefined) continue;
    if (`${patch.id}.json` !== name) {
      const message = `schema/patches/${name} calls itself ${patch.id}; make the two agree.`;
      throw new KeptFileError("patch", message);
    }
    patches.push(patch);
  }
  return patches;
}

/** Patches of a command that goes on under another name go along. */
export function renamePatches(
  patches: readonly Patch[],
  proposals: readonly Proposal[],
): readonly Patch[] {
  const renames = proposals.filter(isRename);
  return patches.map((patch) => {
    const found = renames.find(({ schema }) => schema === patch.command);
    return found === undefined ? patch : { ...patch, command: found.command };
  });
}

/** A draft and its example lines with the vendor's errors corrected. */
export interface Patched {
  readonly draft: Draft;
  readonly examples: readonly Statement[];
  /** Patches that do not fit the text any more. */
  readonly stale: readonly ManualFinding[];
}

export function applyPatches(
  read: { readonly draft: Draft; readonly examples: readonly Statement[] },
  patches: readonly Patch[],
  tables: ReadonlyMap<string, string>,
): Patched {
  const stale: ManualFinding[] = [];
  let { draft, examples } = read;
  for (const patch of patches) {
    const { command, path: at, expect, set } = patch;
    const isMeant = (one: Statement): boolean => one.command === command && one.path === at;
    const all = [...statementsOf(draft, tables), ...examples];
    const stated = all.find(isMeant);
    const near = stated ?? nearest(all, command, at);
    const value = stated?.isInferred ? null : (stated?.value ?? null);
    if (value !== expect) {
      stale.push(stalePatch(patch, value, near));
    } else if (at.startsWith("examples/")) {
      examples = examples.flatMap((one) =>
        !isMeant(one) ? [one] : set === null ? [] : [{ ...one, value: set }],
      );
    } else {
      draft = patchDraft(draft, tables, patch);
    }
  }
  return { draft, examples, stale };
}

function nearest(
  statements: readonly Statement[],
  command: string,
  at: string,
): Statement | undefined {
  const end = at.lastIndexOf("/");
  if (end < 0) return undefined;
  const parent = at.slice(0, end);
  return (
    statements.find((one) => one.command === command && one.path === parent) ??
    nearest(statements, command, parent)
  );
}

function stalePatch(
  { id, command, path: at, expect, set }: Patch,
  stated: string | null,
  place: Statement | undefined,
): ManualFinding {
  const isObsolete = stated === set;
  const show = (value: string | null): string => (value === null ? "nothing" : `"${value}"`);
  const finding = makeFinding({
    kind: isObsolete ? "patch-obsolete" : "patch-failed",
    command,
    path: at,
    manual: stated,
    schema: set,
    line: place?.line ?? 0,
    section: place?.section ?? "",
    rule: "by-hand",
    bump: "undecidable",
    message: isObsolete
      ? `patch ${id} is no longer needed: the manual says ${show(set)} itself; delete schema/patches/${id}.json`
      : `patch ${id} expects ${show(expect)}, the manual says ${show(stated)}; look at the text and correct the patch`,
  });
  return { ...finding, id };
}
