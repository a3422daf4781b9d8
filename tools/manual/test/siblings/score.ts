import type { Item, Verdict } from "./judge.ts";
import { judgeOperation, type OperationAttribute } from "./judge-operation.ts";
import { judgeParam, type ParamAttribute } from "./judge-param.ts";
import { pairOperations } from "./pair-operations.ts";
import type { SeenCommand, SeenDraft, SeenParam } from "./seen.ts";
import { isOpen, type Truth, type TruthCommand, type TruthOperation } from "./truth.ts";

export interface Count {
  readonly right: number;
  readonly undecided: number;
  readonly wrong: number;
}

/** A draft measured against what a person has read. */
export interface Score {
  readonly text: string;
  readonly commands: { readonly found: number; readonly missed: number; readonly invented: number };
  readonly params: Count & { readonly missed: number; readonly invented: number };
  readonly operations: {
    readonly found: number;
    readonly missed: number;
    readonly invented: number;
  };
  readonly attributes: ReadonlyMap<ParamAttribute | OperationAttribute, Count>;
  readonly codes: { readonly found: number; readonly missed: number; readonly invented: number };
  /** Defaults that only the PDF shows: how many the draft says so of, and of how many it is mute. */
  readonly unreadable: { readonly reported: number; readonly silent: number };
  readonly items: readonly Item[];
}

/** Share of the parameters that are right in everything, from 0 to 1. */
export function shareRight({ params }: Score): number {
  const { right, undecided, wrong, missed } = params;
  return right / (right + undecided + wrong + missed);
}

/** Statements that are not as the text says and that nothing marks as open. */
export function wrongInSilence({ items }: Score): Item[] {
  return items.filter(({ verdict }) => verdict !== "undecided");
}

export function scoreDraft(truth: Truth, draft: SeenDraft): Score {
  return new Scorer(truth, draft).score();
}

class Scorer {
  private readonly truth: Truth;
  private readonly draft: SeenDraft;
  private readonly items: Item[] = [];
  private readonly attributes = new Map<ParamAttribute | OperationAttribute, Count>();
  private readonly params = { right: 0, undecided: 0, wrong: 0, missed: 0, invented: 0 };
  private readonly operations = { found: 0, missed: 0, invented: 0 };
  private readonly unreadable = { reported: 0, silent: 0 };

  constructor(truth: Truth, draft: SeenDraft) {
    this.truth = truth;
    this.draft = draft;
  }

  score(): Score {
    const commands = { found: 0, missed: 0, invented: 0 };
    for (const command of this.truth.commands) {
      const drafted = this.draft.commands.filter(({ at }) => at === command.at);
      const [first, ...others] = drafted;
      if (first === undefined) {
        commands.missed += 1;
        this.params.missed += Object.keys(command.params).length;
        this.operations.missed += command.operations.length;
        this.note(command.at, "missed", `section ${command.section}`, "nothing");
        continue;
      }
      commands.found += 1;
      const seen = others.reduce(mergeCommands, first);
      this.judgeParams(command, seen);
      this.judgeOperations(command, seen);
    }
    for (const { at, line } of this.draft.commands) {
      if (this.truth.commands.some((command) => command.at === at)) continue;
      commands.invented += 1;
      this.note(at, "invented", "no such command", "a command", line);
    }
    return {
      text: this.truth.text,
      commands,
      params: this.params,
      operations: this.operations,
      attributes: this.attributes,
      codes: this.judgeCodes(),
      unreadable: this.unreadable,
      items: this.items,
    };
  }

  private judgeParams(command: TruthCommand, seen: SeenCommand): void {
    const taken = new Set<SeenParam>();
    for (const [wire, truth] of Object.entries(command.params)) {
      const path = `${command.at}/params/${wire}`;
      const names = [wire, ...(truth.alias === undefined ? [] : [truth.alias])];
      const found = seen.params.filter((param) => names.includes(param.wire));
      for (const param of found) taken.add(param);
      // Rows of one name, or two spellings of it: the one that says most is the row.
      const param = found.toSorted((a, b) => saidOf(b) - saidOf(a))[0];
      if (param === undefined) {
        if (truth.role === "error") continue;
        const isNamed = seen.open.some((words) => mentions(words, wire));
        this.params[isNamed ? "undecided" : "missed"] += 1;
        this.note(path, isNamed ? "undecided" : "missed", "a parameter", "nothing");
        continue;
      }
      const judged = judgeParam(path, truth, param);
      for (const [attribute, verdict] of judged.attributes) this.count(attribute, verdict);
      this.params[judged.verdict] += 1;
      this.items.push(...judged.items);
      if (judged.unreadable !== undefined) {
        this.unreadable[this.draft.saysUnseen ? "reported" : judged.unreadable] += 1;
      }
    }
    const words = JSON.stringify(command.operations);
    for (const param of seen.params) {
      const parts = param.wire.split("/");
      if (taken.has(param) || parts.every((part) => words.includes(`<${part}>`))) continue;
      this.params.invented += 1;
      this.note(
        `${command.at}/params/${param.wire}`,
        "invented",
        "no such row",
        "a row",
        param.line,
      );
    }
  }

  private judgeOperations(command: TruthCommand, seen: SeenCommand): void {
    const times = command.operations.flatMap(({ maxResponseMs }) => {
      if (maxResponseMs === undefined) return [];
      return isOpen<number>(maxResponseMs)
        ? maxResponseMs.accepts.flatMap((time) => time ?? [])
        : [maxResponseMs];
    });
    const pairs = pairOperations(command.operations, seen.operations);
    for (const [truth, operation] of pairs.matched) {
      this.operations.found += 1;
      const judged = judgeOperation(pathOf(command, truth), truth, operation, times);
      for (const [attribute, verdict] of judged.attributes) this.count(attribute, verdict);
      this.items.push(...judged.items);
    }
    for (const truth of pairs.missed) {
      this.operations.missed += 1;
      this.note(pathOf(command, truth), "missed", "a form", "nothing");
    }
    for (const { form, args, line } of pairs.invented) {
      this.operations.invented += 1;
      this.note(`${command.at}/${form}`, "invented", "no such form", args, line);
    }
  }

  private judgeCodes(): Score["codes"] {
    const expected = this.truth.errorTables.flatMap(({ codes }) => codes);
    const missing = expected.filter((code) => !this.draft.codes.has(code));
    const more = [...this.draft.codes].filter((code) => !expected.includes(code));
    for (const code of missing) {
      const isNamed = this.draft.openCodes.some((words) => mentions(words, String(code)));
      this.note(`codes/${code}`, isNamed ? "undecided" : "missed", "a code", "nothing");
    }
    for (const code of more) this.note(`codes/${code}`, "invented", "no such code", "a code");
    return {
      found: expected.length - missing.length,
      missed: missing.length,
      invented: more.length,
    };
  }

  private count(attribute: ParamAttribute | OperationAttribute, verdict: Verdict): void {
    const before = this.attributes.get(attribute) ?? { right: 0, undecided: 0, wrong: 0 };
    this.attributes.set(attribute, { ...before, [verdict]: before[verdict] + 1 });
  }

  private note(
    path: string,
    verdict: Item["verdict"],
    expected: string,
    got: string,
    line?: number,
  ): void {
    this.items.push({ path, verdict, expected, got, line });
  }
}

function mergeCommands(first: SeenCommand, second: SeenCommand): SeenCommand {
  return {
    ...first,
    params: [...first.params, ...second.params],
    operations: [...first.operations, ...second.operations],
    open: [...first.open, ...second.open],
  };
}

function saidOf(param: SeenParam): number {
  const said = [param.type, param.ranges, param.maxBytes, param.unit, param.default];
  return said.filter((value) => value !== undefined).length + param.values.length + param.open.size;
}

function mentions(words: string, name: string): boolean {
  return words.split(/[^\w/]+/).includes(name);
}

function pathOf({ at }: TruthCommand, { form, args }: TruthOperation): string {
  const syntax = isOpen<string>(args) ? args.accepts[0] : args;
  return `${at}/${form}${syntax === undefined ? "" : ` ${syntax}`}`;
}
