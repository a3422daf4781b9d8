import { fingerprint } from "@qsmtp/codegen/fingerprint";
import { isRename } from "../align/proposal.ts";
import { idOf } from "../grammar/paths.ts";
import type { Judgement } from "./judge-proposals.ts";
import type { FindingKind, ManualFinding } from "./manual-finding.ts";

/** A finding without what follows from the rest of it. */
export type FindingParts = Omit<ManualFinding, "id" | "fingerprint">;

export function makeFinding(parts: FindingParts, ...evidence: readonly unknown[]): ManualFinding {
  const id = idOf(parts);
  const { manual, schema } = parts;
  return { id, ...parts, fingerprint: fingerprint([id, manual, schema, ...evidence], 8) };
}

export function findingOf({ proposal, rule, bump, byHand }: Judgement): ManualFinding {
  const { command, path, manual, schema, line, section, isOpen } = proposal;
  const kind = isOpen === true ? "undecided" : kindOf(manual, schema);
  const said: Readonly<Record<string, string>> = {
    "manual-only": `the manual says ${show(manual)}, the schema nothing`,
    "schema-only": `the schema says ${show(schema)}, the manual nothing`,
    mismatch: `the manual says ${show(manual)}, the schema ${show(schema)}`,
    undecided: `the manual says "${show(manual)}"`,
  };
  return makeFinding({
    kind,
    command,
    path,
    manual: manual ?? null,
    schema: schema ?? null,
    line,
    section,
    rule,
    bump,
    message: [
      isRename(proposal) ? `${said[kind]}: the command goes on under another name` : said[kind],
      byHand,
    ]
      .filter((part) => part !== undefined)
      .join("; "),
  });
}

function kindOf(manual: string | undefined, schema: string | undefined): FindingKind {
  if (schema === undefined) return "manual-only";
  return manual === undefined ? "schema-only" : "mismatch";
}

function show(value = ""): string {
  return value.split("\n").join(" and ");
}
