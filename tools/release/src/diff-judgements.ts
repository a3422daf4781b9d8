import { createFinding, type Finding, words } from "@qsmtp/schema-diff";
import { type JudgementRuleId, ruleOf } from "./release-rules.ts";

/** What of a judgement a release must know; `schema/judgements.json` holds them. */
export interface Judgement {
  /** Id of the manual. */
  readonly manual: string;
  /** Id of the finding whose words were judged: `+QSMTPATT/params/mode/values/0`. */
  readonly finding: string;
  /** Of what manual and schema said. */
  readonly fingerprint: string;
  readonly means: "nothing" | "patch" | "minor" | "major";
  readonly reason: string;
}

export const judgementsFile = "schema/judgements.json";

/** The judgements of a file's text; none when there is no file. */
export function parseJudgements(text: string | undefined): readonly Judgement[] {
  if (text === undefined) return [];
  return (JSON.parse(text) as { readonly judgements: readonly Judgement[] }).judgements;
}

/**
 * What was judged since, and means something to users. That the schema was edited to say it shows as
 * a change of its own, or not at all: what a person said counts either way.
 */
export function diffJudgements(
  before: readonly Judgement[],
  after: readonly Judgement[],
): Finding[] {
  const known = new Set(before.map(keyOf));
  return after
    .filter((one) => !known.has(keyOf(one)))
    .flatMap(({ manual, finding, fingerprint, means, reason }) => {
      if (means === "nothing") return [];
      const rule: JudgementRuleId = `manual-judged-${means}`;
      const split = finding.indexOf("/");
      const isOfCommand = finding.startsWith("+") && split > 0;
      const command = isOfCommand ? finding.slice(0, split) : manual;
      const path = `judgements/${isOfCommand ? finding.slice(split + 1) : finding}`;
      const subject = `what ${manual} says under \`${finding}\``;
      const details = {
        kind: "changed",
        command,
        path,
        subject,
        shown: [undefined, undefined],
      } as const;
      const usage = { encode: false, decode: false };
      const found = createFinding(ruleOf(rule), usage, { ...details, now: fingerprint });
      return [{ ...found, note: words(reason) }];
    });
}

function keyOf({ manual, finding, fingerprint, means }: Judgement): string {
  return JSON.stringify([manual, finding, fingerprint, means]);
}
