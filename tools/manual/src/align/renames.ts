import type { SchemaCommand, SchemaParam } from "@qsmtp/codegen/schema-types";
import type { DraftCommand } from "../draft/draft.ts";
import { printLine, wireFields } from "../grammar/fields.ts";
import { cites } from "../schema/schema-state.ts";
import { knownFields, pairForms, printSyntax, statedFields } from "./forms.ts";
import { type Alignment, editCommand, type Proposal, propose } from "./proposal.ts";

/**
 * Finds placeholders that were renamed: the same syntax lines, but for the name. Names travel on no
 * wire, so that such a change must not look like an argument that went and another that came.
 * @returns the command under the new names, and a proposal for each
 */
export function followRenames(
  alignment: Alignment,
  known: SchemaCommand,
  drafted: DraftCommand,
): { readonly renamed: Proposal[]; readonly command: SchemaCommand } {
  const own = Object.values(known.params ?? {}).filter(({ source }) =>
    cites(source, alignment.manual),
  );
  const wires = new Set(own.map(({ wire }) => wire));
  const come = drafted.params.filter(({ wire }) => !wires.has(wire));
  let command = known;
  const renamed: Proposal[] = [];
  for (const was of wires) {
    if (drafted.params.some(({ wire }) => wire === was)) continue;
    const row = come.find(({ wire }) => isRenamed(alignment, command, drafted, was, wire));
    if (row === undefined) continue;
    come.splice(come.indexOf(row), 1);
    const rename = (param: SchemaParam): SchemaParam =>
      param.wire === was ? { ...param, wire: row.wire } : param;
    command = withParams(command, rename);
    const edit = editCommand(drafted, (change) => {
      change.command = withParams(change.command, rename);
    });
    const said = { manual: row.wire, schema: was, place: row };
    renamed.push(propose(drafted, `params/${was}`, said, edit));
  }
  return { renamed, command };
}

function withParams(
  command: SchemaCommand,
  edit: (param: SchemaParam) => SchemaParam,
): SchemaCommand {
  const params = Object.entries(command.params ?? {}).map(([key, param]) => [key, edit(param)]);
  return { ...command, params: Object.fromEntries(params) };
}

function isRenamed(
  alignment: Alignment,
  known: SchemaCommand,
  drafted: DraftCommand,
  was: string,
  now: string,
): boolean {
  if (was.toLowerCase() === now.toLowerCase()) return true;
  let mentions = 0;
  for (const pair of pairForms(alignment, known, drafted)) {
    const before = [
      printSyntax(known.at, "write", knownFields(pair, pair.operations)),
      ...pair.operations.flatMap(({ reply = [] }) =>
        reply.map((line) => printLine({ ...line, fields: wireFields(known, line.fields) })),
      ),
    ].filter((line) => line.includes(`<${was}>`));
    const after = [
      printSyntax(known.at, "write", statedFields(pair)),
      ...pair.drafted.flatMap(({ reply }) => reply.map(printLine)),
    ];
    mentions += before.length;
    if (!before.every((line) => after.includes(line.replaceAll(`<${was}>`, `<${now}>`))))
      return false;
  }
  return mentions > 0;
}
