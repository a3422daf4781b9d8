import { readKept } from "../schema/read-kept.ts";
import type { ManualFinding } from "./manual-finding.ts";

/** What a person has decided about a finding that no rule can decide. */
export interface JudgementRecord {
  /** Id in `manuals.json`. */
  readonly manual: string;
  /** Id of the finding. */
  readonly finding: string;
  /** Of what both sides said. */
  readonly fingerprint: string;
  readonly means: Meaning;
  readonly reason: string;
}

export const meanings = ["nothing", "patch", "minor", "major"] as const;

/** `nothing`: the same in other words; else what it means for those who use the packages. */
export type Meaning = (typeof meanings)[number];

export interface JudgementsFile {
  readonly $schema: string;
  readonly judgements: readonly JudgementRecord[];
}

export const judgementsFile = "judgements.json";

/** @throws KeptFileError when the file does not match `judgements.schema.json` */
export async function loadJudgements(schemaRoot: string): Promise<JudgementsFile> {
  const kept = await readKept<JudgementsFile>(schemaRoot, judgementsFile, "judgements");
  return kept ?? { $schema: "./judgements.schema.json", judgements: [] };
}

/** Whether a finding was judged as it stands: other words, or another schema, want another word. */
export function isJudged(
  { id, fingerprint }: ManualFinding,
  manual: string,
  { judgements }: JudgementsFile,
): boolean {
  return judgements.some(
    (one) => one.manual === manual && one.finding === id && one.fingerprint === fingerprint,
  );
}

/** The judgements with one added; an older one about the same finding stays for its own words. */
export function withJudgement(file: JudgementsFile, added: JudgementRecord): JudgementsFile {
  const others = file.judgements.filter(
    ({ manual, finding, fingerprint }) =>
      manual !== added.manual || finding !== added.finding || fingerprint !== added.fingerprint,
  );
  const order = ({ manual, finding, fingerprint }: JudgementRecord): string =>
    [manual, finding, fingerprint].join(" ");
  const judgements = [...others, added].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  return { ...file, judgements };
}
