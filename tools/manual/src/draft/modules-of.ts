import type { ReadManual } from "../reader/manual-model.ts";
import type { DraftModules } from "./draft.ts";

const announced = /\b(?:applicable|applies) to\b[^.:]*\bmodules?\b\s*:/i;

const name = "[A-Z]{1,3}\\d[\\w-]*(?: R\\d\\.\\d)?";
const list = `${name}(?:(?:, | and |, and )${name})*`;
const item = new RegExp(
  `(${name})(?: \\((?:including |include )?(${list})\\))?[,;.]?(?=\\s|$)`,
  "g",
);

/** The families and models that a manual says it holds for: `EC2x (including EC25 and EC21)`. */
export function modulesOf({ sections }: ReadManual): DraftModules[] {
  for (const { id, passages } of sections) {
    const at = passages.findIndex(({ text }) => announced.test(text));
    if (at < 0) continue;
    const found: DraftModules[] = [];
    for (const [index, passage] of passages.slice(at).entries()) {
      const head = index === 0 ? (announced.exec(passage.text) ?? undefined) : undefined;
      const start = head === undefined ? 0 : head.index + head[0].length;
      const rest = passage.text.slice(start);
      // What is more than names ends the list.
      if (rest.replaceAll(item, "").trim() !== "") break;
      for (const match of rest.matchAll(item)) {
        const [, family = "", models] = match;
        const line = passage.lineAt(start + match.index);
        found.push({ family, models: models?.split(/, and |, | and /) ?? [], line, section: id });
      }
    }
    return found;
  }
  return [];
}
