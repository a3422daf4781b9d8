import type { DataEnd, SchemaDataPhase, SchemaUnit } from "@qsmtp/codegen/schema-types";
import { nameIn } from "../grammar/tokens.ts";
import type { JoinedText } from "../reader/joined-text.ts";
import type { FormBlock, ReadManual, ReadSection } from "../reader/manual-model.ts";
import type { DraftOperation, DraftParam, Stated, Undecided } from "./draft.ts";
import type { PlaceholderNames } from "./placeholder-names.ts";

/** A sentence with the line that it begins on. */
interface Said {
  readonly text: string;
  readonly line: number;
}

type Direction = SchemaDataPhase["direction"];

/** Where the sections of a manual speak of data mode. */
export interface DataSpeech {
  /** Passages of the command's own section. */
  readonly own: readonly Said[];
  /** Passages elsewhere that name the command as one that is executed. */
  readonly elsewhere: readonly Said[];
}

export function dataSpeechOf(section: ReadSection, at: string, manual: ReadManual): DataSpeech {
  const executed = new RegExp(`\\bAT\\${at}\\b[^.]*\\b(?:is|are) executed\\b`);
  const elsewhere = manual.sections
    .filter((other) => other !== section)
    .flatMap(({ passages }) => passages)
    .filter(({ text }) => executed.test(text));
  return { own: section.passages.flatMap(sentencesIn), elsewhere: elsewhere.flatMap(sentencesIn) };
}

function sentencesIn(passage: JoinedText): Said[] {
  const found = passage.text.matchAll(/[^.]+(?:\.(?=\S)[^.]*)*\.?/g);
  return [...found].map((match) => ({
    text: match[0].trim(),
    line: passage.lineAt(match.index + (match[0].length - match[0].trimStart().length)),
  }));
}

/**
 * What happens between CONNECT and the lines that end the command. Who sends is told by the answer
 * and by sentences; where they are silent or contradict each other it stays undecided.
 */
export function dataOf(
  block: FormBlock,
  speech: DataSpeech,
  params: readonly DraftParam[],
  names: PlaceholderNames,
  section: string,
): Pick<DraftOperation, "data" | "undecided"> {
  const prompt = block.answers.find(({ role }) => role === "prompt");
  const connect = block.answers.find(({ role }) => role === "connect");
  const open = (line: number, text: string, reason: string): Pick<DraftOperation, "undecided"> => ({
    undecided: [{ line, section, about: "data", text, reason } satisfies Undecided],
  });
  if (connect === undefined) {
    const bytes = block.answers.find(({ role }) => role === "data");
    if (prompt === undefined && bytes !== undefined) {
      return open(bytes.line, bytes.text, "bytes follow a line, and no CONNECT comes before them");
    }
    if (prompt === undefined) return { undecided: [] };
    return open(prompt.line, prompt.text, "data that follow a prompt cannot be written down");
  }
  const cell = block.answers
    .filter(({ role }) => role === "sentence" || role === "data" || role === "condition")
    .map(({ text, line }) => ({ text, line }));
  const all = [...cell, ...speech.own, ...speech.elsewhere];
  const announced = /^CONNECT\s*<([^<>]+)>/.exec(connect.text);
  const told =
    announced === null
      ? directionOf([cell, speech.own, speech.elsewhere])
      : announcedDirection(connect);
  const reached = reachedIn(all, params, names);
  // Bytes for which no length is counted go both ways in this mode.
  const isCounted = announced !== null || reached.some(({ kind }) => kind === "length");
  const transparent = [...cell, ...speech.own].find(({ text }) => /\btransparent\b/i.test(text));
  const isDataMode = cell.some(({ text }) => /\bdata mode\b/i.test(text));
  if (transparent !== undefined && !isCounted && !isDataMode) {
    return open(transparent.line, transparent.text, "bytes go both ways in transparent mode");
  }
  if (told === undefined) {
    return open(connect.line, connect.text, "nothing says whether the host or the module sends");
  }
  if (told === "both") {
    return open(connect.line, connect.text, "some sentences let the host send and some the module");
  }
  const value = { direction: told.value, ...endsOf(all, reached, announced !== null) };
  const unclear =
    reached.find(({ kind }) => kind === undefined) ??
    (value.length === undefined ? countedIn(cell, params, names, reached) : undefined);
  return {
    data: { value, line: told.line, section },
    undecided:
      unclear === undefined
        ? []
        : open(unclear.said.line, unclear.said.text, `<${unclear.name}> is a length or a time`)
            .undecided,
  };
}

function announcedDirection({
  line,
}: {
  readonly line: number;
}): Omit<Stated<Direction>, "section"> {
  return { value: "fromModule", line };
}

const toModule =
  /<(?:input|enter|write|type)\b|\b(?:input(?:ted|s|ting)?|enter(?:ed|ing)|typed?|writ(?:ten|ing|e)|upload(?:ed|ing)?|received from (?:the )?(?:host|com port|uart|usb|mcu|te|terminal)|sent by (?:the )?(?:host|mcu|te)|(?:host|mcu) sends)\b/i;
const fromModule =
  /<(?:output|read|print|download)\b|\b(?:output(?:ted|s|ting)?|read (?:out|over)|be (?:read|printed|returned)|download(?:ed|ing)?|(?:read|received) by (?:the )?(?:host|mcu|te|terminal)|sent (?:out|to (?:the )?(?:host|mcu|te|com port|uart|usb))|module sends)\b/i;
const aboutData = /\b(?:data|bytes?|binary|contents?|body)\b/i;

/** The clauses of a sentence about data that say what happens, not what does not. */
function clausesOf({ text, line }: Said): Said[] {
  if (/^</.test(text)) return [{ text, line }];
  if (!aboutData.test(text)) return [];
  return text
    .split(/[,;]/)
    .filter((clause) => !/\b(?:no|not|cannot|without|never)\b/i.test(clause))
    .map((clause) => ({ text: clause, line }));
}

/** The direction of the first group of sentences that tells one. */
function directionOf(
  groups: readonly (readonly Said[])[],
): Omit<Stated<Direction>, "section"> | "both" | undefined {
  for (const group of groups) {
    const spoken = group.flatMap(clausesOf);
    const host = spoken.find(({ text }) => toModule.test(text));
    const module = spoken.find(({ text }) => fromModule.test(text));
    if (host !== undefined && module !== undefined) return "both";
    if (host !== undefined) return { value: "toModule", line: host.line };
    if (module !== undefined) return { value: "fromModule", line: module.line };
  }
  return undefined;
}

/** A parameter that data or time reach, and which of the two it is. */
interface Reached {
  readonly name: string;
  readonly kind: "length" | "time" | undefined;
  readonly said: Said;
}

const reaching =
  /(?:^|[,.;]|\bor\b|\band\b)([^,.;]*?)\breach(?:es|ed)?\s+(?:the )?<([^<>]+)>|<([^<>]+)>\s+(?:is )?reach(?:es|ed)?\b/g;

/** What sentences say is reached: by its unit, or by the words around it. */
function reachedIn(
  said: readonly Said[],
  params: readonly DraftParam[],
  names: PlaceholderNames,
): Reached[] {
  return said.flatMap((sentence) =>
    [...sentence.text.matchAll(reaching)].map((match): Reached => {
      const name = names.of(nameIn(match[2] ?? match[3] ?? ""));
      const unit = params.find(({ wire }) => wire === name)?.unit?.value;
      const words = match[1] ?? "";
      const spoken = /\btime\b/i.test(words)
        ? "time"
        : /\b(?:size|length|data|bytes)\b/i.test(words)
          ? "length"
          : undefined;
      const counted = unit === undefined ? undefined : kindOfUnit(unit);
      const isClash = counted !== undefined && spoken !== undefined && counted !== spoken;
      return { name, kind: isClash ? undefined : (counted ?? spoken), said: sentence };
    }),
  );
}

/** Bytes are a length, all else is a time: `100 ms` too. */
function kindOfUnit(unit: SchemaUnit): Reached["kind"] {
  const counted = typeof unit === "string" ? unit : unit.unit;
  if (counted === "byte") return "length";
  return counted === "second" || counted === "millisecond" ? "time" : undefined;
}

/** A number of bytes that the Response cell names in words of its own. */
function countedIn(
  cell: readonly Said[],
  params: readonly DraftParam[],
  names: PlaceholderNames,
  reached: readonly Reached[],
): Reached | undefined {
  for (const said of cell) {
    for (const [, printed = "", word = ""] of said.text.matchAll(/<([^<>]+)>(?:\s+(\w+))?/g)) {
      const name = names.of(nameIn(printed));
      const unit = params.find(({ wire }) => wire === name)?.unit?.value;
      const isCounted = unit === "byte" || /^bytes?$/i.test(word);
      if (isCounted && !reached.some((other) => other.name === name)) {
        return { name, kind: undefined, said };
      }
    }
  }
  return undefined;
}

/** What ends data mode, as sentences say. */
function endsOf(
  said: readonly Said[],
  reached: readonly Reached[],
  isAnnounced: boolean,
): Partial<SchemaDataPhase> {
  const length = reached.find(({ kind }) => kind === "length");
  const time = reached.find(({ kind }) => kind === "time");
  const isIdle =
    time !== undefined &&
    /\bno (?:any )?(?:data|input)\b|\bnot? (?:any )?data (?:is )?input/i.test(time.said.text);
  const isOver = said.some(({ text }) => /\bread over\b/i.test(text));
  const ends: DataEnd[] = [];
  if (length !== undefined || isAnnounced || isOver) ends.push("length");
  if (time !== undefined) ends.push(isIdle ? "idleTime" : "totalTime");
  if (said.some(({ text }) => text.includes("+++"))) ends.push("escape");
  if (said.some(({ text }) => /\bDTR\b/.test(text))) ends.push("dtr");
  const isFinal = said.some(({ text }) =>
    /\bcannot \w+ (?:to )?data mode\b[^.]*\bATO\b/.test(text),
  );
  const isAborted = said.some(({ text }) => /\binterrupted before the response\b/i.test(text));
  return {
    ...(isAnnounced
      ? { length: { connect: true } }
      : length !== undefined && { length: { param: length.name } }),
    ...(ends.length > 0 && { endsOn: ends }),
    ...(time !== undefined && { time: time.name }),
    ...(isAborted && { earlyExit: "aborted" }),
    ...(isFinal && { resumable: false }),
  };
}
