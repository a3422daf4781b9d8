import type { SchemaParam } from "@qsmtp/codegen/schema-types";
import type { Bump, Direction, RuleId } from "../src/index.ts";
import type { Edit } from "./lamp.ts";

/** One change of the lamp's schema, and the one finding that it must give. */
export interface Fixture {
  readonly rule: RuleId;
  /** The state before, as edits of the lamp's schema; without it the schema as it is. */
  readonly before?: Edit;
  readonly after?: Edit;
  readonly command?: string;
  readonly path: string;
  readonly bump: Bump;
  readonly direction?: Direction | "both";
  readonly families?: readonly string[];
}

/** One change of a parameter, judged as something a caller gives, gets, and both. */
export interface ParamFixture {
  readonly rule: RuleId;
  readonly before: Partial<SchemaParam>;
  readonly after: Partial<SchemaParam>;
  /** Below `params/level`. */
  readonly path: string;
  readonly encode: Bump;
  readonly decode: Bump;
}
