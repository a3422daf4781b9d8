import { allUrcs } from "../generated/catalog.gen.ts";
import { askedLine, readContext } from "./context.ts";
import { explainAnswer } from "./explain-answer.ts";
import { explainCommand } from "./explain-command.ts";
import { explainResult, explainSign } from "./explain-result.ts";
import { explainTestAnswer } from "./explain-test-answer.ts";
import type { Explanation, Findings } from "./explanation.ts";
import { isSensitive, maskUnread } from "./mask-line.ts";
import { withText } from "./render-text.ts";

/** What is known beside the line. */
export interface ExplainOptions {
  /**
   * The command that the line answers; as an array followed by the lines of the answer that came
   * before. It tells tables of errors apart, and lines that have no prefix.
   */
  readonly after?: string | readonly string[] | undefined;
  /** Read single digits as result codes, as a module prints them under `ATV0`. Default false. */
  readonly numeric?: boolean | undefined;
}

/**
 * Says what a line is: a command, its echo, an answer, an unsolicited line, a result or an error,
 * with the meaning of each value, where that was read, and for errors what to do. Takes any
 * string and never throws. Secrets that the schema knows are masked in all of it.
 */
export function explain(line: string, options: ExplainOptions = {}): Explanation {
  const text = line.trim();
  const context = readContext(options.after);
  const numeric = options.numeric ?? false;
  const found =
    explainSign(text, context) ??
    explainResult(text, context, numeric, askedLine(options.after)) ??
    (/^at/i.test(text) ? explainCommand(text, context) : undefined) ??
    (numeric ? explainRing(text) : undefined) ??
    explainTestAnswer(text, context) ??
    explainAnswer(text, context) ??
    unknown(
      context !== undefined && isSensitive(context.operation) ? "***" : maskUnread(text, false),
    );
  return withText(found);
}

/** Under `ATV0` a call is a digit too. */
function explainRing(line: string): Findings | undefined {
  const ring = line === "2" ? explainAnswer("RING", undefined) : undefined;
  return ring && { ...ring, line };
}

function unknown(line: string): Findings {
  const prefix = /^([+^%][A-Za-z0-9]+)\s*:/.exec(line)?.[1];
  const meaning =
    prefix === undefined
      ? "No line of the schema; perhaps text of an answer that has no prefix, or data. The command before it may tell."
      : `Nothing in the schema prints ${prefix} like this${isUrcPrefix(prefix) ? "; the fields do not fit" : ""}.`;
  const empty = line === "" ? { meaning: "An empty line, which separates others." } : { meaning };
  return { line, kind: "unknown", fields: [], ...empty, source: "", confidence: "inferred" };
}

function isUrcPrefix(prefix: string): boolean {
  return allUrcs.some((urc) => urc.prefix === prefix);
}
