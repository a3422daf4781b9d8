import type { GridLine, Zone } from "./zones.ts";

/** What of a zone stands on one page. */
export interface Portion {
  readonly zone: Zone;
  readonly grid: readonly GridLine[];
  /** The zone begins here. */
  readonly isStart: boolean;
  /** The zone goes on behind the page. */
  readonly isCut: boolean;
}

export interface Page {
  readonly portions: readonly Portion[];
}

/** Cuts zones into pages, wherever the page is full: between rows, and inside them. */
export function pagesOf(zones: readonly Zone[], lines: number): Page[] {
  const pages: Page[] = [];
  let portions: Portion[] = [];
  let left = lines;
  const turn = (): void => {
    pages.push({ portions });
    portions = [];
    left = lines;
  };
  for (const zone of zones) {
    const isWhole = zone.kind === "pieces" || zone.kind === "lines";
    const height = zone.kind === "codes" ? 2 : 1;
    if (isWhole && zone.grid.length + zone.space + 1 > left && portions.length > 0) turn();
    let rest = zone.grid;
    let isStart = true;
    left -= zone.space;
    while (rest.length > 0) {
      const fits = isWhole ? rest.length : Math.max(0, Math.floor(left / height));
      if (fits === 0) {
        turn();
        continue;
      }
      const grid = rest.slice(0, fits);
      rest = rest.slice(fits);
      portions.push({ zone, grid, isStart, isCut: rest.length > 0 });
      left -= zone.kind === "pieces" ? 1 : grid.length * height;
      isStart = false;
      if (rest.length > 0) turn();
    }
  }
  if (portions.length > 0) turn();
  return pages;
}
