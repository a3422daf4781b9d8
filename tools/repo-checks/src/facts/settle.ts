import type { Allowed } from "./allowed.ts";
import type { TypedFact } from "./judge-literals.ts";

/** What is left when the exceptions are taken out, and the exceptions that took nothing out. */
export function settle(
  found: readonly TypedFact[],
  allowed: readonly Allowed[],
): { readonly found: readonly TypedFact[]; readonly unused: readonly Allowed[] } {
  const matches = ({ file, written }: TypedFact, exception: Allowed): boolean =>
    file === exception.file && written === exception.written;
  return {
    found: found.filter((fact) => !allowed.some((exception) => matches(fact, exception))),
    unused: allowed.filter((exception) => !found.some((fact) => matches(fact, exception))),
  };
}
