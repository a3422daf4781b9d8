import type { Cell } from "./line.ts";

/**
 * One row of a command table: its label, what stands below the label in the left column, and the
 * right column, which begins with the label `Response` in a form.
 */
export interface TablePart {
  readonly label: Cell;
  readonly left: readonly Cell[];
  readonly right: readonly Cell[];
}
