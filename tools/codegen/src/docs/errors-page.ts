import type { ErrorTableModel, Model } from "../model.ts";
import type { SchemaErrorCode, SchemaErrorTable } from "../schema-types.ts";
import { code, page, prose, table } from "./markdown.ts";
import { marksOf } from "./marks.ts";
import { sources } from "./operation-section.ts";

/** The page of all error tables. */
export function errorsPage(model: Model): string {
  return page("schema/errors", [
    "# Errors",
    "A command names the tables in which its numbers are looked up, in their order; the general table comes last. A number that no table lists stays a number. *Words* replace the number under `AT+CMEE=2`; capitals do not matter. *Again* says whether the same call may succeed later without a change. *Mail* says what became of a mail when `+QSMTPPUT` brings the number, and why; a refusal of the server decides it before the module's own number does.",
    ...model.errorTables.flatMap((file) => section(file)),
  ]);
}

function section({ file, table: errors }: ErrorTableModel): string[] {
  const mail = errors.judgesMail === true;
  const words = errors.wire.includes("+CME ERROR");
  const head = ["Number", "Name", "Meaning", "What to do"];
  return [
    `## ${errors.id}`,
    `${prose(errors.title)}: ${code(errors.wire)}.${errors.description === undefined ? "" : ` ${prose(errors.description)}`}`,
    table(
      [...head, ...(words ? ["Words"] : []), "Again", ...(mail ? ["Mail"] : []), "Confidence"],
      errors.codes.map((entry) => row(entry, words, mail)),
    ),
    ...(mail ? [unlisted(errors)] : []),
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
    ...(mail ? [`${outcome(entry.mailOutcome)}: ${prose(entry.mailOutcomeReason ?? "")}`] : []),
    marksOf(entry.source),
  ];
}

function outcome(value: SchemaErrorCode["mailOutcome"]): string {
  return value === "notSent" ? "not sent" : "may have been sent";
}

/** What the numbers mean for a mail that the table does not list. */
function unlisted({ unlisted: ranges = [] }: SchemaErrorTable): string {
  const rules = ranges.map(
    ({ from, to, mailOutcome, reason, source }) =>
      `from ${from} to ${to} ${outcome(mailOutcome)} (${prose(reason)} ${marksOf(source)})`,
  );
  return `Numbers that the table does not list: ${[...rules, `${rules.length === 0 ? "" : "any other "}may have been sent`].join("; ")}.`;
}
