import { getStorageSpace, Storage } from "@qsmtp/protocol/commands";
import { fileErrorNumber } from "@qsmtp/protocol/facts";
import {
  applyQuirks,
  type FoundModel,
  families,
  findModel,
  type Model,
  type ModelId,
  type ResolvedFamily,
  resolveFamily,
} from "@qsmtp/protocol/families";
import { nearestNames } from "@qsmtp/transport/options";
import type { ModuleIdentity } from "../behaviours/base/identity.ts";
import type { SimulatedFileOptions } from "../behaviours/file/file-behaviour.ts";
import type { FileStoreOptions } from "../behaviours/file/file-store.ts";
import type { SimulatedSmtpOptions } from "../behaviours/smtp/smtp-behaviour.ts";
import { SimulationOptionError } from "../checked-options.ts";
import { type ModuleQuirks, quirksOf } from "../quirks/module-quirks.ts";

/** One module of the schema, as the simulation is it. */
export interface SimulatedModel {
  readonly view: ResolvedFamily;
  /** What it says about itself where nothing else was asked for. */
  readonly identity: Pick<ModuleIdentity, "model" | "revision" | "fullRevision">;
  readonly quirks: ModuleQuirks;
  readonly storage: FileStoreOptions;
  readonly file: SimulatedFileOptions;
  readonly smtp: SimulatedSmtpOptions;
}

/** The module that is simulated when none is asked for. */
export const defaultModel: ModelId = "EC25";

/** With the firmware that they have by default: modules of one model share what the schema says of it. */
const usual = new Map<string, SimulatedModel>();

/**
 * The module of a name, with a firmware when one was asked for.
 *
 * @throws SimulationOptionError `INVALID_OPTION` when no family lists it
 */
export function simulatedModel(name: string, firmware?: string): SimulatedModel {
  const found = findModel(name) ?? unknownModel(name);
  if (firmware !== undefined) return madeOf(found, firmware);
  const known = usual.get(found.model);
  if (known !== undefined) return known;
  const made = madeOf(found, undefined);
  usual.set(found.model, made);
  return made;
}

function madeOf(found: FoundModel, firmware: string | undefined): SimulatedModel {
  const { id, reportedAs, revisions } = entryOf(found);
  const [revision] = revisions ?? [];
  const identity = {
    model: reportedAs?.[0] ?? id,
    revision: revision?.name ?? inventedRevision(id),
    ...(revision?.full === undefined ? {} : { fullRevision: revision.full }),
  };
  const view = resolveFamily(found.family, {
    model: found.model,
    firmware: firmware ?? identity.fullRevision ?? identity.revision,
  });
  return { view, identity, quirks: quirksOf(view), ...differencesOf(view) };
}

/** What a module of any name says about itself, one that no family lists too. */
export function identityOfModel(name: string): SimulatedModel["identity"] {
  return findModel(name) === undefined
    ? { model: name, revision: inventedRevision(name) }
    : { ...simulatedModel(name).identity, model: name };
}

/** Where nobody has told the name of a firmware: the model's letters and a label that is plainly made up. */
function inventedRevision(model: string): string {
  return `${model.replace(/\W/g, "")}R01A01`;
}

function unknownModel(name: string): never {
  const known = families.flatMap(({ models }) => models.map(({ id }) => id));
  const near = nearestNames(name, known);
  throw new SimulationOptionError([
    {
      path: "model",
      message: `must be one of ${known.join(", ")}, is ${JSON.stringify(name.slice(0, 40))}`,
      ...(near.length === 0 ? {} : { hint: `Is ${near.join(" or ")} meant?` }),
    },
  ]);
}

function entryOf({ family, model }: FoundModel): Model {
  const entry = families.find(({ id }) => id === family)?.models.find(({ id }) => id === model);
  return entry ?? { id: model };
}

/** Options as the schema has them for the module; what it leaves open stays as without a model. */
function differencesOf(view: ResolvedFamily): Pick<SimulatedModel, "storage" | "file" | "smtp"> {
  const { operations, errorCodes, replies, family } = view;
  const { flashBytes, blockBytes } = family.storage ?? {};
  const prefix = replies
    .filter(({ certainty }) => certainty === "certain")
    .map(({ change }) => change.valuePrefix)
    .find((valuePrefix) => valuePrefix !== undefined);
  const onDelete = errorCodes.find(
    ({ quirk, certainty }) => certainty === "certain" && quirk.operations.includes("deleteFile"),
  );
  const deleted = onDelete?.change.code === fileErrorNumber.fileNotFound;
  return {
    storage: {
      ...(flashBytes === undefined ? {} : { ufsBytes: flashBytes }),
      ...(blockBytes === undefined ? {} : { blockSizeBytes: blockBytes }),
      ...(hasRam(view) ? {} : { ramBytes: 0 }),
    },
    file: {
      ...(prefix === undefined ? {} : { ufsPrefix: prefix.text !== "" }),
      ...(deleted ? { deleteMissingError: "fileNotFound" as const } : {}),
      ...(operations.flushFile === "present" ? { moveAndFlush: true } : {}),
    },
    smtp: operations.setSmtpBodyOriginal === "present" ? { bodyOriginal: true } : {},
  };
}

function hasRam(view: ResolvedFamily): boolean {
  const { args = [] } = applyQuirks(view, getStorageSpace);
  return args.some((arg) => "values" in arg && arg.values.some((value) => value === Storage.ram));
}
