import { nameTables } from "../align/align-tables.ts";
import type { Proposal } from "../align/proposal.ts";
import { exampleStatements, statementsOf } from "../align/statements.ts";
import { draftManual } from "../draft/draft-manual.ts";
import { idOf } from "../grammar/paths.ts";
import type { ReadManual } from "../reader/manual-model.ts";
import type { SchemaState } from "../schema/schema-state.ts";
import { matchWords } from "../words/match-words.ts";
import { makeWordsRecord, type WordsRecord, wordsElements } from "../words/words-record.ts";
import { checkExamples } from "./check-examples.ts";
import { findingOf } from "./finding-of.ts";
import { judgeProposals } from "./judge-proposals.ts";
import { layOver, renamesIn } from "./lay-over.ts";
import type { ManualFinding } from "./manual-finding.ts";
import { applyPatches, type Patch, renamePatches } from "./patches.ts";
import { isSibling, siblingProposals, siblingView } from "./sibling.ts";
import {
  lostFindings,
  openWords,
  renameIds,
  renameWords,
  residueFinding,
  wordsFinding,
} from "./words-findings.ts";

/** A manual laid over the schema. */
export interface ComparedManual {
  /** How many facts the rules told from the text, before patches. */
  readonly stated: number;
  /** Facts and example lines that were put beside the schema. */
  readonly compared: number;
  readonly patched: number;
  readonly proposals: readonly Proposal[];
  readonly findings: readonly ManualFinding[];
  /** The schema with everything accepted that an edit can say, under made-up names. */
  readonly accepted: SchemaState;
  /** Commands of another family's manual that the schema does not offer. */
  readonly outside: readonly string[];
  /** What would be kept of the words. */
  readonly words: WordsRecord;
}

/**
 * Compares a manual with the schema, in memory.
 * @param record what was kept of the words of the text before; undefined when none was read
 */
export function compareManual(
  read: ReadManual,
  state: SchemaState,
  manual: string,
  patches: readonly Patch[],
  record?: WordsRecord,
): ComparedManual {
  const drafted = draftManual(read, isSibling(state, manual));
  const view = isSibling(state, manual) ? siblingView(state, manual, drafted) : undefined;
  const base = view?.state ?? state;
  const tables = nameTables(drafted, base, manual);
  const described = drafted.commands.filter(({ at }) => base.command(at) !== undefined);
  const offered = new Set([...tables.values(), ...described.map(({ at }) => at)]);
  const isKnown = (owner: string): boolean => view === undefined || offered.has(owner);
  const spoken = wordsElements(drafted.words, tables);
  const elements = new Map([...spoken].filter(([id]) => isKnown(id.split("/")[0] ?? "")));
  const text = { draft: drafted, elements, words: record?.words ?? {} };
  const renames = renamesIn(text, base, manual);
  const own = renamePatches(
    patches.filter((patch) => patch.manual === manual),
    renames,
  );
  const stated = statementsOf(drafted, tables).filter(({ command }) => isKnown(command));
  const examples = exampleStatements(read).filter(({ command }) => isKnown(command));
  const patched = applyPatches({ draft: drafted, examples }, own, tables);
  const { first, aligned } = layOver({ ...text, draft: patched.draft }, base, manual, renames);
  const all = [...first, ...aligned];
  const proposals = view === undefined ? all : siblingProposals(all);
  const { judgements, accepted } = judgeProposals(proposals, base, (next, before) =>
    next.assertValid(before),
  );
  const statements = statementsOf(patched.draft, tables).filter(({ command }) => isKnown(command));
  // Of a command that a person must write first no example can be tried.
  const unwritten = new Set(
    judgements.flatMap(({ proposal: { command, path }, byHand }) =>
      path === "" && byHand !== undefined ? [command] : [],
    ),
  );
  const tried = patched.examples.filter(({ command }) => !unwritten.has(command));
  const words = renameWords(record?.words ?? {}, proposals);
  const told =
    record === undefined
      ? []
      : [
          ...openWords(matchWords(words, elements), words, proposals).map(wordsFinding),
          ...lostFindings(renameIds(record.understood, proposals), statements, proposals),
          ...residueFinding(record, read.residue),
        ];
  const findings = [
    ...patched.stale,
    ...judgements.map(findingOf),
    ...told,
    ...checkExamples(tried, accepted),
  ];
  return {
    stated: stated.length,
    compared: stated.length + examples.length,
    patched: own.length - patched.stale.length,
    proposals,
    findings,
    accepted,
    outside: view?.outside ?? [],
    words: makeWordsRecord(manual, statements.map(idOf), read.residue, elements),
  };
}
