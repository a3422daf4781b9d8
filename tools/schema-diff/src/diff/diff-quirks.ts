import { canonicalJson } from "@qsmtp/codegen/fingerprint";
import type { Model } from "@qsmtp/codegen/model";
import type {
  ParameterChange,
  SchemaParam,
  SchemaQuirk,
  SchemaScope,
} from "@qsmtp/codegen/schema-types";
import type { RuleId } from "../rules.ts";
import { code, words } from "../sentence.ts";
import { compareRanges, compareValues, type Relation } from "./domain.ts";
import { bothWays, type Report } from "./report.ts";
import { diffProperties, same } from "./texts.ts";

type Variant = SchemaQuirk["variants"][number];

/** Compares what is known of single families, models and firmwares, a finding for each of them. */
export function diffQuirks(report: Report, before: Model, after: Model): void {
  const old = new Map(before.quirks.map(({ quirk }) => [quirk.id, quirk]));
  const young = new Map(after.quirks.map(({ quirk }) => [quirk.id, quirk]));
  for (const id of new Set([...old.keys(), ...young.keys()])) {
    const earlier = old.get(id);
    const later = young.get(id);
    const quirk = later ?? earlier;
    if (quirk === undefined) continue;
    diffVariants(report, { before, after }, quirk, earlier, later);
    if (earlier === undefined || later === undefined) continue;
    const place = { path: `quirks/${id}`, subject: `quirk ${code(id)}` };
    const tell = report.for(quirk.command);
    diffProperties(tell, "description-changed", place, earlier, later, ["title", "description"]);
  }
}

interface Models {
  readonly before: Model;
  readonly after: Model;
}

function diffVariants(
  report: Report,
  models: Models,
  quirk: SchemaQuirk,
  before: SchemaQuirk | undefined,
  after: SchemaQuirk | undefined,
): void {
  const old = byScope(before);
  const young = byScope(after);
  for (const scope of new Set([...old.keys(), ...young.keys()])) {
    const earlier = old.get(scope);
    const later = young.get(scope);
    const variant = later ?? earlier;
    if (variant === undefined) continue;
    const path = `quirks/${quirk.id}/${scope}`;
    const families = [...new Set(variant.applies.map(({ family }) => family))];
    const place = {
      path,
      subject: `quirk ${code(quirk.id)}`,
      shown: [undefined, words(quirk.title)] as const,
    };
    if (!same(earlier?.change, later?.change)) {
      const rule = ruleFor(models, quirk, earlier, later);
      const change = { ...place, was: earlier?.change, now: later?.change };
      report.add(quirk.command, rule, bothWays, change, families);
    } else if (!same(earlier?.evidence, later?.evidence)) {
      const change = {
        ...place,
        path: `${path}/evidence`,
        was: earlier?.evidence,
        now: later?.evidence,
      };
      const silent = { ...change, shown: [undefined, undefined] as const };
      report.add(quirk.command, "source-changed", bothWays, silent, families);
    }
  }
}

/** Variants by the modules they are about: `EG2x-G EG25-G 30.203 A0.301`. */
function byScope(quirk: SchemaQuirk | undefined): Map<string, Variant> {
  const map = new Map<string, Variant>();
  for (const variant of quirk?.variants ?? []) {
    const name = variant.applies.map(nameOf).join("; ");
    map.set(map.has(name) ? `${name} ${canonicalJson(variant.change)}` : name, variant);
  }
  return map;
}

function nameOf({ family, models = [], firmware = [] }: SchemaScope): string {
  return [family, ...models, ...firmware].join(" ");
}

/** Whether the modules can do more or less than was known of them. */
function ruleFor(
  models: Models,
  quirk: SchemaQuirk,
  before: Variant | undefined,
  after: Variant | undefined,
): RuleId {
  const relation = relate(models, quirk, before?.change, after?.change);
  if (relation === "wider") return "quirk-widened";
  return relation === "narrower" ? "quirk-narrowed" : "quirk-changed";
}

function relate(models: Models, quirk: SchemaQuirk, before: unknown, after: unknown): Relation {
  if (quirk.kind === "availability") {
    const available = (change: unknown): boolean =>
      (change as { available: boolean } | undefined)?.available ?? true;
    if (available(before) === available(after)) return "equal";
    return available(after) ? "wider" : "narrower";
  }
  if (quirk.kind !== "parameter") return "other";
  // One base for both: what the command file changes is told by its own finding.
  const param = paramOf(models.after, quirk) ?? paramOf(models.before, quirk);
  const old = domainOf(param, before as ParameterChange | undefined);
  const young = domainOf(param, after as ParameterChange | undefined);
  if (old.absent !== young.absent) return young.absent ? "narrower" : "wider";
  if (old.ranges !== undefined && young.ranges !== undefined)
    return compareRanges(old.ranges, young.ranges);
  return compareValues(old.values, young.values);
}

function paramOf(model: Model, quirk: SchemaQuirk): SchemaParam | undefined {
  const command = model.commands.find(({ command: { at } }) => at === quirk.command)?.command;
  return command?.params?.[quirk.param ?? ""];
}

/** What a module takes for a parameter, a quirk applied. */
function domainOf(param: SchemaParam | undefined, change: ParameterChange = {}) {
  const { ranges, addsValues = [], removesValues = [], absent = false } = change;
  const listed = (param?.values ?? []).map(({ value }) => value);
  return {
    absent,
    ranges: ranges ?? param?.ranges,
    values: [...listed, ...addsValues].filter((value) => !removesValues.includes(value)),
  };
}
