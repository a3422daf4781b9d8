/** One step of the way from one list to another. */
export type Edit =
  | { readonly kind: "same"; readonly before: number; readonly after: number }
  | { readonly kind: "removed"; readonly before: number }
  | { readonly kind: "added"; readonly after: number };

/**
 * The shortest way from one list to another (Myers, 1986). Time and memory grow with the length and the
 * number of differences.
 */
export function editScript(before: readonly string[], after: readonly string[]): Edit[] {
  const [n, m] = [before.length, after.length];
  const furthest = new Map<number, number>([[1, 0]]);
  const history: ReadonlyMap<number, number>[] = [];
  for (let steps = 0; steps <= n + m; steps++) {
    history.push(new Map(furthest));
    for (let diagonal = -steps; diagonal <= steps; diagonal += 2) {
      let x = isDown(furthest, diagonal, steps)
        ? (furthest.get(diagonal + 1) ?? 0)
        : (furthest.get(diagonal - 1) ?? 0) + 1;
      while (x < n && x - diagonal < m && before[x] === after[x - diagonal]) x++;
      furthest.set(diagonal, x);
      if (x >= n && x - diagonal >= m) return wayBack(history, n, m);
    }
  }
  return [];
}

function isDown(furthest: ReadonlyMap<number, number>, diagonal: number, steps: number): boolean {
  if (diagonal === -steps) return true;
  if (diagonal === steps) return false;
  return (furthest.get(diagonal - 1) ?? 0) < (furthest.get(diagonal + 1) ?? 0);
}

function wayBack(history: readonly ReadonlyMap<number, number>[], n: number, m: number): Edit[] {
  const edits: Edit[] = [];
  let [x, y] = [n, m];
  for (let steps = history.length - 1; steps >= 0; steps--) {
    const furthest = history[steps] ?? new Map<number, number>();
    const diagonal = x - y;
    const from = isDown(furthest, diagonal, steps) ? diagonal + 1 : diagonal - 1;
    const fromX = steps === 0 ? 0 : (furthest.get(from) ?? 0);
    const fromY = steps === 0 ? 0 : fromX - from;
    while (x > fromX && y > fromY) edits.push({ kind: "same", before: --x, after: --y });
    if (steps === 0) break;
    if (x === fromX) edits.push({ kind: "added", after: --y });
    else edits.push({ kind: "removed", before: --x });
  }
  return edits.reverse();
}
