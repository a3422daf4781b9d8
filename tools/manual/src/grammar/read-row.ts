import { judgeHead, judgeTail } from "./clause-edges.ts";
import { hitsIn } from "./clause-hits.ts";
import { conditionOf } from "./condition.ts";
import { leftovers } from "./leftovers.ts";
import type { RowContext } from "./row-rule.ts";
import type { PlacedStatement, RowMember, Statement } from "./statements.ts";
import { printed, sentencesOf, type Token, tokensOf } from "./tokens.ts";

/**
 * Reads all clauses of a row. Whatever stands by a number, range, size, unit or default and is not
 * understood comes back as `left`, never silently dropped.
 * @param own placeholder of the row, without angle brackets
 */
export function readRow(text: string, own: string): PlacedStatement[] {
  return rowSentences(text, own).flatMap(({ tokens, row }) => readSentence(tokens, row));
}

/** The sentences of a row, each with what the others say of the row. */
export function rowSentences(
  text: string,
  own: string,
): { readonly tokens: readonly Token[]; readonly row: RowContext }[] {
  const tokens = tokensOf(text);
  const quoted = tokens.flatMap((token) => (token.kind === "quoted" ? [token.text] : [])).join(" ");
  const sentences = sentencesOf(tokens);
  return sentences.map((sentence) => {
    const others = sentences.filter((other) => other !== sentence).flat();
    const subject = new Set([...wordsOfName(own), ...others.flatMap(wordsOfToken)]);
    return { tokens: sentence, row: { own, quoted, subject } };
  });
}

function wordsOfName(own: string): string[] {
  return own
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
}

function wordsOfToken(token: Token): string[] {
  return token.kind === "word" ? [token.text] : [];
}

export function readSentence(tokens: readonly Token[], row: RowContext): PlacedStatement[] {
  const hits = hitsIn(tokens, row);
  const condition = conditionOf(tokens, hits);
  const statements: PlacedStatement[] = [];
  let behind = condition.end;
  for (const [index, { from, to, hit }] of hits.entries()) {
    if (from < condition.end) continue;
    const between = tokens.slice(behind, from);
    const following = tokens.slice(to, hits[index + 1]?.from ?? tokens.length);
    const problem =
      judgeHead(between, hit, row) ?? (hit.isClosed ? undefined : judgeTail(following));
    behind = to;
    if (hit.statement === undefined) continue;
    const offset = tokens[from]?.offset ?? 0;
    const statement = withText(
      problem === undefined ? hit.statement : toLeft(hit.statement, tokens, problem),
      tokens,
    );
    statements.push({ statement, offset, when: condition.when });
  }
  return [...statements, ...leftovers(tokens, hits, condition, row.own)];
}

const memberOf: Readonly<Record<Statement["about"], RowMember>> = {
  type: "type",
  spans: "ranges",
  bound: "ranges",
  step: "ranges",
  default: "default",
  defaultInWords: "default",
  unit: "unit",
  chapter: "meaning",
  notation: "type",
  explained: "values",
  left: "meaning",
};

function toLeft(statement: Statement, tokens: readonly Token[], reason: string): Statement {
  const isLength = "subject" in statement && statement.subject === "length";
  const member = isLength ? "size" : memberOf[statement.about];
  return { about: "left", member, text: tokens.map(printed).join(" "), reason };
}

/** What is left open is told with its sentence. */
function withText(statement: Statement, tokens: readonly Token[]): Statement {
  if (statement.about !== "left" || statement.text !== "") return statement;
  return { ...statement, text: tokens.map(printed).join(" ") };
}
