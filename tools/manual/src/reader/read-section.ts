import { type Block, cutBlocks } from "./blocks.ts";
import type { Claims } from "./claims.ts";
import type { Layout } from "./clean.ts";
import { Cursor } from "./cursor.ts";
import type { JoinedText } from "./joined-text.ts";
import { formLabel, tableTitle } from "./labels.ts";
import { exampleCells, proseCells } from "./layout-cells.ts";
import { tableCells } from "./layout-table.ts";
import { type Cell, firstPiece } from "./line.ts";
import type { CodeTable, ExampleExchange, ReadSection, UrcRow } from "./manual-model.ts";
import { CommandTableReader } from "./read-command-table.ts";
import { isAnswer, readExamples, startsExample } from "./read-examples.ts";
import { ProseReader } from "./read-prose.ts";
import { readTable, startsCodeTable } from "./read-tables.ts";
import { isUrcTitle, readUrcs, startsUrc } from "./read-urcs.ts";
import { SectionTitle } from "./section-title.ts";
import type { Section } from "./sections.ts";
import { takeFigures } from "./take-figures.ts";
import { commandIn, typedCommand } from "./typed-command.ts";

/** Reads the blocks of a section in their order. */
export function readSection(section: Section, layout: Layout, claims: Claims): ReadSection {
  return new SectionReader(section, layout, claims).read();
}

class SectionReader {
  readonly #section: Section;
  readonly #isLayout: boolean;
  readonly #claims: Claims;
  readonly #title: SectionTitle;
  readonly #prose: ProseReader;
  readonly #commands: CommandTableReader;
  readonly #urcs: UrcRow[] = [];
  readonly #examples: ExampleExchange[] = [];
  readonly #comments: JoinedText[] = [];
  readonly #codeTables: CodeTable[] = [];

  constructor(section: Section, layout: Layout, claims: Claims) {
    this.#section = section;
    this.#isLayout = layout === "layout";
    this.#claims = claims;
    this.#title = new SectionTitle(section.title);
    this.#prose = new ProseReader((cell) => this.#title.isWhole(cell.text));
    const readRest = (cells: readonly Cell[]): void => this.#readProse(cells);
    const reading = { isLayout: this.#isLayout, claims, readRest };
    this.#commands = new CommandTableReader(reading, commandIn(section.title));
  }

  read(): ReadSection {
    const { id, title, line } = this.#section;
    const { figures, cells } = takeFigures(this.#section.cells, this.#claims);
    const blocks = cutBlocks(this.#withoutTitle(cells));
    const lastForms = blocks.findLastIndex(isForms);
    blocks.forEach((block, index) => {
      this.#readBlock(block, index < lastForms);
    });
    return {
      id,
      title,
      line,
      passages: this.#prose.passages,
      figures,
      commandTable: this.#commands.table,
      parameters: this.#commands.parameters,
      urcs: [...this.#commands.urcs, ...this.#urcs],
      examples: this.#examples,
      comments: this.#comments,
      codeTables: this.#codeTables,
    };
  }

  /** A command table begins with the title again, in one piece or torn. */
  #withoutTitle(cells: readonly Cell[]): Cell[] {
    const first = cells.findIndex(({ text }) => formLabel(firstPiece(text)) !== undefined);
    if (first < 0) return [...cells];
    return cells.filter((cell, index) => {
      // Behind `or` stands the other syntax of a cell.
      const isOther = / or$/.test(cells[index - 1]?.text ?? "");
      const isNear = index > first - 4 && index < first + 4 && !isOther;
      const isPiece = this.#title.isWhole(cell.text) || (isNear && this.#title.isPiece(cell.text));
      const isNamed = index === first - 1 && /^\.?AT\S+ {1,}[A-Z]/.test(cell.text);
      const isTitle =
        cell.text !== "" && (isPiece || (isNamed && typedCommand(cell.text) === undefined));
      if (isTitle) this.#claims.add("command title", cell);
      return !isTitle;
    });
  }

  #readBlock(block: Block, formsFollow: boolean): void {
    switch (block.kind) {
      case "command":
        this.#commands.readTable(block.cells);
        break;
      case "parameters":
        if (block.label !== undefined) this.#claims.add("parameter label", block.label);
        this.#commands.readParameters(block.cells, formsFollow);
        break;
      case "example":
        if (block.label !== undefined) this.#claims.add("example label", block.label);
        this.#readExample(block.cells);
        break;
      case "table":
        this.#readRest(this.#isLayout ? tableCells(block.cells, this.#claims) : block.cells);
        break;
      case "prose":
        this.#readProse(block.cells);
        break;
    }
  }

  #readExample(cells: readonly Cell[]): void {
    this.#readRest(this.#isLayout ? exampleCells(cells, this.#claims) : cells, true);
  }

  /** In a layout text commands and comments stand beside each other from the first command on. */
  #readProse(cells: readonly Cell[]): void {
    if (isUrcTitle(this.#section.title) && this.#readUrcs(cells)) return;
    if (!this.#isLayout) {
      this.#readRest(proseCells(cells, this.#isLayout, this.#claims));
      return;
    }
    const example = cells.findIndex(
      ({ text }) =>
        text.startsWith("//") ||
        typedCommand(firstPiece(text)) !== undefined ||
        / {2,}\/\//.test(text),
    );
    const prose = example < 0 ? cells : cells.slice(0, example);
    this.#readRest(proseCells(prose, this.#isLayout, this.#claims));
    if (example >= 0) this.#readExample(cells.slice(example));
  }

  #readUrcs(cells: readonly Cell[]): boolean {
    const start = cells.findIndex(
      ({ text, gap }, index) =>
        startsUrc(text) &&
        (gap !== "none" || this.#title.isWhole(cells[index - 1]?.text ?? "")) &&
        !/[.]$/.test(firstPiece(text)),
    );
    if (start < 0) return false;
    const title = cells.slice(0, start + 2).filter(({ text }) => this.#title.isPiece(text));
    return title.length > 0 && this.#takeUrcs(cells, start);
  }

  /** The title stands above the first row, its first half also where it is a URC itself. */
  #takeUrcs(cells: readonly Cell[], start: number): boolean {
    const isTitle = ({ text }: Cell): boolean => this.#title.isPiece(text);
    const head = cells.findIndex(isTitle);
    const repeats = cells.slice(head + 1).some(({ text }) => startsUrc(text));
    const titles = new Set(
      cells.slice(0, start + 3).filter((cell, index) => {
        if (!isTitle(cell)) return false;
        const isHalf = startsUrc(cell.text) && !this.#title.isWhole(cell.text);
        return !isHalf || (index === head && repeats);
      }),
    );
    this.#claims.add("command title", ...titles);
    const kept = (cell: Cell): boolean => !titles.has(cell);
    const before = cells.slice(0, start).filter(kept);
    this.#readRest(proseCells(before, this.#isLayout, this.#claims));
    const own = cells.slice(start).filter(kept);
    const { urcs, rest } = readUrcs(own, this.#isLayout, this.#claims);
    this.#urcs.push(...urcs);
    this.#readRest(rest);
    return true;
  }

  /** Sentences, examples and tables of numbers in any order. */
  #readRest(cells: readonly Cell[], isExample = false): void {
    const cursor = new Cursor(cells, this.#claims);
    cursor.eachWhile((cell) => {
      const hasExample = isExample || this.#examples.length > 0 || this.#comments.length > 0;
      if (tableTitle.test(cell.text) || startsCodeTable(cell, cursor.peek(1))) {
        const table = readTable(cursor);
        if (table !== undefined) this.#codeTables.push(table);
      } else if (startsExample(cell, cursor.previous) || (hasExample && isAnswer(cell))) {
        const read = readExamples(cursor);
        this.#examples.push(...read.exchanges);
        this.#comments.push(...read.comments);
      } else {
        this.#prose.read(cursor);
      }
      return true;
    });
  }
}

function isForms({ kind, cells }: Block): boolean {
  return kind === "command" && cells.some(({ text }) => formLabel(firstPiece(text)) !== undefined);
}
