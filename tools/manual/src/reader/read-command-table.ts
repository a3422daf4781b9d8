import type { Claims } from "./claims.ts";
import { collapsed } from "./columns.ts";
import { Cursor } from "./cursor.ts";
import { JoinedText } from "./joined-text.ts";
import { characteristicsLabel, isRowLabel, timeLabel, urcLabel } from "./labels.ts";
import { layoutParts } from "./layout-parts.ts";
import { hasColumns, layoutRows } from "./layout-rows.ts";
import type { Cell } from "./line.ts";
import type { CommandTable, FormBlock, ParameterRow, UrcRow } from "./manual-model.ts";
import { plainParts } from "./plain-parts.ts";
import { plainRows } from "./plain-rows.ts";
import { readAnswers } from "./read-answers.ts";
import { readForm, readOwnParameters } from "./read-form.ts";
import { urcsOf } from "./read-urcs.ts";
import { shareFinals } from "./share-finals.ts";
import type { TablePart } from "./table-part.ts";
import { typedCommand } from "./typed-command.ts";

/** How the text of a section was made, and where its lines are accounted for. */
export interface Reading {
  readonly isLayout: boolean;
  readonly claims: Claims;
  /** Reads lines that turn out to stand behind a block. */
  readonly readRest: (cells: readonly Cell[]) => void;
}

/** Collects what the command tables and Parameter blocks of a section say. */
export class CommandTableReader {
  readonly #reading: Reading;
  readonly #at: string | undefined;
  readonly #forms: FormBlock[] = [];
  readonly #characteristics: JoinedText[] = [];
  readonly #parameters: ParameterRow[] = [];
  readonly #urcs: UrcRow[] = [];
  /** Names in the order in which syntaxes and answers have them. */
  readonly #placeholders = new Set<string>();
  #responseTime: CommandTable["responseTime"];

  /** @param at command of the section, as in `+X` */
  constructor(reading: Reading, at: string | undefined) {
    this.#reading = reading;
    this.#at = at;
  }

  get table(): CommandTable | undefined {
    const forms = shareFinals(this.#forms);
    const last = forms.pop();
    if (last === undefined) return undefined;
    return {
      forms: [...forms, { ...last, parameters: [] }],
      responseTime: this.#responseTime,
      characteristics: this.#characteristics,
    };
  }

  /**
   * Rows that hold for all forms. Those of the last form are among them, since a plain text does not
   * show whether they stand in its cell or below the table.
   */
  get parameters(): readonly ParameterRow[] {
    return [...(this.#forms.at(-1)?.parameters ?? []), ...this.#parameters];
  }

  get urcs(): readonly UrcRow[] {
    return this.#urcs;
  }

  readTable(cells: readonly Cell[]): void {
    const { isLayout, claims } = this.#reading;
    for (const part of isLayout ? layoutParts(cells, claims) : plainParts(cells)) {
      if (isRowLabel(part.label.text)) this.#readRow(part);
      else this.#addForms(readForm(part, this.#at, (own) => this.#rowsOf(own), claims));
    }
  }

  /** @param isOwn whether the block belongs to the last form alone, since another one follows */
  readParameters(cells: readonly Cell[], isOwn: boolean): void {
    const read = readOwnParameters(cells, (own) => this.#rowsOf(own), this.#reading.claims);
    const last = this.#forms.at(-1);
    if (last === undefined || (!isOwn && read.parametersOf === undefined)) {
      this.#parameters.push(...read.parameters);
    } else {
      const parameters = [...last.parameters, ...read.parameters];
      this.#forms.splice(-1, 1, { ...last, ...read, parameters });
    }
  }

  #readRow({ label, left, right }: TablePart): void {
    const { claims } = this.#reading;
    const cells = [...left, ...right].map((cell) => claims.replace(cell, collapsed(cell)));
    if (urcLabel.test(label.text)) {
      claims.add("urc", label);
      this.#urcs.push(...urcsOf(readAnswers(new Cursor(cells, claims))));
      return;
    }
    const text = new JoinedText(cells);
    const isEmpty = text.text === "" || text.text === "/";
    if (timeLabel.test(label.text)) {
      claims.add("response time", label, ...cells);
      if (!isEmpty) this.#responseTime ??= { text: text.text, line: text.line };
    } else if (characteristicsLabel.test(label.text)) {
      claims.add("characteristics", label, ...cells);
      if (!isEmpty) this.#characteristics.push(text);
    } else {
      claims.add("reference", label, ...cells);
    }
  }

  #rowsOf(cells: readonly Cell[]): ParameterRow[] {
    const { isLayout, claims, readRest } = this.#reading;
    if (isLayout && hasColumns(cells)) {
      const { rows, rest } = layoutRows(cells, claims);
      readRest(rest);
      return [...rows];
    }
    const lines = isLayout ? cells.map((cell) => claims.replace(cell, collapsed(cell))) : cells;
    const end = lines.findIndex(isTyped);
    const rows = plainRows(end < 0 ? lines : lines.slice(0, end), [...this.#placeholders], claims);
    if (end >= 0) readRest(lines.slice(end));
    return rows;
  }

  #addForms(forms: readonly FormBlock[]): void {
    this.#forms.push(...forms);
    for (const { syntax, answers } of forms) {
      for (const text of [syntax, ...answers.map((answer) => answer.text)])
        for (const [, name = ""] of text.matchAll(/<([^<>]+)>/g)) this.#placeholders.add(name);
    }
  }
}

/** A command of an example, which ends a Parameter block without a label. */
function isTyped(cell: Cell): boolean {
  return cell.gap !== "none" && typedCommand(cell.text) !== undefined && !/<\w+>/.test(cell.text);
}
