import type { OptionProblem } from "@qsmtp/transport/options";
import {
  type Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
} from "yaml";
import { judgeScenario } from "./judge-scenario.ts";
import type { Scenario } from "./scenario.ts";

/** One thing that is wrong with a scenario. */
export interface ScenarioProblem extends OptionProblem {
  /** Line of the text, from 1; `undefined` where no text was given. */
  readonly line: number | undefined;
  /** Column of the text, from 1. */
  readonly column: number | undefined;
}

/** A scenario that cannot be read. All problems are listed, with their places in the text. */
export class ScenarioError extends Error {
  /** Name of the class. */
  override readonly name = "ScenarioError";
  /** The only one of this class. */
  readonly code = "INVALID_SCENARIO";
  /** All that is wrong, in the order of the text. */
  readonly problems: readonly ScenarioProblem[];

  constructor(problems: readonly ScenarioProblem[]) {
    const sentences = problems.map(({ path, message, hint, line, column }) => {
      const place = line === undefined ? "" : `line ${line}, column ${column}: `;
      return `${place}"${path}" ${message}.${hint === undefined ? "" : ` ${hint}`}`;
    });
    super(sentences.join("\n"));
    this.problems = problems;
  }
}

/** So many nodes may be repeated by aliases. */
const maxAliasCount = 100;

/**
 * Reads a scenario: a value, or the text of a JSON or YAML file. It is taken as it is at the call.
 *
 * @throws ScenarioError `INVALID_SCENARIO` with every problem
 */
export function readScenario(given: unknown): Scenario {
  if (typeof given === "string") return readText(given);
  const { scenario, problems } = judgeScenario(given);
  if (scenario !== undefined) return scenario;
  throw new ScenarioError(problems.map((one) => ({ ...one, line: undefined, column: undefined })));
}

function readText(text: string): Scenario {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = [...document.errors, ...document.warnings].map(({ message, pos: [offset] }) => {
    return { path: "scenario", message: `cannot be read: ${message}`, ...placeOf(lines, offset) };
  });
  if (broken.length > 0) throw new ScenarioError(broken);
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount });
  } catch {
    const message = "cannot be read: its aliases repeat too much";
    throw new ScenarioError([{ path: "scenario", message, ...placeOf(lines, 0) }]);
  }
  const { scenario, problems } = judgeScenario(value);
  if (scenario !== undefined) return scenario;
  throw new ScenarioError(
    problems.map((problem) => ({
      ...problem,
      ...placeOf(lines, offsetOf(document, problem.path)),
    })),
  );
}

function placeOf(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

/** Where in the text a path leads, as far as the text goes with it. */
function offsetOf(document: Document.Parsed, path: string): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const step of stepsOf(path)) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => (isScalar(key) ? String(key.value) : key) === step);
      if (!isPair(pair)) break;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      offset = startOf(node) ?? offset;
    } else {
      break;
    }
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

/** `faults[1].on` is `faults`, `1`, `on`. */
function stepsOf(path: string): string[] {
  const steps = path.matchAll(/"(?:[^"\\]|\\.)*"|[^.[\]"]+/g);
  return [...steps].map(([step]) => (step.startsWith('"') ? String(JSON.parse(step)) : step));
}
