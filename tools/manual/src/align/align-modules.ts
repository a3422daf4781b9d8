import type { SchemaFamily } from "@qsmtp/codegen/schema-types";
import type { DraftModules } from "../draft/draft.ts";
import { step } from "../grammar/paths.ts";
import { restsOnMore } from "../schema/schema-state.ts";
import { type Alignment, byHand, type Edit, type Proposal, propose } from "./proposal.ts";

/** The modules that a manual says it holds for, beside the families and models of the schema. */
export function alignModules({ draft, state, manual }: Alignment): Proposal[] {
  const source = state.manuals.find(({ id }) => id === manual);
  const { modules } = draft;
  if (source === undefined || modules.length === 0) return [];
  const own = state.families.filter(({ id }) => source.families.includes(id));
  const listed = modules.map((one) => ({ one, family: familyOf(one, own) }));
  const nowhere = { line: modules[0]?.line ?? 0, section: modules[0]?.section ?? "" };
  return [
    ...listed.flatMap(({ one, family }) =>
      family === undefined ? [newFamily(one)] : newModels(one, family),
    ),
    ...own.flatMap((family) => {
      const parts = listed.filter((part) => part.family === family).map(({ one }) => one);
      return goneModels(family, parts, manual).map((name) => {
        const isWhole = name === family.id;
        const path = isWhole ? pathOf(name) : `${pathOf(family.id)}/models/${step(name)}`;
        const what = isWhole ? `"families" of ${manual} in schema/manuals.json` : "its models";
        const edit = byHand(`look at the list, then take ${name} out of ${what} by hand`);
        return propose({ at: "", ...nowhere }, path, { schema: name }, edit);
      });
    }),
  ];
}

/** `families/EC2x`: the path of a finding about it, and of what the draft states. */
export function pathOf(family: string): string {
  return `families/${step(family)}`;
}

/** A list may name a family, or the one model of it that there is. */
function familyOf(
  { family: name, models }: DraftModules,
  own: readonly SchemaFamily[],
): SchemaFamily | undefined {
  return (
    own.find(({ id }) => id === name) ??
    own.find((family) => models.length === 0 && family.models.some(({ id }) => id === name))
  );
}

function newFamily({ family, line, section }: DraftModules): Proposal {
  const edit = byHand(
    `write ${family} into schema/families.json, or among the models of a family there, and into "families" of the manual in schema/manuals.json`,
  );
  return propose({ at: "", line, section }, pathOf(family), { manual: family }, edit);
}

function newModels({ models, line, section }: DraftModules, family: SchemaFamily): Proposal[] {
  const known = family.models.map(({ id }) => id);
  return models
    .filter((model) => !known.includes(model))
    .map((model) => {
      const path = `${pathOf(family.id)}/models/${step(model)}`;
      return propose(
        { at: "", line, section },
        path,
        { manual: model },
        addModel(family.id, model),
      );
    });
}

function addModel(family: string, model: string): Edit {
  return (state) => {
    const files = state.files.map((loaded) => {
      if (loaded.kind !== "families") return loaded;
      const json = loaded.json as { readonly families: readonly SchemaFamily[] };
      const families = json.families.map((one) =>
        one.id === family ? { ...one, models: [...one.models, { id: model }] } : one,
      );
      return { ...loaded, json: { ...json, families } };
    });
    return state.replaced(files);
  };
}

/** What the list does not name: the whole family, or models that rest on this manual alone. */
function goneModels(
  { id, models, source }: SchemaFamily,
  parts: readonly DraftModules[],
  manual: string,
): string[] {
  if (parts.length === 0) return [id];
  const named = parts.flatMap((part) => [part.family, ...part.models]);
  const isNamed = parts.some((part) => part.models.length > 0);
  if (!isNamed || restsOnMore(source, manual)) return [];
  return models.map((model) => model.id).filter((model) => !named.includes(model));
}
