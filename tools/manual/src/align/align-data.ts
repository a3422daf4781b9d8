import type { DataEnd, SchemaDataPhase, SchemaOperation } from "@qsmtp/codegen/schema-types";
import { restsOnMore } from "../schema/schema-state.ts";
import { NotAutomaticError } from "../write/not-automatic.ts";
import type { FormPair } from "./forms.ts";
import { editCommand, leaveOpen, type Proposal, propose } from "./proposal.ts";

type Phase = Partial<SchemaDataPhase>;

/** What a data phase says, by the last steps of the path of a finding. */
export function printPhase(
  data: Phase | undefined,
  wireOf: (name: string) => string,
): Map<string, string> {
  const entries: [string, string | undefined][] = [
    ["", data?.direction],
    ["/length", data?.length && ("param" in data.length ? wireOf(data.length.param) : "CONNECT")],
    ["/time", data?.time && wireOf(data.time)],
    ...(data?.endsOn ?? []).map((end): [string, string] => [`/ends/${end}`, end]),
    ["/resumable", data?.resumable === false ? "no" : undefined],
  ];
  return new Map(entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}

/** How data mode goes and ends, and whether ATO leads back. */
export function alignData({
  path: form,
  command,
  known,
  drafted,
  operations,
  alignment,
}: FormPair): Proposal[] {
  const path = `${form}/data`;
  const open = drafted.flatMap(({ undecided }) =>
    undecided.filter(({ about }) => about === "data"),
  );
  if (open.length > 0) return open.map((one) => leaveOpen(command, path, one));
  const stated = drafted.find(({ data }) => data !== undefined)?.data;
  const owner = operations.find(({ data }) => data !== undefined);
  const manual = printPhase(stated?.value, (name) => name);
  const schema = printPhase(owner?.data, (name) => known.params?.[name]?.wire ?? name);
  const isMore = restsOnMore(owner?.source, alignment.manual);
  return [...new Set([...manual.keys(), ...schema.keys()])].flatMap((key) => {
    const [now, was] = [manual.get(key), schema.get(key)];
    if (now === was || (now === undefined && isMore)) return [];
    const edit = editCommand(command, (change) => {
      change.updateOperations((operation) =>
        operation.name === owner?.name
          ? { ...operation, data: edited(operation, key, now) }
          : operation,
      );
    });
    return [propose(command, `${path}${key}`, { manual: now, schema: was, place: stated }, edit)];
  });
}

function edited({ data }: SchemaOperation, key: string, now: string | undefined): SchemaDataPhase {
  const [, aspect, end = ""] = key.split("/");
  if (data === undefined || (aspect !== "ends" && aspect !== "resumable")) {
    throw new NotAutomaticError(
      'a data phase that comes, goes or is measured otherwise is for a person; change "data" by hand',
    );
  }
  if (aspect === "resumable") return { ...data, resumable: now !== "no" };
  const others = data.endsOn.filter((other) => other !== end);
  return { ...data, endsOn: now === undefined ? others : [...others, end as DataEnd] };
}
