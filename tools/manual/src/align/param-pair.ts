import type { SchemaParam } from "@qsmtp/codegen/schema-types";
import type { DraftCommand, DraftParam } from "../draft/draft.ts";
import { type Alignment, type Edit, type Proposal, propose, type Said } from "./proposal.ts";

/** What one placeholder is on both sides. */
export interface ParamPair {
  readonly alignment: Alignment;
  readonly command: DraftCommand;
  readonly wire: string;
  readonly drafted: DraftParam | undefined;
  /** Parameters of the schema with this placeholder. */
  readonly known: readonly SchemaParam[];
  /** Numbers in its place that operations of the schema fix. */
  readonly fixed: readonly number[];
}

/** @param key step below the parameter; empty for the parameter itself */
export function pathOfParam(wire: string, key: string): string {
  return key === "" ? `params/${wire}` : `params/${wire}/${key}`;
}

export function proposeParam(pair: ParamPair, key: string, said: Said, edit: Edit): Proposal {
  const { command, wire, drafted } = pair;
  const { place = drafted, ...both } = said;
  return propose(command, pathOfParam(wire, key), { ...both, place }, edit);
}
