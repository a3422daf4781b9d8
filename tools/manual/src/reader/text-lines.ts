import type { Cell } from "./line.ts";
import { isValueLine, type LineRole } from "./line-roles.ts";
import type { TextLine } from "./pair-rows.ts";
import { valueNumber } from "./value-token.ts";

const typeWord =
  /^(?:String|Integer|Numeric|Hexadecimal|Boolean|Double|Float|Bool|Character) type\b/;
/** Sentences that go on about something. */
const opening =
  /^(?:Unit|Range|Default|The default|The range|Default value|Please|For (?:details|more|example)|It |They |In (?:this|such|other)|Otherwise|If |When |Note|This |These |And |But |Only when)/;

/**
 * What a line has to do with the rows around it.
 * @param place place of the line among names and texts
 */
export function textLine(
  cell: Cell,
  index: number,
  roles: readonly LineRole[],
  place: number,
): TextLine {
  const isError = /^(?:\w+ type\. )?(?:The |An )?(?:error|result) codes?\b/i.test(cell.text);
  return {
    place,
    page: cell.page,
    begins: beginsOf(cell, index, roles),
    apart: apartFrom(index, roles),
    isError,
  };
}

function beginsOf(cell: Cell, index: number, roles: readonly LineRole[]): TextLine["begins"] {
  const role = roles[index];
  if (index === 0 || role?.isOwn || typeWord.test(cell.text)) return "must";
  if (role === undefined || role.goesOn) return "not";
  if (role.kind === "value") return firstOfList(index, roles) ? "seldom" : "not";
  if (role.kind === "meaning") return meansNothing(roles[index - 1]) ? "literal" : "not";
  if (!/^["A-Z0-9<(]/.test(cell.text)) return "not";
  return opening.test(cell.text) || /^\d/.test(cell.text) ? "seldom" : "may";
}

/** A value in quotes may stand without a meaning; a number never does. */
function meansNothing(role: LineRole | undefined): boolean {
  return role?.token?.value.startsWith('"') === true;
}

function firstOfList(index: number, roles: readonly LineRole[]): boolean {
  return !isValueLine(roles[index - 1]);
}

/** The value before, when the two cannot be of one list: numbers count upwards. */
function apartFrom(index: number, roles: readonly LineRole[]): number | undefined {
  const value = numberAt(roles[index]);
  if (value === undefined) return undefined;
  for (let before = index - 1; before >= 0; before--) {
    const other = numberAt(roles[before]);
    if (other !== undefined) return other >= value ? before : undefined;
  }
  return undefined;
}

function numberAt(role: LineRole | undefined): number | undefined {
  return role?.token === undefined ? undefined : valueNumber(role.token.value);
}
