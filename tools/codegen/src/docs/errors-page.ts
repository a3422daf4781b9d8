import { code, prose } from "../markup.ts";
import type { ErrorTableModel, Model } from "../model.ts";
import type { SchemaErrorCode, SchemaErrorTable } from "../schema-types.gen.ts";
import { earlier, since } from "./editions.ts";
import { page, table } from "./markdown.ts";
import { marksOf } from "./marks.ts";
import { sources } from "./operation-section.ts";

/** The page of all error tables. */
export function errorsPage(model: Model): string {
  return page("schema/errors", [
    "# Errors",
    "A command names the tables in which its numbers are looked up, in their order; the general table comes last. A number that no table lists stays a number. *Words* replace the number under `AT+CMEE=2`; capitals do not matter. *Again* says whether the same call may succeed later without a change. *Mail* says what became of a mail when `+QSMTPPUT` brings the number, and why; a refusal of the server decides it before the module's own number does.",
    ...model.errorTables.flatMap((file) => section(model, file)),
  ]);
}

function section(model: Model, { file, table: errors }: ErrorTableModel): string[] {
  const mail = errors.judgesMail === true;
  const words = errors.wire.includes("+CME ERROR");
  const head = ["Number", "Name", "Meaning", "What to do"];
  return [
    `## ${errors.id}`,
    `${prose(errors.title)}: ${code(errors.wire)}.${errors.description === undefined ? "" : ` ${prose(errors.description)}`}`,
    table(
      [...head, ...(words ? ["Words"] : []), "Again", ...(mail ? ["Mail"] : []), "Confidence"],
      errors.codes.map((entry) => {
        const [number, name, meaning = "", ...others] = row(entry, words, mail);
        return [number ?? "", name ?? "", meaning + history(model, errors.id, entry), ...others];
      }),
    ),
    ...(mail ? [unlisted(errors)] : []),
    `Source: ${sources(errors.source)}. File: [\`schema/${file}\`](../../schema/${file}).`,
  ];
}

/** Since when a number is there, and what it meant in earlier editions. */
function history(model: Model, id: string, { code: number }: SchemaErrorCode): string {
  const find = ({ errorTables }: Model): SchemaErrorCode | undefined =>
    errorTables
      .find(({ table: { id: other } }) => other === id)
      ?.table.codes.find((entry) => entry.code === number);
  const say = (then: Model): string[] | undefined => {
    const found = find(then);
    return found && [code(found.name)];
  };
  return since(model, (then) => find(then) !== undefined) + earlier(model, say);
}

function row(entry: SchemaErrorCode, words: boolean, mail: boolean): string[] {
  return [
    `${entry.code}`,
    code(entry.name),
    prose(entry.meaning),
    entry.remedy === undefined ? "-" : prose(entry.remedy),
    ...(words ? [prose(entry.text ?? "not known")] : []),
    entry.retryable ? "yes" : "no",
    ...(mail ? [`${outcome(entry.mailOutcome)}: ${prose(entry.mailOutcomeReason ?? "")}`] : []),
    marksOf(entry.source),
  ];
}

function outcome(value: SchemaErrorCode["mailOutcome"] | "sent"): string {
  return value === "sent" ? "sent" : value === "notSent" ? "not sent" : "may have been sent";
}

/** What the numbers mean for a mail that the table does not list. */
function unlisted({ unlisted: ranges = [] }: SchemaErrorTable): string {
  const rules = ranges.map(
    ({ from, to, mailOutcome, reason, remedy, source }) =>
      `from ${from} to ${to} ${outcome(mailOutcome)} (${[reason, remedy ?? ""]
        .filter((text) => text !== "")
        .map(prose)
        .join(" ")} ${marksOf(source)})`,
  );
  return `Numbers that the table does not list: ${[...rules, `${rules.length === 0 ? "" : "any other "}may have been sent`].join("; ")}.`;
}
