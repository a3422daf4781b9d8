import { commandOf } from "../facts/manual-facts.ts";
import { parameterFacts } from "../facts/parameter-facts.ts";
import type { ReadManual } from "../reader/read-manual.ts";
import { ManualUnreadableError } from "../reader/unreadable.ts";
import type { SchemaState } from "../schema/schema-state.ts";

/**
 * Which manual of `manuals.json` a text is: the one whose commands it describes.
 * @param asked id that the caller gave
 * @throws ManualUnreadableError when it is none of them, or not the one that was asked for
 */
export function identifyManual(
  read: ReadManual,
  state: SchemaState,
  file: string,
  asked: string | undefined,
): string {
  const known = state.manuals.filter(({ kind }) => kind === "manual").map(({ id }) => id);
  if (asked !== undefined && !known.includes(asked)) {
    throw new ManualUnreadableError(
      "MANUAL_UNKNOWN",
      `schema/manuals.json lists no manual "${asked}". Known: ${known.join(", ")}. Add a new one there first.`,
    );
  }
  const described = describedCommands(read);
  const candidates = asked === undefined ? known : [asked];
  const scores = candidates.map((id) => {
    const expected = commandsOf(state, id);
    const found = expected.filter((at) => described.includes(at)).length;
    return { id, expected, found };
  });
  const [best] = scores.toSorted((a, b) => b.found - a.found);
  if (best !== undefined && best.found > 0) return best.id;
  if (asked !== undefined && best?.expected.length === 0 && described.length > 0) return asked;
  const expected = scores.flatMap((score) => score.expected.map((at) => `AT${at}`));
  const mentioned = expected.find((at) => mentions(read, at));
  if (described.length === 0 && mentioned !== undefined) {
    const last = read.sections.at(-1)?.id ?? "";
    throw truncated(
      file,
      `speaks of ${mentioned} and ends in section ${last} before describing it`,
    );
  }
  const what =
    described.length === 0
      ? 'has no command table ("Write Command", "Response", "Parameter")'
      : `describes ${described.map((at) => `AT${at}`).join(", ")}`;
  throw new ManualUnreadableError(
    "MANUAL_FOREIGN",
    `${file} ${what}; expected is a manual of ${expected.join(", ")}. For another manual, list it in schema/manuals.json and give --manual ID.`,
  );
}

export function describedCommands(read: ReadManual): string[] {
  return read.sections.flatMap((section) => commandOf(section) ?? []);
}

function mentions({ sections }: ReadManual, at: string): boolean {
  return sections.some(({ passages }) => passages.some(({ text }) => text.includes(at)));
}

/**
 * For a text that no schema is compared with: that it describes commands, and to its end.
 * @throws ManualUnreadableError when it does not
 */
export function assertManual(read: ReadManual, file: string): void {
  if (describedCommands(read).length === 0) {
    throw new ManualUnreadableError(
      "MANUAL_FOREIGN",
      `${file} has no command table ("Write Command", "Response", "Parameter"); expected is the text of an AT commands manual in Quectel's layout.`,
    );
  }
  assertWhole(read, file);
}

function commandsOf(state: SchemaState, manual: string): string[] {
  return state.commands
    .filter(({ command }) => command.source[0]?.id === manual)
    .map(({ command }) => command.at);
}

/**
 * Whether the text goes on to the end of the manual: to the chapters that it had when it was read
 * before, to those that its contents promise, and to those that its parameters refer to.
 * @throws ManualUnreadableError when something is missing at the end
 */
export function assertWhole(
  read: ReadManual,
  file: string,
  recorded: readonly string[] = [],
): void {
  const sections = read.sections.map(({ id }) => id);
  const last = sections.at(-1) ?? "";
  const place = last === "" ? "" : ` in section ${last}`;
  const end = recorded.indexOf(last.split(".")[0] ?? "");
  const lost = end < 0 ? [] : recorded.slice(end + 1).filter((id) => !sections.includes(id));
  const missing = [...new Set([...lost, ...absent(sections, read)])];
  if (missing.length === 0) return;
  const hint =
    lost.length > 0
      ? " If the vendor has dropped them, take them out of its chapters in schema/texts.json."
      : "";
  throw truncated(file, `lacks section ${missing.join(", ")} and ends${place}`, hint);
}

/** Sections that the text itself speaks of and does not hold. */
function absent(sections: readonly string[], read: ReadManual): string[] {
  const referred = read.sections
    .flatMap(({ parameters }) => parameters)
    .flatMap(({ text }) => parameterFacts(text.text))
    .flatMap(({ key, value }) => (key === "chapter" ? [value] : []));
  return [...read.promised, ...referred].filter((id) => !sections.includes(id));
}

function truncated(file: string, what: string, hint = ""): ManualUnreadableError {
  return new ManualUnreadableError(
    "MANUAL_TRUNCATED",
    `${file} ${what}. The whole text is expected: extract all pages of the PDF again.${hint}`,
  );
}
