import type { Undecided } from "../draft/draft.ts";

/** What is open about an element, with the words that the report names it by. */
export interface OpenItem {
  /** `+XLAMP <seconds>`, `+XLAMP write`. */
  readonly element: string;
  readonly about: Undecided["about"] | "group";
  readonly line: number;
  readonly text: string;
  readonly reason: string;
}

export function openItems({
  element,
  undecided,
}: {
  readonly element: string;
  readonly undecided: readonly Undecided[];
}): OpenItem[] {
  return undecided.map(({ about, line, text, reason }) => ({ element, about, line, text, reason }));
}
