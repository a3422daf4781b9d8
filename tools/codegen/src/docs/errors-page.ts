import type { ErrorTableModel, Model } from "../model.ts";
import type { SchemaErrorCode } from "../schema-types.ts";
import { code, page, prose, table } from "./markdown.ts";
import { marksOf } from "./marks.ts";
import { sources } from "./operation-section.ts";

/** The page of all error tables. */
export function errorsPage(model: Model): string {
  return page("schema/errors", [
    "# Errors",
    "A command names the tables in which its numbers are looked up, in their order; the general table comes last. A number that no table lists stays a number. *Words* replace the number under `AT+CMEE=2`; capitals do not matter. *Again* says whether the same call may succeed later without a change.",
    ...model.errorTables.flatMap((file) => section(file)),
  ]);
}

function section({ file, table: errors }: ErrorTableModel): string[] {
  const mail = errors.codes.some(({ mailOutcome }) => mailOutcome !== undefined);
  const words = errors.wire.includes("+CME ERROR");
  const head = ["Number", "Name", "Meaning", "What to do"];
  return [
    `## ${errors.id}`,
    `${prose(errors.title)}: ${code(errors.wire)}.${errors.description === undefined ? "" : ` ${prose(errors.description)}`}`,
    table(
      [...head, ...(words ? ["Words"] : []), "Again", ...(mail ? ["Mail"] : []), "Confidence"],
      errors.codes.map((entry) => row(entry, words, mail)),
    ),
    `Source: ${sources(errors.source)}. File: [\`schema/${file}\`](../../schema/${file}).`,
  ];
}

function row(entry: SchemaErrorCode, words: boolean, mail: boolean): string[] {
  return [
    `${entry.code}`,
    code(entry.name),
    prose(entry.meaning),
    prose(entry.remedy ?? "-"),
    ...(words ? [prose(entry.text ?? "not known")] : []),
    entry.retryable ? "yes" : "no",
    ...(mail ? [entry.mailOutcome === "unknown" ? "may have been sent" : "not sent"] : []),
    marksOf(entry.source),
  ];
}
