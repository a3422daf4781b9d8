import { versionOf } from "@qsmtp/codegen/edition";
import type { Model } from "@qsmtp/codegen/model";
import type { SchemaFamily, SchemaManual } from "@qsmtp/codegen/schema-types";
import { code, words } from "../sentence.ts";
import { bothWays, type CommandReport, got, type Report } from "./report.ts";
import { diffProperties, same } from "./texts.ts";

/** Compares the families and their models. Findings carry the family in the place of a command. */
export function diffFamilies(report: Report, before: Model, after: Model): void {
  for (const family of after.families) {
    const earlier = before.families.find(({ id }) => id === family.id);
    if (earlier !== undefined) diffFamily(report.for(family.id), earlier, family);
    else report.add(family.id, "family-added", bothWays, { ...placeOf(family), now: family.title });
  }
  for (const family of before.families) {
    if (after.families.some(({ id }) => id === family.id)) continue;
    report.add(family.id, "family-removed", bothWays, { ...placeOf(family), was: family.title });
  }
}

function diffFamily(tell: CommandReport, before: SchemaFamily, after: SchemaFamily): void {
  const place = placeOf(after);
  if (before.relation !== after.relation)
    tell("family-relation-changed", bothWays, {
      ...place,
      path: `${place.path}/relation`,
      was: before.relation,
      now: after.relation,
    });
  for (const model of after.models) {
    const old = before.models.find(({ id }) => id === model.id);
    const path = `${place.path}/models/${model.id}`;
    if (old === undefined) {
      tell("model-added", bothWays, { ...place, path, now: model.id });
    } else if (!same(old.reportedAs, model.reportedAs)) {
      const [was, now] = [old.reportedAs ?? [old.id], model.reportedAs ?? [model.id]];
      tell("model-name-changed", got, {
        path: `${path}/reportedAs`,
        subject: code(model.id),
        was,
        now,
      });
    }
  }
  for (const model of before.models) {
    if (after.models.some(({ id }) => id === model.id)) continue;
    tell("model-removed", bothWays, {
      ...place,
      path: `${place.path}/models/${model.id}`,
      was: model.id,
    });
  }
  diffProperties(tell, "description-changed", place, before, after, ["title", "description"]);
  diffProperties(tell, "source-changed", place, before, after, ["source"]);
}

function placeOf({ id }: SchemaFamily): { path: string; subject: string } {
  return { path: "family", subject: code(id) };
}

/** Compares the sources themselves: title and edition are published, the rest is for curators. */
export function diffManuals(report: Report, before: Model, after: Model): void {
  for (const id of new Set([...before.manuals.keys(), ...after.manuals.keys()])) {
    const old = before.manuals.get(id);
    const young = after.manuals.get(id);
    if (same(old, young)) continue;
    const place = { path: "manuals", subject: code(id) };
    const [was, now] = [publishedName(old), publishedName(young)];
    const shown = [was, now] as const;
    if (old === undefined) report.add(id, "source-added", bothWays, { ...place, now, shown });
    else if (young === undefined)
      report.add(id, "source-removed", bothWays, { ...place, was, shown });
    else if (was !== now)
      report.add(id, "source-edition-changed", bothWays, { ...place, was, now, shown });
    else {
      const silent = { ...place, was: old, now: young, shown: [undefined, undefined] as const };
      report.add(id, "source-record-changed", bothWays, silent);
    }
  }
}

function publishedName(manual: SchemaManual | undefined): string | undefined {
  if (manual === undefined) return undefined;
  const version = versionOf(manual);
  return words(version === undefined ? manual.title : `${manual.title}, ${version}`);
}
