import type { SchemaManual, SchemaQuirk, Source } from "@qsmtp/codegen/schema-types";
import { byHand, type Proposal } from "../align/proposal.ts";
import type { Draft } from "../draft/draft.ts";
import { viewForFamily } from "../schema/family-view.ts";
import type { SchemaState } from "../schema/schema-state.ts";

/** What a manual of another family is held against. */
export interface SiblingView {
  /** The schema as it is for that family, resting on the manual alone. */
  readonly state: SchemaState;
  /** Commands of the manual that the schema does not offer. */
  readonly outside: readonly string[];
}

/** Whether a manual is about other families than those that the schema describes. */
export function isSibling(state: SchemaState, manual: string): boolean {
  const families = state.manuals.find(({ id }) => id === manual)?.families ?? [];
  const siblings = state.families.filter(({ relation }) => relation === "sibling");
  return families.length > 0 && families.every((one) => siblings.some(({ id }) => id === one));
}

/**
 * The schema as the quirk records have it for the families of a manual. All of it rests on that
 * manual and on more, so that what the manual does not say is no difference.
 */
export function siblingView(state: SchemaState, manual: string, draft: Draft): SiblingView {
  const about = state.manuals.find(({ id }) => id === manual);
  const own = draft.commands.map(({ at, section }) => [at, section] as const);
  const lines = draft.urcs.flatMap((urc) => urc.lines);
  const at = new Map([...lines.map((line) => [line.prefix, line.section] as const), ...own]);
  const commands = state.commands.map(({ file, command }) => {
    const section = at.get(command.at);
    const viewed = viewForFamily(command, state.quirks, (variant) => isFor(variant, about));
    const json = section === undefined ? command : restOn(viewed, manual, section);
    return { file, kind: "command" as const, json };
  });
  const tables = state.tables.map(({ file, table }) => {
    return { file, kind: "error-table" as const, json: restOn(table, manual, "") };
  });
  const others = state.files.filter(({ kind }) => kind !== "command" && kind !== "error-table");
  const outside = own
    .map(([name]) => name)
    .filter((one) => state.command(one) === undefined)
    .sort();
  return { state: state.replaced([...others, ...commands, ...tables]), outside };
}

function isFor(
  { applies }: SchemaQuirk["variants"][number],
  about: SchemaManual | undefined,
): boolean {
  return applies.some(
    ({ family, models, firmware }) =>
      about?.families.includes(family) === true &&
      firmware === undefined &&
      (models === undefined || models.some((model) => about.title.includes(model))),
  );
}

/** What can have sources of its own, by the member that holds it. */
const holders = ["params", "values", "operations", "urcs", "codes", "facts"];

/** The same with one source for everything. */
function restOn(json: unknown, manual: string, section: string): unknown {
  const source: Source[] = [{ id: manual, section, confidence: "sibling" }];
  const visit = (value: unknown, key: string): unknown => {
    if (typeof value !== "object" || value === null) return value;
    if (key === "source") return source;
    const isHolder = holders.includes(key);
    const inside = (child: unknown, name: string): unknown => {
      const visited = visit(child, name);
      return isHolder && typeof visited === "object" ? { ...visited, source } : visited;
    };
    if (Array.isArray(value)) return value.map((item) => inside(item, ""));
    return Object.fromEntries(
      Object.entries(value).map(([name, child]) => [name, inside(child, name)]),
    );
  };
  return visit(json, "");
}

/** Of a manual of another family only what contradicts the schema, or what it adds, is told. */
export function siblingProposals(proposals: readonly Proposal[]): Proposal[] {
  // New commands, chapters, limits, modules, unknown lines and rows that no syntax has say nothing that the schema would have to say.
  const isAside = ({ path, schema }: Proposal): boolean =>
    path === "section" ||
    (/^(?:$|limits\/|families\/|urcs|params\/[^/]+$)/.test(path) && schema === undefined);
  const isOwn = (one: Proposal): boolean => one.manual !== undefined && !isAside(one);
  const way =
    "where the families differ write a quirk record, where the schema is wrong correct it, else say with pnpm manual:judge why it stays";
  return proposals.filter(isOwn).map((proposal) => ({ ...proposal, edit: byHand(way) }));
}
