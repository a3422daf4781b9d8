import { type Score, shareRight } from "./score.ts";

/** A table of the counts, then a line for each thing that is not right. */
export function printScore(score: Score): string {
  const { commands, operations, params, codes, unreadable } = score;
  const rows = [...score.attributes].map(([attribute, { right, undecided, wrong }]) =>
    row(attribute, right, undecided, wrong),
  );
  const rank = ["wrong", "invented", "missed", "undecided"];
  const items = score.items
    .toSorted((a, b) => rank.indexOf(a.verdict) - rank.indexOf(b.verdict))
    .map(({ path, verdict, expected, got, line }) => {
      const place = line === undefined ? "" : `, line ${line}`;
      return `${verdict}: ${path}${place}: the text says ${expected}; the draft ${got}`;
    });
  return [
    `${score.text}`,
    `commands: ${commands.found} found, ${commands.missed} missed, ${commands.invented} invented`,
    `forms: ${operations.found} found, ${operations.missed} missed, ${operations.invented} invented`,
    `parameters: ${params.right} right, ${params.undecided} undecided, ${params.wrong} wrong in silence, ${params.missed} missed, ${params.invented} invented (${(100 * shareRight(score)).toFixed(1)} % right)`,
    `codes: ${codes.found} found, ${codes.missed} missed, ${codes.invented} invented`,
    `defaults that only the PDF shows: ${unreadable.reported} reported, ${unreadable.silent} in silence`,
    "",
    ["", "right", "undecided", "wrong"].map((word) => word.padStart(14)).join(""),
    ...rows,
    "",
    ...items,
  ].join("\n");
}

function row(name: string, ...counts: readonly number[]): string {
  return [name, ...counts].map((cell) => String(cell).padStart(14)).join("");
}
