import type { Claims } from "./claims.ts";
import { Cursor } from "./cursor.ts";
import { formLabel, parameterLabel, tableTitle } from "./headings.ts";
import type { JoinedText } from "./joined-text.ts";
import { type CommandTable, readCommandTable } from "./read-commands.ts";
import { type ExampleExchange, isAnswer, readExamples, startsExample } from "./read-examples.ts";
import { type ParameterBlock, readParameters } from "./read-parameters.ts";
import { ProseReader } from "./read-prose.ts";
import { type CodeTable, readTable } from "./read-tables.ts";
import type { Section } from "./sections.ts";

/** One section with everything that was understood in it. */
export interface ReadSection {
  readonly id: string;
  readonly title: string;
  readonly line: number;
  readonly passages: readonly JoinedText[];
  readonly commandTable: CommandTable | undefined;
  readonly parameters: readonly ParameterBlock[];
  readonly examples: readonly ExampleExchange[];
  /** What stands behind `//` in examples. */
  readonly comments: readonly JoinedText[];
  readonly codeTables: readonly CodeTable[];
}

/** Reads the blocks of a section in their order. */
export function readSection(section: Section, claims: Claims): ReadSection {
  const cursor = new Cursor(section.cells, claims);
  const prose = new ProseReader(section.title);
  const tables: CommandTable[] = [];
  const parameters: ParameterBlock[] = [];
  const examples: ExampleExchange[] = [];
  const comments: JoinedText[] = [];
  const codeTables: CodeTable[] = [];
  for (let cell = cursor.peek(); cell !== undefined; cell = cursor.peek()) {
    if (formLabel(cell.text) !== undefined) {
      tables.push(readCommandTable(cursor));
    } else if (cell.text === section.title && /^AT/.test(cell.text)) {
      cursor.take("command title");
    } else if (parameterLabel.test(cell.text)) {
      cursor.take("parameter label");
      parameters.push(...readParameters(cursor));
    } else if (tableTitle.test(cell.text)) {
      const table = readTable(cursor);
      if (table !== undefined) codeTables.push(table);
    } else if (startsExample(cell, cursor.previous) || (examples.length > 0 && isAnswer(cell))) {
      const read = readExamples(cursor);
      examples.push(...read.exchanges);
      comments.push(...read.comments);
    } else {
      prose.read(cursor);
    }
  }
  const { id, title, line } = section;
  const commandTable =
    tables.length === 0
      ? undefined
      : {
          forms: tables.flatMap((table) => table.forms),
          responseTime: tables.find((table) => table.responseTime !== undefined)?.responseTime,
        };
  return {
    id,
    title,
    line,
    passages: prose.passages,
    commandTable,
    parameters,
    examples,
    comments,
    codeTables,
  };
}
