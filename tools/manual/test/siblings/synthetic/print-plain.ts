import type { Portion } from "./pages.ts";
import type { GridLine, Zone } from "./zones.ts";

/** From that many blanks on, pdftotext takes words of one line for two columns. */
const wideGap = 3;
/** Names with that many lines between them are no longer one column of names. */
const tallGap = 3;

/** Blocks of lines in the order of plain text; a blank line stands between two of them. */
export function plainPortion({ zone, grid }: Portion): string[][] {
  switch (zone.kind) {
    case "pieces":
      return piecesBlocks(zone, grid);
    case "row":
      return [column(grid, "left"), column(grid, "right")].filter(({ length }) => length > 0);
    case "table":
      return tableBlocks(zone, grid);
    case "example":
      return exampleBlocks(grid);
    case "codes":
      return grid.flatMap(({ left, right }) => [[left], [right]]);
    default:
      return [column(grid, "left")];
  }
}

function column(grid: readonly GridLine[], side: "left" | "right"): string[] {
  return grid.flatMap((line) => (line[side] === "" ? [] : [line[side]]));
}

function piecesBlocks({ gaps }: Zone, grid: readonly GridLine[]): string[][] {
  const blocks: string[][] = [];
  for (const [index, { left }] of grid.entries()) {
    const before = blocks.at(-1)?.pop();
    if (before === undefined) blocks.push([left]);
    else if ((gaps[index - 1] ?? 1) >= wideGap) {
      blocks.at(-1)?.push(before);
      blocks.push([left]);
    } else {
      blocks.at(-1)?.push(`${before} ${left}`);
    }
  }
  return blocks;
}

/** Names first, what is said of them below; or line by line where a name touches the text. */
function tableBlocks(zone: Zone, grid: readonly GridLine[]): string[][] {
  const touching = grid.some(({ left }) => left !== "" && zone.rightAt - left.length < wideGap);
  if (touching) return [grid.flatMap((line) => interleaved(zone, line))];
  const runs: string[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const [index, { left }] of grid.entries()) {
    if (left === "") continue;
    if (index - last < tallGap) runs.at(-1)?.push(left);
    else runs.push([left]);
    last = index;
  }
  return [...runs, grid.flatMap((line) => rightLines(zone, line))];
}

function interleaved(zone: Zone, line: GridLine): string[] {
  const [first = "", ...others] = rightLines(zone, line);
  if (line.left === "") return [first, ...others];
  const isJoined = zone.rightAt - line.left.length < wideGap;
  return isJoined ? [`${line.left} ${first}`, ...others] : [line.left, first, ...others];
}

function rightLines({ rightAt, meaningAt }: Zone, { value, right }: GridLine): string[] {
  if (value.trim() === "") return right === "" ? [] : [right];
  const isApart = meaningAt - rightAt - value.length >= wideGap;
  return isApart ? [value, right] : [`${value} ${right}`];
}

/** What is sent, up to a line that stands apart, then the comments beside it. */
function exampleBlocks(grid: readonly GridLine[]): string[][] {
  const commented = grid.findLastIndex(({ right }) => right !== "");
  const before = grid.slice(0, commented + 1);
  const behind = grid.slice(commented + 1);
  return [column(before, "left"), column(before, "right"), column(behind, "left")].filter(
    ({ length }) => length > 0,
  );
}
