/** Whether a number comes after another one: `2.1.17` and `2.2`, `2.2` and `2.2.1`. */
export function comesAfter(last: string, next: string): boolean {
  const before = last.split(".").map(Number);
  const after = next.split(".").map(Number);
  for (let depth = 0; depth < Math.max(before.length, after.length); depth++) {
    const difference = (after[depth] ?? 0) - (before[depth] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

/** Whether nothing is left out between two numbers. */
export function comesNext(last: string, next: string): boolean {
  const before = last === "" ? [] : last.split(".").map(Number);
  const after = next.split(".").map(Number);
  const depth = after.length - 1;
  const isChild = after.length === before.length + 1 && after[depth] === 1;
  const kept = after.slice(0, depth).every((number, at) => number === before[at]);
  return kept && (isChild || (depth < before.length && after[depth] === (before[depth] ?? 0) + 1));
}

export function chapterOf(id: string): number {
  return id === "" ? 0 : Number.parseInt(id, 10) || 0;
}
