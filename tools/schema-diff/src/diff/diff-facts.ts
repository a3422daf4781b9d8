import { factValueOf, showFact } from "@qsmtp/codegen/fact-value";
import { type FactModel, factsOf, type Model } from "@qsmtp/codegen/model";
import type { SchemaFact } from "@qsmtp/codegen/schema-types";
import type { RuleId } from "../rules.ts";
import { code } from "../sentence.ts";
import { bothWays, names, type Report } from "./report.ts";
import { diffProperties, same } from "./texts.ts";

/** Compares facts by their names, wherever they stand: the name is API, the place is not. */
export function diffFacts(report: Report, before: Model, after: Model): void {
  const old = new Map(factsOf(before).map((found) => [found.name, found]));
  const young = factsOf(after);
  const gone = [...old.values()].filter(({ name }) => !young.some((fact) => fact.name === name));
  for (const found of young) {
    const { name } = found;
    const earlier = old.get(name) ?? takeTwin(gone, found);
    const tell = report.for(ownerOf(found, after));
    const place = { path: `facts/${name}`, subject: code(name) };
    if (earlier === undefined) {
      const shown = [undefined, showFact(found.fact, after)] as const;
      tell("fact-added", bothWays, { ...place, now: statementOf(found.fact), shown });
      continue;
    }
    if (earlier.name !== name) {
      tell("fact-renamed", bothWays, {
        ...place,
        subject: code(earlier.name),
        ...names(earlier.name, name),
      });
    }
    const rule = judge(earlier.fact, before, found.fact, after);
    if (rule !== undefined) {
      const shown = [showFact(earlier.fact, before), showFact(found.fact, after)] as const;
      const [was, now] = [statementOf(earlier.fact), statementOf(found.fact)];
      tell(rule, bothWays, { ...place, was, now, shown });
    }
    diffProperties(tell, "description-changed", place, earlier.fact, found.fact, [
      "description",
      "about",
    ]);
    diffProperties(tell, "source-changed", place, earlier.fact, found.fact, ["source"]);
  }
  for (const { name, fact, ...place } of gone) {
    report.for(ownerOf({ name, fact, ...place }, before))("fact-removed", bothWays, {
      path: `facts/${name}`,
      subject: code(name),
      was: statementOf(fact),
      shown: [showFact(fact, before), undefined],
    });
  }
}

/** The one fact that is gone and says the same in the same place: it carries on under another name. */
function takeTwin(gone: FactModel[], { file, fact }: FactModel): FactModel | undefined {
  const twins = gone.filter(
    (old) => old.file === file && same(withoutSource(old.fact), withoutSource(fact)),
  );
  const [twin] = twins;
  if (twin === undefined || twins.length > 1) return undefined;
  gone.splice(gone.indexOf(twin), 1);
  return twin;
}

function withoutSource({ source: _source, ...fact }: SchemaFact): object {
  return fact;
}

/** What of a fact is its value, without texts and sources. */
function statementOf({ atMost, atLeast, is, errorsOf, unit }: SchemaFact): object {
  return { atMost, atLeast, is, errorsOf, unit };
}

function ownerOf({ at, file }: FactModel, model: Model): string {
  return at ?? model.factFiles.find((candidate) => candidate.file === file)?.subject.id ?? file;
}

function judge(
  old: SchemaFact,
  before: Model,
  young: SchemaFact,
  after: Model,
): RuleId | undefined {
  if (same(statementOf(old), statementOf(young))) return undefined;
  const [was, now] = [factValueOf(old, before), factValueOf(young, after)];
  const isMeant =
    old.unit === young.unit &&
    old.errorsOf === young.errorsOf &&
    boundOf(old) === boundOf(young) &&
    Array.isArray(was) === Array.isArray(now);
  if (!isMeant) return "fact-meaning-changed";
  if (isTime(young)) return "fact-time-changed";
  if (young.is !== undefined) return "fact-value-changed";
  const isHigher = Number(now) > Number(was);
  return isHigher === (young.atMost !== undefined) ? "fact-widened" : "fact-narrowed";
}

function isTime({ unit }: SchemaFact): boolean {
  return unit !== undefined && /(second|minute|hour|ms)$/.test(unit);
}

function boundOf({ atMost, atLeast }: SchemaFact): string {
  return atMost !== undefined ? "atMost" : atLeast !== undefined ? "atLeast" : "is";
}
