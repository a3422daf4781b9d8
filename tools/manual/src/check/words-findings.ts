import { comingAlong, isRename, type Proposal } from "../align/proposal.ts";
import type { Move } from "../align/renumber.ts";
import { idOf, isWithin } from "../grammar/paths.ts";
import { isExplained, newSentences, type Told } from "../words/explained.ts";
import { wordsFingerprint } from "../words/fingerprint.ts";
import type { WordsChange } from "../words/match-words.ts";
import type { WordsElement, WordsRecord } from "../words/words-record.ts";
import { makeFinding } from "./finding-of.ts";
import type { ManualFinding } from "./manual-finding.ts";

/** Values and codes whose words stand at other numbers than before, together where they moved so. */
export function movesOf(changes: readonly WordsChange[]): Move[] {
  const moved = changes.flatMap((change) => {
    if (change.kind !== "moved") return [];
    const [, owner, number] = /^(.+\/values|.+\/codes)\/(.+)$/.exec(change.id) ?? [];
    const now = change.to.slice((owner ?? "").length + 1);
    return owner === undefined || number === undefined ? [] : [{ owner, number, now }];
  });
  return [...Map.groupBy(moved, ({ owner }) => owner)].map(([owner, own]) => {
    const [command = "", ...path] = owner.split("/");
    const numbers = new Map(own.map(({ number, now }) => [number, now]));
    return { command, path: path.join("/"), numbers };
  });
}

/** Words of commands and placeholders that were renamed go along. */
export function renameWords(
  words: WordsRecord["words"],
  proposals: readonly Proposal[],
): WordsRecord["words"] {
  const entries = Object.entries(words);
  const ids = renameIds(
    entries.map(([id]) => id),
    proposals,
  );
  return Object.fromEntries(entries.map(([, own], index) => [ids[index] ?? "", own]));
}

/** Ids of commands and placeholders under the names that the manual gives them now. */
export function renameIds(ids: readonly string[], proposals: readonly Proposal[]): string[] {
  const renames = proposals.flatMap(({ command, path, manual, schema }) => {
    if (manual === undefined || schema === undefined) return [];
    if (path === "") return [[schema, command] as const];
    const isParam = /^params\/[^/]+$/.test(path);
    return isParam ? [[`${command}/${path}`, `${command}/params/${manual}`] as const] : [];
  });
  return ids.map((id) =>
    renames.reduce((now, [was, to]) => (isWithin(now, was) ? to + now.slice(was.length) : now), id),
  );
}

/** Words that changed and of which no proposal tells. */
export interface OpenWords {
  readonly id: string;
  readonly recorded: readonly string[];
  /** As they are now; undefined when they are gone. */
  readonly element: WordsElement | undefined;
}

/** The changes of words that no proposal explains. A section that is new as a whole is told once. */
export function openWords(
  changes: readonly WordsChange[],
  words: WordsRecord["words"],
  proposals: readonly Proposal[],
): OpenWords[] {
  const known = new Set(Object.keys(words).map(sectionOf));
  const open = changes.flatMap((change): OpenWords[] => {
    const { id } = change;
    if (change.kind === "moved" || isTold(id, proposals)) return [];
    const recorded = words[id] ?? [];
    if (change.kind === "gone") {
      return isGone(id, proposals) ? [] : [{ id, recorded, element: undefined }];
    }
    const { element } = change;
    const told = toldAbout(id, proposals);
    if (change.kind === "changed" && isExplained(element, recorded, told)) return [];
    const section = sectionOf(id);
    const isWhole = change.kind === "new" && section !== undefined && !known.has(section);
    return [{ id: isWhole ? section : id, recorded, element }];
  });
  return [...new Map(open.map((one) => [one.id, one])).values()];
}

function sectionOf(id: string): string | undefined {
  return /^sections\/[^/]+/.exec(id)?.[0];
}

/** Whether a number went with others that moved to its place, or away from it. */
function isGone(id: string, proposals: readonly Proposal[]): boolean {
  return proposals.some(({ gone = [] }) => gone.includes(id));
}

/** Whether a finding speaks of the same thing, or of a whole that came or went with it. */
function isTold(id: string, proposals: readonly Proposal[]): boolean {
  const [owner] = id.split("/");
  return proposals.some((proposal) => {
    const { command, manual, schema } = proposal;
    const isWhole = (manual === undefined) !== (schema === undefined);
    if (isWhole && isWithin(id.toLowerCase(), idOf(proposal).toLowerCase())) return true;
    const name = /^[^/]+\/params\/([^/]+)/.exec(id)?.[1];
    return command === owner && name !== undefined && comingAlong(proposal).includes(name);
  });
}

/**
 * What findings tell of the command that words belong to, of chapters with other numbers, and of
 * commands with other names.
 */
function toldAbout(id: string, proposals: readonly Proposal[]): Told {
  const [owner] = id.split("/");
  const isOwn = (proposal: Proposal): boolean => {
    const { command, path, section } = proposal;
    const isAnywhere = path === "section" || isRename(proposal);
    return command === owner || isAnywhere || `sections/${section}` === sectionOf(id);
  };
  const own = proposals.filter(isOwn);
  const changes = own.flatMap(({ manual: now, schema: was }) =>
    now === undefined || was === undefined ? [] : [{ now, was }],
  );
  const names = own.flatMap(comingAlong);
  return { changes, names };
}

const longestQuote = 100;

export function wordsFinding({ id, recorded, element }: OpenWords): ManualFinding {
  const [command, path] = splitId(id);
  const fresh = element === undefined ? [] : newSentences(element, recorded);
  const { line = 0, section = "" } = fresh[0] ?? element ?? {};
  const text = fresh.map((sentence) => sentence.text).join(" ");
  const shown = text.length > longestQuote ? `${text.slice(0, longestQuote - 1)}…` : text;
  const what =
    text === "" ? "words that stood here are gone" : `other words than before: "${shown}"`;
  const manual = text === "" ? null : text;
  const message = `${what}; say what that means with pnpm manual:judge`;
  const parts = { command, path, manual, schema: null, line, section, message };
  return makeFinding(
    { kind: "words", ...parts, rule: "by-hand", bump: "undecidable" },
    recorded,
    element?.fingerprints,
  );
}

/** Command and path; what belongs to no command has none. */
export function splitId(id: string): readonly [command: string, path: string] {
  const split = id.indexOf("/");
  if (split < 0 || /^(?:sections|limits|families)\//.test(id)) return ["", id];
  return [id.slice(0, split), id.slice(split + 1)];
}

/** What was understood before and is not now, where no other finding tells of it. */
export function lostFindings(
  understood: readonly string[],
  statements: readonly { readonly command: string; readonly path: string }[],
  proposals: readonly Proposal[],
): ManualFinding[] {
  const known = new Set(statements.map((statement) => idOf(statement).toLowerCase()));
  return understood.flatMap((id) => {
    if (known.has(id.toLowerCase()) || isToldLost(id, proposals)) return [];
    const [command, path] = splitId(id);
    const message = `the rules understood this before and do not now; look at the text, then change the schema by hand, patch the manual, teach tools/manual, or say that it means nothing with pnpm manual:judge`;
    return [
      makeFinding({
        kind: "unparsed",
        command,
        path,
        manual: null,
        schema: null,
        line: 0,
        section: "",
        rule: "by-hand",
        bump: "undecidable",
        message,
      }),
    ];
  });
}

function isToldLost(id: string, proposals: readonly Proposal[]): boolean {
  const own = id.toLowerCase();
  return (
    isTold(id, proposals) ||
    isGone(id, proposals) ||
    proposals.some((proposal) => {
      // A command that goes on under another name has lost nothing by that.
      if (isRename(proposal)) return false;
      const told = idOf(proposal).toLowerCase();
      return isWithin(own, told) || isWithin(own, told.replace(/\/type$/, ""));
    })
  );
}

/** Lines that no rule understands and that were not there before. */
export function residueFinding(
  record: WordsRecord,
  residue: readonly { readonly line: number; readonly text: string }[],
): ManualFinding[] {
  const { residue: known, words } = record;
  const fresh = residue.filter(({ text }) => !known.includes(wordsFingerprint(text)));
  const [first] = fresh;
  if (first === undefined) return [];
  // Words and numbers that were recorded elsewhere are missed there: such a line says nothing new.
  const recorded = new Set(Object.values(words).flat());
  const numbers = new Set(Object.keys(words).map((id) => id.slice(id.lastIndexOf("/") + 1)));
  const isKnown = fresh.every(
    ({ text }) => recorded.has(wordsFingerprint(text)) || numbers.has(text),
  );
  const lines = fresh.map(({ line }) => line).join(", ");
  return [
    makeFinding(
      {
        kind: "unparsed",
        command: "",
        path: "text/residue",
        manual: `${residue.length}`,
        schema: `${known.length}`,
        line: first.line,
        section: "",
        rule: "by-hand",
        bump: isKnown ? "none" : "undecidable",
        message: `no rule understands line ${lines}; look at them with --residue, then teach tools/manual, or say that they mean nothing with pnpm manual:judge text/residue`,
      },
      fresh.map(({ text }) => wordsFingerprint(text)),
    ),
  ];
}
