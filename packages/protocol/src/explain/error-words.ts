import type { ErrorEntry, ErrorTable, OperationDescriptor } from "../codec/descriptor.ts";
import { findError } from "../codec/error-table.ts";
import { findUnlisted } from "../codec/mail-outcome.ts";
import type { Evidence } from "../families/evidence.ts";
import { allErrorTables } from "../generated/catalog.gen.ts";
import { tableDescriptions } from "../generated/descriptions.gen.ts";
import { cite } from "./cite.ts";
import type { ErrorReader } from "./describe-fields.ts";
import type { ExplainedError } from "./explanation.ts";

/** Fields that hold a number of an error table, by operation or unsolicited line. */
const tablesOfFields: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  smtpSendResult: { error: "smtp", protocolError: "smtp-protocol" },
  getTcpipError: { error: "tcpip" },
  hostResolved: { error: "tcpip" },
};

/** Reads the error numbers of one operation's or unsolicited line's fields. */
export function errorReader(name: string): ErrorReader {
  return (param, value) => {
    const id = tablesOfFields[name]?.[param];
    const table = allErrorTables.find((candidate) => candidate.id === id);
    if (table === undefined) return undefined;
    const found = findError([table], value);
    return found === undefined
      ? describeUnlisted(table, value)
      : describeError(found.table, found.entry).error;
  };
}

/** An error with the sources of what is said about it. */
export interface SourcedError {
  readonly error: ExplainedError;
  readonly evidence: readonly Evidence[];
}

/**
 * What a number or words behind `+CME ERROR:` mean: in the first table of the command that has
 * them, or in every table while no command is known.
 */
export function findErrors(
  error: number | string,
  operation: OperationDescriptor | undefined,
): SourcedError[] {
  const inErrors = allErrorTables.filter(
    ({ id }) => tableDescriptions[id]?.wire.includes("+CME ERROR") ?? false,
  );
  if (operation === undefined) {
    return inErrors.flatMap((table) => {
      const found = findError([table], error);
      return found === undefined ? [] : [describeError(table, found.entry)];
    });
  }
  const order = [...(operation.errors ?? []), "general"];
  const tables = order.flatMap((id) => inErrors.filter((table) => table.id === id));
  const found = findError(tables, error);
  return found === undefined ? [] : [describeError(found.table, found.entry)];
}

function describeUnlisted(table: ErrorTable, code: number): ExplainedError | undefined {
  const { meaning, remedy, retryable = false } = findUnlisted(table, code) ?? {};
  if (meaning === undefined) return undefined;
  const source = cite(tableDescriptions[table.id]?.unlisted ?? []);
  return { table: table.id, code, name: undefined, meaning, remedy, retryable, source };
}

function describeError(table: ErrorTable, entry: ErrorEntry): SourcedError {
  const { code, name, meaning, remedy, retryable = false } = entry;
  const evidence = tableDescriptions[table.id]?.codes[String(code)]?.source ?? [];
  const source = cite(evidence);
  return { evidence, error: { table: table.id, code, name, meaning, remedy, retryable, source } };
}
