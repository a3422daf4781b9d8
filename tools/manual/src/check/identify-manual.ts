import { commandOf } from "../draft/draft-manual.ts";
import type { ReadManual } from "../reader/manual-model.ts";
import { ManualUnreadableError } from "../reader/unreadable.ts";
import type { SchemaState } from "../schema/schema-state.ts";
import { isSibling } from "./sibling.ts";
import { whatWasFound } from "./what-was-found.ts";

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
    return { id, expected, found, named: namesIn(read, state, id) };
  });
  // Manuals of several families describe the same commands: the one whose modules are named.
  const [best] = scores
    .filter(({ found }) => found > 0 || scores.every((score) => score.found === 0))
    .toSorted((a, b) => b.named - a.named || b.found - a.found);
  if (best !== undefined && best.found > 0) return best.id;
  if (asked !== undefined && best?.expected.length === 0 && described.length > 0) return asked;
  const expected = scores.flatMap((score) => score.expected.map((at) => `AT${at}`));
  const mentioned = expected.find((at) => mentions(read, at));
  if (described.length === 0 && mentioned !== undefined) {
    const last = read.sections.at(-1)?.id ?? "";
    const what = `speaks of ${mentioned} and ends in section ${last} before describing it`;
    throw truncated(file, what);
  }
  const what =
    described.length === 0
      ? `has no command table: ${whatWasFound(read)}`
      : `describes ${described.map((at) => `AT${at}`).join(", ")}`;
  const wanted = expected.length === 0 ? "" : ` Expected is a manual of ${expected.join(", ")}.`;
  const hint =
    asked === undefined
      ? " For another manual, list it in schema/manuals.json and give --manual ID."
      : "";
  throw new ManualUnreadableError("MANUAL_FOREIGN", `${file} ${what}.${wanted}${hint}`);
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
      `${file} has no command table: ${whatWasFound(read)}. Expected is the text of an AT commands manual in Quectel's layout.`,
    );
  }
  assertWhole(read, file);
}

/**
 * Commands of the schema that rest on a manual before others; on a manual of another family it is
 * enough that they cite it.
 */
function commandsOf(state: SchemaState, manual: string): string[] {
  const isOther = isSibling(state, manual);
  return state.commands
    .filter(({ command: { source } }) =>
      isOther ? source.some(({ id }) => id === manual) : source[0]?.id === manual,
    )
    .map(({ command }) => command.at);
}

/** How often a text names the modules of a manual. */
function namesIn({ sections }: ReadManual, state: SchemaState, manual: string): number {
  const families = state.manuals.find(({ id }) => id === manual)?.families ?? [];
  const names = state.families.flatMap(({ id, models }) =>
    families.includes(id) ? [id, ...models.map((model) => model.id)] : [],
  );
  const text = sections
    .flatMap(({ passages }) => passages.map((passage) => passage.text))
    .join(" ");
  return names.reduce((sum, name) => sum + text.split(name).length - 1, 0);
}

/**
 * Whether the text is the whole manual: with the chapters that it had when it was read before, with
 * those that its contents promise, and with those that its parameters refer to.
 * @throws ManualUnreadableError when something is missing
 */
export function assertWhole(
  read: ReadManual,
  file: string,
  recorded: readonly string[] = [],
): void {
  const sections = read.sections.map(({ id }) => id);
  const lost = recorded.filter((id) => !sections.includes(id));
  const missing = [...new Set([...lost, ...absent(sections, read)])];
  if (missing.length === 0) return;
  const chapters = sections.filter((id) => !id.includes("."));
  const last = sections.at(-1) ?? "";
  const place = last === "" ? "" : ` and ends in section ${last}`;
  const found = chapters.length === 0 ? "" : `; found are ${chapters.join(", ")}`;
  const hint =
    lost.length > 0
      ? ` If the vendor has dropped ${lost.length === 1 ? "it, take it" : "them, take them"} out of its "chapters" in schema/texts.json.`
      : "";
  throw truncated(file, `lacks section ${missing.join(", ")}${place}${found}`, hint);
}

/** Sections that the text itself speaks of and does not hold. */
function absent(sections: readonly string[], read: ReadManual): string[] {
  const rows = read.sections.flatMap(({ parameters, commandTable }) => [
    ...parameters,
    ...(commandTable?.forms ?? []).flatMap((form) => form.parameters),
  ]);
  const referred = rows.flatMap(
    ({ text }) => /\bChapter (\w+(?:\.\d+)*)/.exec(text.text)?.[1] ?? [],
  );
  return [...read.promised, ...referred].filter((id) => !sections.includes(id));
}

function truncated(file: string, what: string, hint = ""): ManualUnreadableError {
  return new ManualUnreadableError(
    "MANUAL_TRUNCATED",
    `${file} ${what}. The whole text is expected: extract all pages of the PDF again.${hint}`,
  );
}
