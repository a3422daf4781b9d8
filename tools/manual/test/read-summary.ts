import type { ParameterRow, ReadManual, ReadSection } from "../src/reader/manual-model.ts";
import { readManual } from "../src/reader/read-manual.ts";

/** What a text says, without its lines: two extractions of one manual must give the same. */
export function summaryOf(text: string): string[] {
  return readManual(text).sections.flatMap(sectionSummary);
}

export function sectionSummary(section: ReadSection): string[] {
  return [
    `${section.id} ${section.title}`,
    ...(section.commandTable?.forms ?? []).flatMap((form) => [
      `${form.form} ${form.syntax}`,
      ...(form.title === undefined ? [] : [`  title: ${form.title.text}`]),
      ...form.remarks.map((remark) => `  remark: ${remark.text}`),
      ...(form.parametersOf === undefined ? [] : [`  as ${form.parametersOf}`]),
      ...form.answers.map(
        ({ role, text, repeat, inWords }) =>
          `  ${role}${repeat === "one" ? "" : ` ${repeat}`}${inWords ? " in words" : ""}: ${text}`,
      ),
      ...form.parameters.map((row) => `  own ${rowSummary(row)}`),
    ]),
    ...section.parameters.map(rowSummary),
    ...section.urcs.map(({ text, meaning }) => `urc ${text}: ${meaning.text}`),
    ...section.codeTables.flatMap(({ parameter, rows }) =>
      rows.map(({ code, upTo, meaning, more }) =>
        [`<${parameter}> ${code}${upTo === undefined ? "" : `-${upTo}`}`, meaning, ...more].join(
          ": ",
        ),
      ),
    ),
  ];
}

/** `<way> How it is. [0 At once; 1 In turn]`, with `?` in front where the pairing is not proven. */
export function rowSummary({ name, text, values, pairing }: ParameterRow): string {
  const list = values.map(({ value, meaning }) => `${value} ${meaning}`.trim()).join("; ");
  const words = [`<${name}>`, text.text, values.length === 0 ? "" : `[${list}]`];
  return `${pairing === "proven" ? "" : "? "}${words.filter((word) => word !== "").join(" ")}`;
}

/** Rows of a Parameter block that stands below one form. */
export function rowsOf(block: string): string[] {
  const text = `1\n\nBells\n\n1.1. AT+XBELL Ring a Bell\nWrite Command\nAT+XBELL=<tone>\n\nResponse\nOK\n\nParameter\n${block}`;
  return readManual(text).sections.flatMap(({ parameters }) => parameters.map(rowSummary));
}

export function residueOf(read: ReadManual): string[] {
  return read.residue.map(({ text }) => text);
}
