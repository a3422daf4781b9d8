import type { OperationDescriptor } from "@qsmtp/protocol";
import { allOperations } from "@qsmtp/protocol/catalog";
import {
  type Applied,
  applyQuirks,
  type Editions,
  families,
  isOptional,
  type OperationName,
  type Presence,
  type Quirk,
  type ResolvedFamily,
  resolveFamily,
} from "@qsmtp/protocol/families";
import type { ProbeIdentity } from "./probe-report.ts";

/** A command as one view of the schema has it. */
export interface CommandView {
  readonly test: OperationDescriptor;
  /** All other operations of the command. */
  readonly operations: readonly OperationDescriptor[];
  presence(operation: OperationDescriptor): Presence;
  /** Whether the schema itself, whatever its quirks say, leaves it open. */
  isOptional(operation: OperationDescriptor): boolean;
}

/** What the schema says without any quirk, as of some editions of the manuals. */
export function plainView(editions: Editions = {}): ResolvedFamily {
  const [family] = families;
  if (family === undefined) throw new RangeError("the schema has no family");
  const { quirks, facts } = resolveFamily(family.id, { editions });
  const dated = quirks.filter(isCertainOfEdition);
  const later = dated.flatMap(({ quirk }) =>
    "operations" in quirk && quirk.kind === "availability" ? quirk.operations : [],
  );
  const operations = Object.fromEntries(
    Object.entries(isOptional).map(([name, optional]) => [
      name,
      optional ? "unverified" : "present",
    ]),
  ) as ResolvedFamily["operations"];
  return {
    family,
    model: undefined,
    firmware: undefined,
    operations: { ...operations, ...asAbsent(later) },
    quirks: [],
    parameters: [],
    renamedKeys: [],
    testAnswers: [],
    errorCodes: [],
    replies: [],
    linePrefixes: [],
    dialogue: [],
    earlier: dated.filter(({ quirk }) => quirk.kind === "edition") as ResolvedFamily["earlier"],
    facts,
  };
}

/** Whether a quirk tells what an edition says and the newest does not. */
function isCertainOfEdition({ quirk, certainty }: Applied<Quirk>): boolean {
  const scopes = quirk.variants.flatMap(({ applies }) => applies);
  return certainty === "certain" && scopes.every((scope) => "manual" in scope);
}

function asAbsent(names: readonly OperationName[]): Partial<ResolvedFamily["operations"]> {
  return Object.fromEntries(names.map((name) => [name, "absent"]));
}

/** What the schema and its quirks say of a module; the plain view for one that no family lists. */
export function viewOf(
  { family, model, firmware }: ProbeIdentity,
  editions: Editions = {},
): ResolvedFamily {
  return family === null
    ? plainView(editions)
    : resolveFamily(family, { model, firmware, editions });
}

/** The plain view with one quirk in it, as if it were certain. */
export function viewWith(applied: Applied<Quirk>, editions: Editions = {}): ResolvedFamily {
  const view = plainView(editions);
  const { quirk } = applied;
  const sure = { ...applied, certainty: "certain" } as const;
  switch (quirk.kind) {
    case "availability": {
      const available = "available" in applied.change && applied.change.available;
      const found = quirk.operations.map((name) => [name, available ? "present" : "absent"]);
      return { ...view, operations: { ...view.operations, ...Object.fromEntries(found) } };
    }
    case "parameter":
      return { ...view, parameters: [sure as ResolvedFamily["parameters"][number]] };
    case "renamedKey":
      return { ...view, renamedKeys: [sure as ResolvedFamily["renamedKeys"][number]] };
    case "testAnswer":
      return { ...view, testAnswers: [sure as ResolvedFamily["testAnswers"][number]] };
    case "edition":
      return { ...view, earlier: [sure as ResolvedFamily["earlier"][number]] };
    default:
      return view;
  }
}

/** A view with one quirk less in it. */
export function viewWithout(view: ResolvedFamily, applied: Applied<Quirk>): ResolvedFamily {
  const { quirk } = applied;
  const others = <Q extends Quirk>(list: readonly Applied<Q>[]): Applied<Q>[] =>
    list.filter((other) => other.quirk.id !== quirk.id);
  const { operations } = plainView();
  const open =
    quirk.kind === "availability" ? quirk.operations.map((name) => [name, operations[name]]) : [];
  return {
    ...view,
    parameters: others(view.parameters),
    renamedKeys: others(view.renamedKeys),
    testAnswers: others(view.testAnswers),
    earlier: others(view.earlier),
    operations: { ...view.operations, ...Object.fromEntries(open) },
  };
}

/** The command of a test form in a view. */
export function commandIn(view: ResolvedFamily, test: OperationDescriptor): CommandView {
  const operations = allOperations.filter(({ at, form }) => at === test.at && form !== "test");
  return {
    test: renameKeys(view, applyQuirks(view, test)),
    operations: operations.map((operation) => applyQuirks(view, operation)),
    presence: ({ name }) => view.operations[name as OperationName] ?? "present",
    isOptional: ({ name }) => isOptional[name as OperationName] ?? false,
  };
}

/** A quirk that renames a key is about the operations; their test form prints the new one too. */
function renameKeys(view: ResolvedFamily, test: OperationDescriptor): OperationDescriptor {
  const changes = view.renamedKeys
    .filter(({ quirk, certainty }) => quirk.at === test.at && certainty === "certain")
    .map(({ change }) => change);
  if (changes.length === 0 || test.supports === undefined) return test;
  const supports = test.supports.map((line) => {
    const change = changes.find(({ from }) => line.startsWith(`"${from}"`));
    return change === undefined ? line : `"${change.to}"${line.slice(change.from.length + 2)}`;
  });
  return { ...test, supports };
}
