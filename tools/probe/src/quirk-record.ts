import type { ProbeIdentity } from "@qsmtp/client/probe";
import type { Difference } from "@qsmtp/client/probe/differences";
import type { OperationDescriptor } from "@qsmtp/protocol";
import { allOperations } from "@qsmtp/protocol/catalog";
import { findModel, quirks } from "@qsmtp/protocol/families";
import type { QuirkRecord, RecordSource } from "./record.ts";

/** Names the module as a source of facts. */
export function sourceOf({ model, firmware }: ProbeIdentity): RecordSource {
  return {
    id: slug(`probe ${model} ${firmware}`),
    kind: "device",
    title: `Test-form answers of ${model} with firmware ${firmware}, asked by qsmtp probe`,
    families: [findModel(model)?.model ?? model],
  };
}

/** Writes a difference as a file of schema/quirks; one that is there already keeps its name. */
export function quirkRecord(
  { test, difference }: { readonly test: OperationDescriptor; readonly difference: Difference },
  identity: ProbeIdentity,
): QuirkRecord {
  const { change, line } = difference;
  const about = aboutOf(test, change);
  const existing = quirks.find(
    (quirk) =>
      quirk.kind === change.kind &&
      quirk.at === test.at &&
      (quirk.kind !== "parameter" || quirk.param === about.param) &&
      sameNames("operations" in quirk ? quirk.operations : undefined, about.operations),
  );
  const said = line === null ? "does not list it" : `answers ${line}`;
  return {
    $schema: "../quirk.schema.json",
    id: existing?.id ?? about.id,
    title: existing?.title ?? about.title,
    ...(existing?.description === undefined ? {} : { description: existing.description }),
    kind: change.kind,
    command: test.at,
    ...(about.operations === undefined ? {} : { operations: about.operations }),
    ...(about.param === undefined ? {} : { param: about.param }),
    variants: [
      {
        applies: [scopeOf(identity)],
        change: change.kind === "availability" ? { available: change.available } : change.change,
        evidence: [
          { id: sourceOf(identity).id, confidence: "device", note: `AT${test.at}=? ${said}` },
        ],
      },
    ],
  };
}

interface About {
  readonly id: string;
  readonly title: string;
  readonly operations?: readonly string[];
  readonly param?: string;
}

function aboutOf(test: OperationDescriptor, change: Difference["change"]): About {
  const command = `AT${test.at}`;
  switch (change.kind) {
    case "availability": {
      const operations = change.operations.map(({ name }) => name);
      const all = operations.includes(test.name);
      const key = all ? undefined : keyOf(change.operations);
      return {
        id: slug(`${test.at} ${key ?? operations[0] ?? ""}`),
        title: all ? `Command ${command}` : `${command} with ${key ?? operations.join(", ")}`,
        operations,
      };
    }
    case "parameter": {
      const { param } = change;
      const users = allOperations.filter(({ at, args }) => at === test.at && mentions(args, param));
      const operations = change.operations.map(({ name }) => name);
      const everywhere = users.every(({ name }) => operations.includes(name));
      return {
        id: slug(`${test.at} ${param} ${everywhere ? "" : operations[0]}`),
        title: `Values of ${param} in ${command}`,
        param,
        ...(everywhere ? {} : { operations }),
      };
    }
    case "testAnswer":
      return {
        id: slug(`${test.at} test answer`),
        title: `Test answer of ${command}`,
        operations: [test.name],
      };
  }
}

/** The sub-key by which operations are told apart from others of their command. */
function keyOf(operations: readonly OperationDescriptor[]): string | undefined {
  const [first] = operations[0]?.args ?? [];
  return first !== undefined && "const" in first ? String(first.const) : undefined;
}

function mentions(fields: OperationDescriptor["args"] = [], name: string): boolean {
  return fields.some((field) => {
    if ("optional" in field) return mentions(field.optional, name);
    if ("const" in field) return false;
    return ("list" in field ? field.list : field).name === name;
  });
}

function sameNames(a: readonly string[] = [], b: readonly string[] = []): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}

/** What the schema calls the module; its firmware in the form that quirks take, if it has that form. */
function scopeOf({ model, firmware }: ProbeIdentity): QuirkRecord["variants"][0]["applies"][0] {
  const found = findModel(model);
  const label = firmware.slice(firmware.indexOf("_") + 1).toUpperCase();
  return {
    family: found?.family ?? model,
    models: [found?.model ?? model],
    ...(/^[A-Z0-9.]+$/.test(label) ? { firmware: [label] } : {}),
  };
}

function slug(text: string): string {
  return text
    .replaceAll(/([a-z])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
}

/** Puts what one probe has to say under one name into one file. */
export function joinRecords(records: readonly QuirkRecord[]): QuirkRecord[] {
  const joined = new Map<string, QuirkRecord>();
  for (const record of records) {
    const earlier = joined.get(record.id);
    joined.set(record.id, earlier === undefined ? record : joinRecord(earlier, record));
  }
  return [...joined.values()];
}

function joinRecord(earlier: QuirkRecord, later: QuirkRecord): QuirkRecord {
  const [variant] = earlier.variants;
  const [added] = later.variants;
  if (variant === undefined || added === undefined) return earlier;
  const notes = [...variant.evidence, ...added.evidence];
  return {
    ...earlier,
    variants: [
      {
        ...variant,
        change: joinChange(variant.change, added.change),
        evidence: notes.filter(({ note }, at) => notes.findIndex((x) => x.note === note) === at),
      },
    ],
  };
}

/** Lists are added up; of all else there is one truth about one module. */
function joinChange(earlier: object, later: object): object {
  const joined: Record<string, unknown> = { ...earlier };
  for (const [name, value] of Object.entries(later)) {
    const known = joined[name];
    const adds = ["addsValues", "removesValues", "lines"].includes(name);
    joined[name] = adds && Array.isArray(known) ? [...known, ...value] : value;
  }
  // A whole answer says of each line what there is to say.
  if ("supports" in joined) delete joined.lines;
  return joined;
}
