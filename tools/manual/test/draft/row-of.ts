import type { DraftParam, Undecided } from "../../src/draft/draft.ts";
import { paramOf } from "../../src/draft/row-param.ts";
import { JoinedText } from "../../src/reader/joined-text.ts";

/** A parameter drafted from the words of its row, without anything else to go by. */
export function draftRow(
  text: string,
  values: readonly (readonly [string, string])[] = [],
): DraftParam {
  return paramOf(
    {
      name: "dial",
      line: 1,
      text: new JoinedText([{ line: 1, page: 1, indent: 0, text, gap: "none" }]),
      values: values.map(([value, meaning], index) => ({ value, meaning, line: index + 2 })),
      pairing: "proven",
    },
    {
      section: "2.1",
      elsewhere: undefined,
      evidence: [],
      tested: undefined,
      isUnderlined: false,
      isProof: true,
    },
  );
}

/** Whether a member, or the whole row, waits for a person. */
export function isOpen(param: DraftParam, ...members: readonly Undecided["about"][]): boolean {
  const isCase = param.cases.length > 0;
  return isCase || param.undecided.some(({ about }) => about === "name" || members.includes(about));
}
