import type { Model } from "@qsmtp/codegen/model";
import type { SchemaQuirk } from "@qsmtp/codegen/schema-types";
import type { Finding } from "./finding.ts";

/**
 * Adds the families that a change concerns when some are left out: those whose own quirk answers
 * the same question before and after. Families that are only siblings have nothing but quirks.
 */
export function withFamilies(finding: Finding, before: Model, after: Model): Finding {
  if (finding.families !== undefined) return finding;
  const families = after.families.filter(({ relation }) => relation !== "sibling");
  const concerned = families.filter(
    ({ id }) => !isShielded(finding, id, before) || !isShielded(finding, id, after),
  );
  if (concerned.length === families.length) return finding;
  return { ...finding, families: concerned.map(({ id }) => id) };
}

function isShielded(finding: Finding, family: string, model: Model): boolean {
  return model.quirks.some(
    ({ quirk }) => quirk.command === finding.command && shields(quirk, finding, family),
  );
}

/** Whether a quirk holds for the whole family and stands before what the finding is about. */
function shields(quirk: SchemaQuirk, { path }: Finding, family: string): boolean {
  const [section, name = "", aspect] = path.split("/");
  if (quirk.kind === "availability") {
    if (section !== "operations" || !quirk.operations?.includes(name)) return false;
    return quirk.variants.some(
      (variant) => !variant.change.available && isWholeFamily(variant, family),
    );
  }
  if (quirk.kind !== "parameter" || section !== "params" || quirk.param !== name) return false;
  return (
    quirk.operations === undefined &&
    aspect === "ranges" &&
    quirk.variants.some(
      (variant) => variant.change.ranges !== undefined && isWholeFamily(variant, family),
    )
  );
}

function isWholeFamily(variant: SchemaQuirk["variants"][number], family: string): boolean {
  return variant.applies.some(
    (scope) =>
      scope.family === family && scope.models === undefined && scope.firmware === undefined,
  );
}
