/** One line of the report. */
export interface Result {
  readonly what: string;
  readonly ours: string;
  readonly peer: string;
  /** How we stand against the peer or the limit, e.g. `1.3x as fast`. */
  readonly ratio: string;
  /** The goal in words, and whether it is met; `undefined` for a line that only informs. */
  readonly goal?: { readonly text: string; readonly met: boolean };
}

/** Writes the report as a table. */
export function formatResults(results: readonly Result[]): string {
  const head = ["what", "ours", "peer", "ratio", "goal", "met"];
  const rows = results.map(({ what, ours, peer, ratio, goal }) => [
    what,
    ours,
    peer,
    ratio,
    goal?.text ?? "",
    goal === undefined ? "" : goal.met ? "yes" : "no",
  ]);
  return formatTable(head, rows);
}

/** Puts cells under their titles. */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

export function nanoseconds(value: number): string {
  return `${value.toFixed(0)} ns`;
}

export function milliseconds(value: number): string {
  return `${value.toFixed(1)} ms`;
}
