/** A unit in words: `second`, `20 milliseconds`. */
export function printUnit(
  unit: string | { readonly times: number; readonly unit: string },
): string {
  return typeof unit === "string" ? unit : `${unit.times} ${unit.unit}s`;
}
