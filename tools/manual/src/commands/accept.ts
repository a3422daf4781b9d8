import { EditionLists } from "@qsmtp/codegen/edition";
import { type EditionStep, stepTo } from "@qsmtp/codegen/keep-earlier";
import type { LoadedFile } from "@qsmtp/codegen/load";
import {
  AcceptError,
  type Accepted,
  acceptableIds,
  acceptFindings,
  chooseProposals,
  possibleNames,
  wantedNames,
} from "../accept/accept-findings.ts";
import { type SchemaFiles, writeSchema } from "../accept/write-schema.ts";
import { type ManualCheck, wordsToKeep } from "../check/check-manual.ts";
import { loadPatches, type Patch, renamePatches } from "../check/patches.ts";
import { loadTexts, type TextsFile, textsFile, withRecord } from "../check/text-record.ts";
import { idOf } from "../grammar/paths.ts";
import type { SchemaState } from "../schema/schema-state.ts";
import {
  type ExitCode,
  parseCommandLine,
  type Surroundings,
  schemaRoot,
  UsageError,
} from "../surroundings.ts";
import { type WordsRecord, wordsFile } from "../words/words-record.ts";
import { writeFacts } from "./facts.ts";
import { collectNames } from "./names-given.ts";
import { openCheck } from "./open-check.ts";

/** `pnpm manual:accept <finding...>`: edits schema files, so that the git diff is the review. */
export async function runAccept(args: readonly string[], world: Surroundings): Promise<ExitCode> {
  const { values, positionals } = parseCommandLine(args, {
    all: { type: "boolean" },
    name: { type: "string", multiple: true },
    file: { type: "string" },
    manual: { type: "string" },
    edition: { type: "string" },
  });
  const isAll = values.all === true;
  if (isAll === positionals.length > 0) {
    throw new UsageError("give the findings to accept, or --all");
  }
  const check = await openCheck(world, values.file, values.manual);
  if (check.isLeftBehind) {
    const { manual, recorded } = check;
    throw new AcceptError(
      "NOT_AUTOMATIC",
      `the text is edition "${recorded?.edition}" of ${manual}, which the schema has left behind; correct the schema by hand if it was read wrongly`,
    );
  }
  const ids = isAll ? acceptableIds(check) : positionals;
  const chosen = chooseProposals(check, ids);
  const wanted = wantedNames(check, chosen);
  const known = [...wantedNames(check, check.proposals), ...possibleNames(check, check.proposals)];
  const given = await collectNames(wanted, known, values.name ?? [], world);
  const accepted = acceptFindings(check, chosen, given);
  if (!isAll && accepted.refused.size > 0) {
    const list = [...accepted.refused].map(([id, reason]) => `${id}: ${reason}`).join("\n");
    throw new AcceptError("NOT_AUTOMATIC", list);
  }
  const taken = ids.filter((id) => !accepted.refused.has(id));
  return write(world, check, { ...accepted, ids: taken }, values.edition);
}

/** The edition that accepted facts come with: none while nothing of a text differs. */
function stepOf(
  { manual, record, recorded, state: before }: ManualCheck,
  after: SchemaState,
  called: string | undefined,
): EditionStep | undefined {
  const { edition } = recorded ?? {};
  if (edition === undefined) {
    if (called === undefined) return undefined;
    throw new UsageError(`no edition of ${manual} is on record that one could follow`);
  }
  const isSameText = recorded?.sha256 === record.sha256;
  const step = stepTo(before.recorded, { manual, edition }, isSameText, called);
  if (called !== undefined && step?.to !== called) {
    const known = isSameText ? edition : step?.to;
    throw new UsageError(`the text is edition ${known} of ${manual} already`);
  }
  return after === before && called === undefined ? undefined : step;
}

async function write(
  world: Surroundings,
  check: ManualCheck,
  { state, ids, notes, refused }: Accepted,
  edition: string | undefined,
): Promise<ExitCode> {
  const root = schemaRoot(world);
  const texts = await loadTexts(root);
  const left = check.findings.filter(({ id }) => !ids.includes(id));
  const step = stepOf(check, state, edition);
  const patches = await loadPatches(root);
  const old = { files: check.state.recorded, texts, words: check.recordedWords, patches };
  // While anything is open the old text stays the one that the next check compares with.
  const listed = EditionLists.of(check.state.recorded).newest(check.manual);
  const followed = step?.to ?? check.recorded?.edition ?? listed;
  const { manual, ...rest } = check.record;
  const record = { manual, ...(followed && { edition: followed }), ...rest };
  const kept =
    left.length === 0
      ? { texts: withRecord(texts, record), words: await wordsToKeep(check, state, root) }
      : old;
  const files = state.filesToKeep(step);
  const taken = check.proposals.filter((proposal) => ids.includes(idOf(proposal)));
  const young = { ...kept, files, patches: renamePatches(patches, taken) };
  const written = await writeSchema(root, filesOf(old), filesOf(young));
  const isListed = await writeFacts(root, state);
  world.log(
    [
      `accepted ${ids.length} of ${check.findings.length} findings`,
      ...written.map(({ file, how }) => `  ${how} schema/${file}`),
      ...(isListed ? ["  edited schema/facts.txt"] : []),
      ...(step === undefined
        ? []
        : [`  as edition ${step.to} of ${step.manual}; what ${step.from} says otherwise is kept`]),
      ...notes.map((note) => `  to do: ${note}`),
      ...left.map(({ id, message }) => `  left: ${id}: ${refused.get(id) ?? message}`),
      "Review it with git diff schema, then run: pnpm generate",
    ].join("\n"),
  );
  return left.length === 0 ? 0 : 1;
}

interface Kept {
  readonly files: readonly LoadedFile[];
  readonly texts: TextsFile;
  readonly words: WordsRecord | undefined;
  readonly patches: readonly Patch[];
}

function filesOf({ files, texts, words, patches }: Kept): SchemaFiles {
  return new Map([
    ...files.map(({ file, json }): [string, unknown] => [file, json]),
    ...patches.map((patch): [string, unknown] => [`patches/${patch.id}.json`, patch]),
    ...(texts.texts.length === 0 ? [] : [[textsFile, texts] as const]),
    ...(words === undefined ? [] : [[wordsFile(words.manual), words] as const]),
  ]);
}
