import { bracketsClose } from "./brackets.ts";
import type { AnswerLine } from "./manual-model.ts";

/**
 * The lines around an ellipsis as what they say of each other: `+X: <a>`, `[+X: <a>`, `[...]]` are one
 * line that comes once or more often, and so are `+X: 1,<a>`, `...`, `+X: 9,<a>`.
 * @param above up to two lines before the ellipsis
 * @param below the line after it
 * @param isOpen whether a bracket begins at the ellipsis that the line after it closes
 */
export function listOf(
  above: readonly AnswerLine[],
  below: AnswerLine | undefined,
  isOpen: boolean,
): AnswerLine[] {
  const [last, first] = [above.at(-1), above.at(-2)];
  const end =
    isOpen && below !== undefined ? { ...below, text: below.text.replace(/\]$/, "") } : below;
  const before = first === undefined ? [] : [first];
  if (last?.role !== "information") return [...above, ...(end === undefined ? [] : [end])];
  const counted = end === undefined ? undefined : countedText(last.text, end.text);
  if (counted !== undefined) return [...before, { ...last, text: counted, repeat: "oneOrMore" }];
  if (end !== undefined && isOpen) return [...above, { ...end, repeat: "zeroOrMore" }];
  return [...repeated(last, first), ...(end === undefined ? [] : [end])];
}

/** `+X: 1,<a>` and `+X: 9,<a>` as `+X: (1-9),<a>`; nothing when more than the number differs. */
function countedText(first: string, last: string): string | undefined {
  const [from, to] = [first, last].map((text) => /^(\+[A-Z]+: ?)(\d+)(,.*)$/.exec(text));
  if (!from || !to || from[1] !== to[1] || from[3] !== to[3]) return undefined;
  return `${from[1]}(${from[2]}-${to[2]})${from[3]}`;
}

/** The bracket that opens before the last line is the list's, and the line before may be the same. */
function repeated(last: AnswerLine, first: AnswerLine | undefined): AnswerLine[] {
  const isBracketed = last.text.startsWith("[") && !bracketsClose(last.text);
  const text = isBracketed ? last.text.slice(1) : last.text;
  const isSame = isBracketed && first?.text === text;
  const repeat = isBracketed && !isSame ? "zeroOrMore" : "oneOrMore";
  if (isSame) return [{ ...first, repeat }];
  return [...(first === undefined ? [] : [first]), { ...last, text, repeat }];
}
