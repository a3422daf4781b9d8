/** The parts into which the schema sorts its commands. */
export type CommandGroup = "smtp" | "file" | "pdp" | "ssl" | "base";

const patterns: readonly (readonly [CommandGroup, RegExp])[] = [
  ["smtp", /^\+QSMTP/],
  ["file", /^\+QF/],
  ["ssl", /^\+QSSL/],
  ["pdp", /^\+(?:CG(?:ACT|DCONT|EQ|PADDR|Q)|QI(?:ACT|CSGP|DEACT|DNS|GETERROR|URC))/],
];

/** Tells the part to which a command belongs by what follows its `AT`. */
export function groupOf(at: string): CommandGroup {
  return patterns.find(([, pattern]) => pattern.test(at))?.[0] ?? "base";
}
