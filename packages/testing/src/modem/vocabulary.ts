import type { OperationDescriptor } from "@qsmtp/protocol";
import { applyQuirks, type OperationName, type ResolvedFamily } from "@qsmtp/protocol/families";
import { CommandReader } from "./command-reader.ts";
import { lineSecrets } from "./line-secrets.ts";

/**
 * The operations of a module, and what finds them. Nothing in it changes: all modules with the same
 * operations have the same one.
 */
export class Vocabulary {
  readonly operations: readonly OperationDescriptor[];
  readonly byName: ReadonlyMap<string, OperationDescriptor>;
  readonly reader: CommandReader;
  /** Finds the secrets of command lines. */
  readonly secretsOf: ReturnType<typeof lineSecrets>;

  constructor(operations: readonly OperationDescriptor[]) {
    this.operations = operations;
    this.byName = new Map(operations.map((operation) => [operation.name, operation]));
    this.reader = new CommandReader(operations);
    this.secretsOf = lineSecrets(operations, this.reader);
  }
}

/** Kept as long as somebody has the lists and families that they were made of. */
const plain = new WeakMap<readonly OperationDescriptor[], Vocabulary>();
const ofFamilies = new WeakMap<ResolvedFamily, typeof plain>();

/** The operations as a family has them; without one, as they are. */
export function vocabularyOf(
  family: ResolvedFamily | undefined,
  operations: readonly OperationDescriptor[],
): Vocabulary {
  const known = family === undefined ? plain : (ofFamilies.get(family) ?? new WeakMap());
  if (family !== undefined) ofFamilies.set(family, known);
  const found = known.get(operations);
  if (found !== undefined) return found;
  const made = new Vocabulary(family === undefined ? operations : ownOf(family, operations));
  known.set(operations, made);
  return made;
}

function ownOf(
  family: ResolvedFamily,
  operations: readonly OperationDescriptor[],
): OperationDescriptor[] {
  return operations
    .filter(({ name }) => family.operations[name as OperationName] !== "absent")
    .map((operation) => withRenamedKeys(family, applyQuirks(family, operation)));
}

/** A test answer lists settings under the names that the module has for them. */
function withRenamedKeys(
  { renamedKeys }: ResolvedFamily,
  operation: OperationDescriptor,
): OperationDescriptor {
  const { supports } = operation;
  const keys = renamedKeys.filter(
    ({ quirk, certainty }) => certainty === "certain" && quirk.at === operation.at,
  );
  if (supports === undefined || keys.length === 0) return operation;
  const renamed = (line: string): string =>
    keys.reduce((text, { change }) => text.replace(`"${change.from}"`, `"${change.to}"`), line);
  return { ...operation, supports: supports.map(renamed) };
}
