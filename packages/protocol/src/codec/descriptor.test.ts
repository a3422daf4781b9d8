import { describe, expectTypeOf, it } from "vitest";
import type { Charset, ParamType } from "../words.gen.ts";
import type { Param, StringParam, TextParam } from "./descriptor.ts";

describe("the descriptors' words are those of the meta-schema", () => {
  it("for the types of parameters", () => {
    expectTypeOf<Param["type"]>().toEqualTypeOf<ParamType>();
  });

  it("for what a text may hold", () => {
    type Limited = StringParam["charset"] | TextParam["charset"] | "utf-8";
    expectTypeOf<NonNullable<Limited>>().toEqualTypeOf<Charset>();
  });
});
