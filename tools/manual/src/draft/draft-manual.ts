import { readQuantity } from "../grammar/quantities.ts";
import { readRow } from "../grammar/read-row.ts";
import { readFacts } from "../grammar/sentence-facts.ts";
import { parseSyntax } from "../grammar/syntax.ts";
import { TokenReader } from "../grammar/token-reader.ts";
import { tokensOf } from "../grammar/tokens.ts";
import { inPlainUnit } from "../grammar/units.ts";
import type { CodeTable, ReadManual, ReadSection } from "../reader/manual-model.ts";
import { dataOf, dataSpeechOf } from "./data-of-form.ts";
import type {
  Draft,
  DraftCommand,
  DraftErrorTable,
  DraftFact,
  DraftOperation,
  Undecided,
} from "./draft.ts";
import { exchangesOf, shownBy } from "./evidence.ts";
import { modulesOf } from "./modules-of.ts";
import { operationsOf, type SectionContext } from "./operations-of.ts";
import { joinRows, type ManualNotes, paramsOf } from "./params-of.ts";
import { PlaceholderNames } from "./placeholder-names.ts";
import { nothingShows } from "./type-of-row.ts";
import { draftUrcs } from "./urcs-of.ts";
import { wordsOfManual } from "./words-of.ts";

/**
 * Drafts what a manual says in the elements of the schema. Nothing is dropped: what is not
 * understood is undecided with its line, and names are the vendor's.
 * @param isProof whether rows are held against test answers; a text that is compared with something
 * else is taken by its word, so that a change of either is seen
 */
export function draftManual(manual: ReadManual, isProof = true): Draft {
  const isUnderlined = manual.flags.underlinedDefaults !== undefined;
  const once = draftWith(manual, { isUnderlined, isProof, kinds: new Map() });
  return draftWith(manual, { isUnderlined, isProof, kinds: kindsIn(once) });
}

function draftWith(manual: ReadManual, notes: ManualNotes): Draft {
  const exchanges = exchangesOf(manual);
  const described = new Map(
    manual.sections.flatMap((section) => {
      const at = commandOf(section);
      return at === undefined ? [] : [[section, at] as const];
    }),
  );
  const others = manual.sections.filter((section) => !described.has(section));
  return {
    commands: joinCommands(
      [...described].map(([section, at]) =>
        draftCommand(section, at, manual, exchanges.get(at) ?? [], notes),
      ),
    ),
    urcs: others.flatMap((section) => draftUrcs(section, notes)),
    errorTables: manual.sections.flatMap(({ id, codeTables }) =>
      codeTables.map((table) => draftTable(table, id)),
    ),
    facts: others.flatMap((section) => factsOf(section).facts),
    modules: modulesOf(manual),
    notUnderstood: manual.residue.map(({ line, text }) => ({
      line,
      text,
      section: sectionAt(manual, line),
    })),
    unseen: unseenIn(manual),
    words: wordsOfManual(manual, (section) => described.get(section)),
  };
}

/** Names that are a number, or a text, in every section that shows which. */
function kindsIn({ commands, urcs, errorTables }: Draft): ManualNotes["kinds"] {
  const kinds = new Map<string, "number" | "text">();
  const doubtful = new Set<string>();
  const see = (wire: string, kind: "number" | "text"): void => {
    if ((kinds.get(wire) ?? kind) !== kind) doubtful.add(wire);
    kinds.set(wire, kind);
  };
  for (const { wire, type, undecided } of [...commands, ...urcs].flatMap(({ params }) => params)) {
    if (type !== undefined) see(wire, isNumber(type.value) ? "number" : "text");
    const isSilent = undecided.every(({ reason }) => reason === nothingShows);
    if (type === undefined && !isSilent) doubtful.add(wire);
  }
  for (const { parameter } of errorTables) see(parameter, "number");
  for (const wire of doubtful) kinds.delete(wire);
  return kinds;
}

function isNumber(type: string): boolean {
  return ["integer", "enum", "flag"].includes(type);
}

/** The command that a section describes: the one in its title, or in its first syntax. */
export function commandOf(section: ReadSection): string | undefined {
  if (section.commandTable === undefined) return undefined;
  const title = /^\.?AT([+&$#^%*]?[A-Z][A-Z0-9]*)/.exec(section.title)?.[1];
  const syntaxes = section.commandTable.forms.map(({ syntax }) => parseSyntax(syntax)?.at);
  return title ?? syntaxes.find((at) => at !== undefined);
}

function draftCommand(
  section: ReadSection,
  at: string,
  manual: ReadManual,
  examples: DraftCommand["examples"],
  notes: ManualNotes,
): DraftCommand {
  const forms = section.commandTable?.forms ?? [];
  const context: Omit<SectionContext, "dataOf"> = {
    at,
    section: section.id,
    time: responseTimeOf(section),
    errorsOf: (placeholder) => explanationOf(placeholder, section, manual),
  };
  const names = new PlaceholderNames(section);
  const draftWithData = (dataOfBlock: SectionContext["dataOf"]): DraftOperation[] =>
    forms
      .flatMap((form) => operationsOf(form, { ...context, dataOf: dataOfBlock }))
      .map((operation) => names.in(operation));
  const silent = draftWithData(() => ({ undecided: [] }));
  const params = paramsOf(section, silent, shownBy(silent, examples), notes);
  const speech = dataSpeechOf(section, at, manual);
  const operations = draftWithData((block) => dataOf(block, speech, params, names, section.id));
  const { facts, undecided } = factsOf(section);
  return {
    line: section.line,
    section: section.id,
    at,
    title: section.title.replace(/^\.?AT\S+\s*/, ""),
    params,
    operations,
    facts,
    examples,
    undecided: [...undecided, ...repeated(operations)],
  };
}

/** Two sections about one command are one command: nothing of either is lost. */
function joinCommands(commands: readonly DraftCommand[]): DraftCommand[] {
  return [...Map.groupBy(commands, ({ at }) => at).values()].flatMap((parts) => {
    const [first, ...others] = parts;
    if (first === undefined || others.length === 0) return parts;
    const operations = parts.flatMap((part) => part.operations);
    const own = others.flatMap((part) => part.undecided);
    return [
      {
        ...first,
        params: joinRows(parts.flatMap((part) => part.params)),
        operations,
        facts: parts.flatMap((part) => part.facts),
        undecided: [...first.undecided, ...own, ...repeated(operations)],
      },
    ];
  });
}

/** Two operations that send the same may have got one of them wrong. */
function repeated(operations: readonly DraftOperation[]): Undecided[] {
  return operations.flatMap((operation, index) => {
    const twin = operations.find(
      (other, at) =>
        at < index &&
        JSON.stringify(other.args) === JSON.stringify(operation.args) &&
        other.form === operation.form,
    );
    if (twin === undefined || operation.form === "test") return [];
    const { line, section, syntax } = operation;
    const reason = `line ${twin.line} describes the same command line`;
    return [{ line, section, about: "syntax" as const, text: syntax, reason }];
  });
}

const msOf: ReadonlyMap<string, number> = new Map([
  ["second", 1000],
  ["millisecond", 1],
]);

/** `300 ms`, `150 seconds, depending on the network`; `/` states none. */
function responseTimeOf(section: ReadSection): SectionContext["time"] {
  const row = section.commandTable?.responseTime;
  const place = { line: row?.line ?? 0, section: section.id };
  if (row === undefined || /^[/-]?$/.test(row.text.trim())) return { undecided: [] };
  const fail = (reason: string): SectionContext["time"] => ({
    undecided: [{ ...place, about: "time", text: row.text, reason }],
  });
  // The reason may come first: `Affected by the network, the maximum response time is 700 seconds`.
  const text = row.text.replace(/^.*\bmaximum response time is\s+/i, "");
  const reader = new TokenReader(tokensOf(text));
  const time = readQuantity(reader);
  const plain = time?.unit === undefined ? undefined : inPlainUnit(time.value, time.unit);
  const factor = msOf.get(plain?.unit ?? "");
  if (plain === undefined || factor === undefined) return fail("it does not begin with a time");
  const rest = text.slice(reader.peek()?.offset ?? text.length);
  if (!isReason(rest)) return fail(`"${rest}" follows and is not understood`);
  return { maxResponseMs: { value: plain.value * factor, ...place }, undecided: [] };
}

/** `, depending on the network`: why it may take so long, which no parameter changes. */
function isReason(text: string): boolean {
  const bare = text.replace(/^[\s,;(]+|[\s.)]+$/g, "");
  if (bare === "") return true;
  return /^(?:which )?(?:is )?(?:depending|depends|dependent|determined)\b[^<>\d]*$/i.test(bare);
}

/** The chapter or table that explains a number: the one that its row refers to. */
function explanationOf(
  placeholder: string,
  section: ReadSection,
  manual: ReadManual,
): string | undefined {
  const forms = section.commandTable?.forms ?? [];
  const rows = [...section.parameters, ...forms.flatMap(({ parameters }) => parameters)];
  const row = rows.find(({ name }) => name === placeholder.replaceAll(/\s/g, ""));
  const chapter = (row === undefined ? [] : readRow(row.text.text, row.name)).flatMap(
    ({ statement }) => (statement.about === "chapter" ? [statement.chapter] : []),
  )[0];
  const tables = manual.sections.flatMap(({ id, codeTables }) =>
    codeTables.map((table) => ({ id, table })),
  );
  const own = tables.find(({ id }) => id === chapter) ?? undefined;
  return own === undefined ? chapter : `<${own.table.parameter}>`;
}

function factsOf(section: ReadSection): Pick<DraftCommand, "facts" | "undecided"> {
  const facts: DraftFact[] = [];
  const undecided: Undecided[] = [];
  for (const passage of section.passages) {
    const read = readFacts(passage.text);
    for (const { offset, unit, ...fact } of read.facts) {
      const place = { line: passage.lineAt(offset), section: section.id };
      facts.push({ ...fact, ...(unit !== undefined && { unit }), ...place });
    }
    for (const { offset, text, reason } of read.open) {
      const place = { line: passage.lineAt(offset), section: section.id };
      undecided.push({ ...place, about: "meaning", text, reason });
    }
  }
  return { facts, undecided };
}

/** A row for more numbers than these names something else. */
const mostCodesInRow = 100;

function draftTable(table: CodeTable, section: string): DraftErrorTable {
  const undecided: Undecided[] = [];
  const open = (code: string, meaning: string, line: number, reason: string): void => {
    undecided.push({ line, section, about: "values", text: `${code} ${meaning}`, reason });
  };
  const codes = table.rows.flatMap(({ code, upTo = code, meaning, line }) => {
    const count = upTo - code + 1;
    if (count > 0 && count <= mostCodesInRow) {
      const numbers = Array.from({ length: count }, (_, index) => code + index);
      return numbers.map((number) => ({ code: number, meaning, line, section }));
    }
    open(`${code}-${upTo}`, meaning, line, "it is no row of a few numbers");
    return [];
  });
  for (const [index, { code, meaning, line }] of codes.entries()) {
    if (!codes.some((other, at) => at < index && other.code === code)) continue;
    open(`${code}`, meaning, line, "the number is listed twice");
  }
  return { line: table.line, section, parameter: table.parameter, codes, undecided };
}

function sectionAt({ sections }: ReadManual, line: number): string {
  return sections.findLast((section) => section.line <= line)?.id ?? "";
}

function unseenIn({ flags }: ReadManual): Draft["unseen"] {
  const { underlinedDefaults } = flags;
  if (underlinedDefaults === undefined) return [];
  return [{ ...underlinedDefaults, what: "defaults that are underlined among the values" }];
}
