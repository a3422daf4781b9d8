import type { SchemaCommand } from "@qsmtp/codegen/schema-types";
import type { DraftCommand } from "../draft/draft.ts";
import { cites } from "../schema/schema-state.ts";
import { alignForm } from "./align-forms.ts";
import { alignParams } from "./align-params.ts";
import { alignSection } from "./align-section.ts";
import { fixedNumbers, pairForms } from "./forms.ts";
import {
  type Alignment,
  comingAlong,
  editCommand,
  leaveOpen,
  type Proposal,
  propose,
} from "./proposal.ts";
import { followRenames } from "./renames.ts";

/** A command that both sides describe, member by member. */
export function alignCommand(
  alignment: Alignment,
  known: SchemaCommand,
  drafted: DraftCommand,
): Proposal[] {
  const { renamed, command } = followRenames(alignment, known, drafted);
  const pairs = pairForms(alignment, command, drafted);
  const forms = pairs.flatMap(alignForm);
  const params = alignParams(alignment, command, drafted, fixedNumbers(pairs));
  return [
    ...drafted.undecided.map((open) => leaveOpen(drafted, "", open)),
    ...alignSection(alignment, drafted.at, known.source, drafted),
    ...renamed,
    ...forms,
    ...params.filter((proposal) => !comesWith(proposal, forms)),
    ...alignTime(alignment, command, drafted),
  ];
}

/** A parameter that a new syntax or answer brings along, or takes with it, is not told again. */
function comesWith({ path, manual, schema }: Proposal, forms: readonly Proposal[]): boolean {
  const name = /^params\/([^/]+)$/.exec(path)?.[1];
  if (name === undefined || (manual === undefined) === (schema === undefined)) return false;
  return forms.some((form) => comingAlong(form).includes(name));
}

/** The longest time to the final result. */
function alignTime(
  { manual: id }: Alignment,
  known: SchemaCommand,
  drafted: DraftCommand,
): Proposal[] {
  const open = drafted.operations.flatMap(({ undecided }) =>
    undecided.filter(({ about }) => about === "time"),
  );
  if (open.length > 0) return open.map((one) => leaveOpen(drafted, "time", one));
  const place = drafted.operations.find(
    ({ maxResponseMs }) => maxResponseMs !== undefined,
  )?.maxResponseMs;
  const own = known.operations.filter(({ source }) => cites(source, id));
  const times = new Set(
    own.map(({ maxResponseMs }) => maxResponseMs).filter((time) => time !== null),
  );
  const manual = place && `${place.value}`;
  const schema = times.size === 0 ? undefined : [...times].join(", ");
  if (manual === schema) return [];
  const names = new Set(own.map(({ name }) => name));
  const edit = editCommand(drafted, (change) => {
    change.updateOperations((operation) =>
      names.has(operation.name) ? { ...operation, maxResponseMs: place?.value ?? null } : operation,
    );
  });
  return [propose(drafted, "time", { manual, schema, place }, edit)];
}
