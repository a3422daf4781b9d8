import type { OptionProblem } from "./options/option-table.ts";

/** With RTS/CTS the line is not the caller's to set. */
export function rtsProblems(
  options: { readonly flowControl?: string | undefined; readonly rtsOnOpen?: boolean | undefined },
  driver: string,
): readonly OptionProblem[] {
  if (options.flowControl !== "rtscts" || options.rtsOnOpen !== false) return [];
  return [
    {
      path: "rtsOnOpen",
      message: `is false, but with flowControl "rtscts" ${driver} drives RTS`,
      hint: 'Leave "rtsOnOpen" out, or use flowControl "none".',
    },
  ];
}
