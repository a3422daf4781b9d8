import { parseAnswer } from "../grammar/syntax.ts";
import type { ReadSection } from "../reader/manual-model.ts";
import type { DraftLine, DraftUrc, Undecided } from "./draft.ts";
import { type ManualNotes, paramsOf } from "./params-of.ts";

/** The lines that a section describes as sent by the module of itself. */
export function draftUrcs(section: ReadSection, manual: ManualNotes): DraftUrc[] {
  if (section.urcs.length === 0) return [];
  const { id, title, line } = section;
  const undecided: Undecided[] = [];
  const lines = section.urcs.flatMap((row): DraftLine[] => {
    const place = { line: row.line, section: id };
    const open = (reason: string): void => {
      undecided.push({ ...place, about: "reply", text: row.text, reason });
    };
    const [first = "", ...others] = row.text.split(/(?:<CR>|<LF>)+/).filter((part) => part !== "");
    const parsed = parseAnswer(first);
    if (parsed === undefined) {
      open("it is no line that a module prints");
      return [];
    }
    if (others.length > 0) open(`"${others.join(" ")}" follows in further lines`);
    if (parsed.slips.length > 0) open(parsed.slips.join("; "));
    return [{ ...place, prefix: parsed.prefix, fields: parsed.fields, repeat: "one" }];
  });
  const operation = {
    line,
    section: id,
    form: "execute" as const,
    syntax: "",
    args: [],
    reply: lines,
    supports: [],
    undecided: [],
  };
  const shown = { types: new Map(), ranges: new Map() };
  const params = paramsOf(section, [operation], shown, manual);
  return [{ line, section: id, title, lines, params, undecided }];
}
