import { documentOf } from "./document.ts";
import { type Page, type Portion, pagesOf } from "./pages.ts";
import type { Plan } from "./plan.ts";
import { plainPortion } from "./print-plain.ts";
import type { GridLine, Zone } from "./zones.ts";

export type Extract = "plain" | "layout";

/** The text of a manual of our own making, as pdftotext prints it. */
export function printManual(plan: Plan, extract: Extract): string {
  const pages = pagesOf(documentOf(plan), plan.paging.lines);
  return pages.map((page, index) => printPage(plan, page, index, pages.length, extract)).join("");
}

function printPage(plan: Plan, page: Page, index: number, count: number, extract: Extract): string {
  const { running, formFeeds, watermark } = plan.paging;
  const name = plan.product.replaceAll(" ", "_");
  const foot = [`${name}_AT_Commands_Manual`, `${index + 1} / ${count}`];
  const body =
    extract === "plain"
      ? plainBody(page, running ? foot : [])
      : layoutBody(page, running ? foot : []);
  const marked = withLetters(body, watermark, extract);
  const isFed = index > 0 && (formFeeds === "all" || (formFeeds === "some" && index % 3 !== 1));
  const feed = isFed ? "\f" : "";
  if (!running) {
    const [first = "", ...others] = marked;
    return `${[index > 0 ? ` ${first}` : first, ...others].join("\n")}\n`;
  }
  const head = index === 0 ? [] : ["Acme Device Series", `${plan.product} AT Commands Manual`];
  const printed =
    extract === "plain" ? [...head, ""] : [...head.map((text) => text.padStart(96)), "", ""];
  return `${feed}${[...printed, ...marked].join("\n")}\n${extract === "plain" ? "\n" : ""}`;
}

/** Where a row goes on behind the page, the footer stands between its cells. */
function plainBody(page: Page, foot: readonly string[]): string[] {
  const printed: string[] = [];
  const [name, number] = foot;
  const blocks = slidden(page.portions);
  let isOpen = false;
  for (const [index, portion] of page.portions.entries()) {
    const isLast = index === page.portions.length - 1;
    const isTorn = isLast && portion.isCut && portion.zone.kind === "row" && name !== undefined;
    const cells = blocks[index] ?? [];
    if (printed.length > 0 && !(portion.zone.isTight && !isOpen)) printed.push("");
    isOpen = cells.length > 1;
    if (isTorn && cells.length > 1 && number !== undefined) {
      const [left = [], ...right] = cells;
      return [...printed, ...left, "", name, "", ...right.flat(), "", number];
    }
    printed.push(...joinCells(cells));
  }
  return name === undefined || number === undefined ? printed : [...printed, "", name, "", number];
}

/** The blocks of each portion; a torn heading may stand around the last column of a list above it. */
function slidden(portions: readonly Portion[]): string[][][] {
  const blocks = portions.map((portion) => plainPortion(portion));
  for (const [index, { zone }] of portions.entries()) {
    const own = blocks[index] ?? [];
    const before = blocks[index - 1] ?? [];
    const above = portions[index - 1]?.zone.kind;
    const hasColumns = above === "table" || above === "example";
    if (!zone.slides || !hasColumns || own.length < 2 || before.length < 2) continue;
    const last = before.pop();
    if (last !== undefined) own.splice(own.length - 1, 0, last);
  }
  return blocks;
}

function joinCells(cells: readonly (readonly string[])[]): string[] {
  return cells.flatMap((cell, index) => (index === 0 ? cell : ["", ...cell]));
}

function layoutBody(page: Page, foot: readonly string[]): string[] {
  const printed = page.portions.flatMap(({ zone, grid, isStart }) => [
    ...(isStart ? Array.from({ length: zone.space }, () => "") : []),
    ...layoutLines(zone, grid),
  ]);
  const [name, number] = foot;
  if (name === undefined || number === undefined) return printed;
  return [...printed, "", "", "", name.padEnd(80) + number];
}

function layoutLines(zone: Zone, grid: readonly GridLine[]): string[] {
  if (zone.kind === "pieces") {
    const words = grid.map(({ left }) => left);
    return [
      words.reduce((line, word, index) => line + " ".repeat(zone.gaps[index - 1] ?? 1) + word),
    ];
  }
  return grid.flatMap((line) => {
    const text = layoutLine(zone, line);
    return zone.kind === "codes" ? [text, ""] : [text];
  });
}

function layoutLine({ rightAt, meaningAt }: Zone, { left, value, right }: GridLine): string {
  const head = right === "" && value === "" ? left : left.padEnd(rightAt);
  const middle = value === "" ? "" : value.padEnd(meaningAt - rightAt);
  return `${head}${middle}${right}`.trimEnd();
}

/** The letters of a word printed across the page, in its order from the top to the bottom. */
function withLetters(body: readonly string[], word: string, extract: Extract): string[] {
  if (word === "" || body.length < word.length * 3) return [...body];
  const printed = [...body];
  for (const [index, letter] of [...word].reverse().entries()) {
    const place = word.length - index;
    const at = Math.floor((place * body.length) / (word.length + 1));
    const line = extract === "plain" ? letter : " ".repeat(10 + place * 9) + letter;
    printed.splice(at, 0, ...(extract === "plain" ? ["", line, ""] : ["", "", line, "", ""]));
  }
  return printed;
}
