import { buildLock } from "@qsmtp/codegen/lock";
import type { SchemaSet } from "./load-schema-set.ts";

/** Operations and URCs that both schemas have, and whose bytes are others now. */
export interface WireChanges {
  /** Operations that send other bytes, or refuse other values. */
  readonly enc: readonly string[];
  /** Operations and URCs whose lines are read otherwise. */
  readonly dec: readonly string[];
}

/** Compares fingerprints: the short answer to "does anything on the wire change?". */
export function wireChanges(before: SchemaSet, after: SchemaSet): WireChanges {
  const old = buildLock(before.model);
  const young = buildLock(after.model);
  const changed = (part: "enc" | "dec") =>
    Object.entries(young.operations).flatMap(([name, hashes]) => {
      const earlier = old.operations[name];
      return earlier !== undefined && earlier[part] !== hashes[part] ? [name] : [];
    });
  const urcs = Object.entries(young.urcs).flatMap(([name, hash]) =>
    old.urcs[name] !== undefined && old.urcs[name] !== hash ? [name] : [],
  );
  return { enc: changed("enc"), dec: [...changed("dec"), ...urcs] };
}
