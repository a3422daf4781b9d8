import type { OptionProblem } from "@qsmtp/transport/options";
import { nameErrors } from "./error-text.ts";
import { QsmtpError } from "./qsmtp-error.ts";

/** Options that cannot work; nothing was done. All problems are listed. */
export class InvalidOptionError extends QsmtpError {
  static {
    nameErrors(InvalidOptionError, "InvalidOptionError");
  }
  /** All of them, in the order of the options; never empty. */
  readonly problems: readonly OptionProblem[];

  constructor(problems: readonly OptionProblem[], cause?: unknown) {
    const list = problems.map(({ path, message }) => `${path} ${message}`).join("; ");
    super("INVALID_OPTION", list, {
      fault: "caller",
      permanent: true,
      hint: hintOf(problems),
      cause,
    });
    this.problems = problems;
  }
}

/** Of several problems each hint says whose it is; one that is that of several stands once. */
function hintOf(problems: readonly OptionProblem[]): string | undefined {
  if (problems.length === 1) return problems[0]?.hint;
  const paths = new Map<string, string[]>();
  for (const { path, hint } of problems) {
    if (hint !== undefined) paths.set(hint, [...(paths.get(hint) ?? []), path]);
  }
  const hints = [...paths].map(([hint, of]) => `${of.join(", ")}: ${hint}`);
  return hints.length === 0 ? undefined : hints.join(" ");
}

/** An option that cannot work, with what to do. */
export function invalidOption(
  option: string,
  problem: string,
  hint?: string,
  cause?: unknown,
): InvalidOptionError {
  return new InvalidOptionError([{ path: option, message: problem, hint }], cause);
}
