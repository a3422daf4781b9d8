import { alignDraft } from "../align/align-draft.ts";
import { nameTables } from "../align/align-tables.ts";
import type { Alignment, Proposal } from "../align/proposal.ts";
import { renamedCommands } from "../align/renamed-commands.ts";
import { proposeMove } from "../align/renumber.ts";
import type { Draft } from "../draft/draft.ts";
import type { SchemaState } from "../schema/schema-state.ts";
import { matchWords } from "../words/match-words.ts";
import type { WordsElement, WordsRecord } from "../words/words-record.ts";
import { judgeProposals } from "./judge-proposals.ts";
import { movesOf, renameWords } from "./words-findings.ts";

/** A text as it is laid over the schema. */
export interface LaidText {
  readonly draft: Draft;
  readonly elements: ReadonlyMap<string, WordsElement>;
  /** What was recorded of the words before. */
  readonly words: WordsRecord["words"];
}

/** Commands that go on under another name. */
export function renamesIn(
  { draft, elements, words }: LaidText,
  state: SchemaState,
  manual: string,
): Proposal[] {
  return renamedCommands(alignmentOf(draft, state, manual), (was, now) => {
    const title = words[`${was}/title`]?.[0];
    return title !== undefined && title === elements.get(`${now}/title`)?.fingerprints[0];
  });
}

/**
 * Lays a draft over the schema: first what goes on under another name or number, then, on what that
 * makes of the schema, everything that the two do not say alike.
 */
export function layOver(
  { draft, elements, words }: LaidText,
  state: SchemaState,
  manual: string,
  renames: readonly Proposal[],
): { readonly first: readonly Proposal[]; readonly aligned: readonly Proposal[] } {
  const renamed = judgeProposals(renames, state).accepted;
  const alignment = alignmentOf(draft, renamed, manual);
  const changes = matchWords(renameWords(words, renames), elements);
  const moves = movesOf(changes).map((move) => proposeMove(alignment, move));
  const moved = judgeProposals(moves, renamed).accepted;
  return { first: [...renames, ...moves], aligned: alignDraft(draft, moved, manual) };
}

function alignmentOf(draft: Draft, state: SchemaState, manual: string): Alignment {
  return { manual, draft, state, tables: nameTables(draft, state, manual) };
}
