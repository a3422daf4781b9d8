import { families, findModel, type ModelId } from "@qsmtp/protocol/families";
import { nearestNames } from "@qsmtp/transport/options";
import { InvalidArgumentError } from "commander";

/** Reads the name of a module that a family lists, in any case, or its order name, e.g. `EC21-J`. */
export function parseModel(text: string): ModelId {
  const found = findModel(text);
  // A family lists it, and `ModelId` is the ids that families list.
  if (found !== undefined) return found.model as ModelId;
  const known = families.flatMap(({ models }) => models.map(({ id }) => id));
  const near = nearestNames(text, known);
  const hint = near.length === 0 ? "" : ` Is ${near.join(" or ")} meant?`;
  throw new InvalidArgumentError(`It must be one of ${known.join(", ")}.${hint}`);
}
