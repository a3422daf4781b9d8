/** A mistake of so many characters is taken for a slip. */
const longestSlip = 3;

/** Whether a key looks like a slip for a name: misspelt, shortened or lengthened, in any case. */
export function isNear(key: string, name: string): boolean {
  const [one, other] = [key.toLowerCase(), name.toLowerCase()];
  // Nobody misspells a name by so much, and the search takes time of both lengths.
  if (one.length > 2 * other.length + longestSlip) return false;
  const isPart = one.length > 3 && (other.startsWith(one) || one.startsWith(other));
  return isPart || distance(one, other) <= Math.min(longestSlip, Math.floor((one.length + 1) / 3));
}

/** Of the names for which a key may be a slip, those that it resembles most. */
export function nearestNames(key: string, names: readonly string[]): readonly string[] {
  const near = names
    .filter((name) => isNear(key, name))
    .map((name) => ({ name, slips: distance(key.toLowerCase(), name.toLowerCase()) }));
  const least = Math.min(...near.map(({ slips }) => slips));
  return near.filter(({ slips }) => slips === least).map(({ name }) => name);
}

/** How many characters have to be put in, left out, changed or swapped to make one of the other. */
function distance(one: string, other: string): number {
  const rows: number[][] = [];
  for (let i = 0; i <= one.length; i++) {
    const row: number[] = [];
    for (let j = 0; j <= other.length; j++) row.push(cell(rows, row, i, j, one, other));
    rows.push(row);
  }
  return rows[one.length]?.[other.length] ?? Number.POSITIVE_INFINITY;
}

function cell(
  rows: readonly (readonly number[])[],
  row: readonly number[],
  i: number,
  j: number,
  one: string,
  other: string,
): number {
  if (i === 0 || j === 0) return i + j;
  const at = (up: number, left: number): number => {
    return (up === 0 ? row : rows[i - up])?.[j - left] ?? Number.POSITIVE_INFINITY;
  };
  const isSame = one[i - 1] === other[j - 1];
  const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
  return Math.min(
    at(1, 0) + 1,
    at(0, 1) + 1,
    at(1, 1) + (isSame ? 0 : 1),
    isSwap ? at(2, 2) + 1 : Number.POSITIVE_INFINITY,
  );
}
