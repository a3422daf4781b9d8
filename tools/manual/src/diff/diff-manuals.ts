import type { Bump } from "@qsmtp/schema-diff";
import { alignDraft } from "../align/align-draft.ts";
import { nameTables } from "../align/align-tables.ts";
import { isRename, type Proposal } from "../align/proposal.ts";
import { withName } from "../align/renamed-commands.ts";
import { exampleStatements, type Statement } from "../align/statements.ts";
import { judgeProposals } from "../check/judge-proposals.ts";
import { layOver, renamesIn } from "../check/lay-over.ts";
import { type OpenWords, openWords, renameWords, splitId } from "../check/words-findings.ts";
import { draftManual } from "../draft/draft-manual.ts";
import { idOf } from "../grammar/paths.ts";
import type { ReadManual } from "../reader/manual-model.ts";
import { newSentences } from "../words/explained.ts";
import { matchWords } from "../words/match-words.ts";
import { type WordsElement, wordsElements } from "../words/words-record.ts";
import { stateOfDraft } from "./state-of-draft.ts";

/** One thing that the vendor changed from one text to the next. */
export interface VendorChange {
  /** Command and path. */
  readonly id: string;
  /** `moved`: the same thing in another section; `vendor-renamed`: a command under another name. */
  readonly kind: "vendor-added" | "vendor-removed" | "vendor-changed" | "vendor-renamed" | "moved";
  /** `+QSMTPDST`, the placeholder of a table, or the title of another section. */
  readonly command: string;
  readonly path: string;
  readonly old: string | null;
  readonly new: string | null;
  /** Line of the new text; of what it was about when it is gone. */
  readonly line: number;
  readonly section: string;
  readonly rule: string;
  readonly bump: Bump;
}

const manual = "manual";

/** What differs between two texts. Pages, line breaks and columns are no difference. */
export function diffManuals(before: ReadManual, after: ReadManual): VendorChange[] {
  const [old, young] = [draftManual(before, false), draftManual(after, false)];
  const state = stateOfDraft(old, manual);
  const tables = nameTables(young, state, manual);
  const [was, now] = [wordsElements(old.words, new Map()), wordsElements(young.words, tables)];
  const words = Object.fromEntries([...was].map(([id, { fingerprints }]) => [id, fingerprints]));
  const text = { draft: young, elements: now, words };
  const renames = renamesIn(text, state, manual);
  const { first, aligned } = layOver(text, state, manual, renames);
  // What a draft cannot be told by a schema is no change where the old text says it, too.
  const same = new Set(alignDraft(old, state, manual).map(print));
  const proposals = [...first, ...aligned.filter((one) => !same.has(print(one)))];
  const { judgements } = judgeProposals(proposals, state);
  const renamed = renameWords(words, proposals);
  return [
    ...judgements.map(({ proposal, rule, bump }) => ({ ...describe(proposal), rule, bump })),
    ...openWords(matchWords(renamed, now), renamed, proposals)
      .toSorted((a, b) => Number(isProse(a)) - Number(isProse(b)))
      .map((open) => describeWords(open, was.get(open.id), after)),
    ...diffExamples(
      renames.reduce(
        (examples, { schema = "", command }) => withName(examples, schema, command),
        exampleStatements(before),
      ),
      exampleStatements(after),
    ),
  ];
}

/** Commands and answers of examples. What they would mean is seen by checking them. */
function diffExamples(before: readonly Statement[], after: readonly Statement[]): VendorChange[] {
  const ids = (statements: readonly Statement[]): Set<string> => new Set(statements.map(idOf));
  const [old, young] = [ids(before), ids(after)];
  const { rule, bump } = { rule: "description-changed", bump: "patch" } as const;
  const gone = before.filter((one) => !young.has(idOf(one)));
  const come = after.filter((one) => !old.has(idOf(one)));
  const describe = (one: Statement, kind: VendorChange["kind"], said: object): VendorChange => {
    const { command, path, line, section } = one;
    return {
      id: idOf(one),
      kind,
      command,
      path,
      old: null,
      new: null,
      ...said,
      line,
      section,
      rule,
      bump,
    };
  };
  return [
    ...gone.map((one) => describe(one, "vendor-removed", { old: one.value })),
    ...come.map((one) => describe(one, "vendor-added", { new: one.value })),
  ];
}

/** What belongs to no command comes last. */
function isProse({ id }: OpenWords): boolean {
  return id.startsWith("sections/");
}

function print({ command, path, manual: says, schema }: Proposal): string {
  return JSON.stringify([command, path, says, schema]);
}

function describe(proposal: Proposal): Omit<VendorChange, "rule" | "bump"> {
  const { command, path, schema: old, manual: young, line, section } = proposal;
  const changed = isRename(proposal) ? "renamed" : "changed";
  const how = old === undefined ? "added" : young === undefined ? "removed" : changed;
  const kind = path === "section" ? "moved" : (`vendor-${how}` as const);
  const said = { old: old ?? null, new: young ?? null };
  return { id: idOf(proposal), kind, command, path, ...said, line, section };
}

/** Words that changed; what that means only a person can say. */
function describeWords(
  { id, recorded, element }: OpenWords,
  before: WordsElement | undefined,
  after: ReadManual,
): VendorChange {
  const [command, path] = pathOfWords(id, after);
  const fresh = element === undefined ? [] : newSentences(element, recorded);
  const lost = before === undefined ? [] : newSentences(before, element?.fingerprints ?? []);
  const { line = 0, section = "" } = fresh[0] ?? element ?? before ?? {};
  const kind = before === undefined ? "added" : element === undefined ? "removed" : "changed";
  return {
    id: idOf({ command, path }),
    kind: `vendor-${kind}`,
    command,
    path,
    old: textOf(lost),
    new: textOf(fresh),
    line,
    section,
    rule: /^codes\//.test(path) ? "error-text-changed" : "description-changed",
    bump: "undecidable",
  };
}

function textOf(sentences: readonly { readonly text: string }[]): string | null {
  return sentences.length === 0 ? null : sentences.map(({ text }) => text).join(" ");
}

/** The row of a parameter and the meaning of a number have steps of their own. */
function pathOfWords(id: string, { sections }: ReadManual): readonly [string, string] {
  const [command, path] = splitId(id);
  const [, section, part = "prose"] = /^sections\/([^/]+)(?:\/(.+))?$/.exec(path) ?? [];
  const title = sections.find((one) => one.id === section)?.title;
  if (section !== undefined) return [title ?? `section ${section}`, part];
  if (/^params\/[^/]+$/.test(path)) return [command, `${path}/text`];
  return [command, /^(?:codes|params\/[^/]+\/values)\//.test(path) ? `${path}/meaning` : path];
}
