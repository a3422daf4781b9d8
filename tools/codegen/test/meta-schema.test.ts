import path from "node:path";
import { describe, expect, expectTypeOf, it } from "vitest";
import { generateFrom } from "../src/generate.ts";
import { type LoadedSchema, loadSchema } from "../src/load.ts";
import { schemaTypes } from "../src/meta/schema-types.ts";
import type { Confidence, SchemaField, SchemaParam, SchemaQuirk } from "../src/schema-types.gen.ts";

const schema = await loadSchema(path.resolve(import.meta.dirname, "../../../schema"));

/** The meta-schemas after `edit` changed a copy of them. */
function edited(edit: (meta: Record<string, Record<string, unknown>>) => void): LoadedSchema {
  const metaSchemas = structuredClone(schema.metaSchemas);
  edit(metaSchemas as never);
  return { ...schema, metaSchemas };
}

describe("a word that is added to the meta-schema", () => {
  const { metaSchemas, ...others } = edited(({ vocabulary }) => {
    const { $defs } = vocabulary as { $defs: { dataEnd: { enum: string[] } } };
    $defs.dataEnd.enum.push("sunset");
  });

  it("is a word of the package's descriptors", () => {
    expect(generateFrom({ metaSchemas, ...others }).words).toMatch(
      /export type DataEnd = .*"dtr" \| "sunset";/,
    );
  });

  it("is a word of the tools' types", async () => {
    expect(await schemaTypes(metaSchemas)).toMatch(/export type DataEnd = .*"dtr" \| "sunset";/);
  });
});

describe("the types of schema files", () => {
  it("follow a property that the meta-schema adds, with its words as a comment only", async () => {
    const { metaSchemas } = edited(({ command }) => {
      const { $defs } = command as { $defs: { param: { properties: object } } };
      Object.assign($defs.param.properties, {
        glow: { description: "It glows. */ boom(); /*", type: "array", items: { type: "number" } },
      });
    });
    const text = await schemaTypes(metaSchemas);
    expect(text).toContain("readonly glow?: readonly number[];");
    expect(text).not.toContain("*/ boom()");
  });

  it("refuse two parts of one name", async () => {
    const { metaSchemas } = edited(({ quirk }) => {
      const { $defs } = quirk as { $defs: Record<string, object> };
      Object.assign($defs, { param: { type: "object" } });
    });
    await expect(schemaTypes(metaSchemas)).rejects.toThrow("SchemaParam");
  });

  it("are closed, cannot be changed, and tell kinds apart", () => {
    expectTypeOf<SchemaParam["ranges"]>().toEqualTypeOf<
      readonly (readonly [number, number | null])[] | undefined
    >();
    expectTypeOf<Extract<SchemaField, { readonly optional: unknown }>["optional"]>().toEqualTypeOf<
      readonly SchemaField[]
    >();
    expectTypeOf<"maybe">().not.toExtend<Confidence>();
    type Availability = Extract<SchemaQuirk, { readonly kind: "availability" }>;
    expectTypeOf<Availability["variants"][number]["change"]>().toEqualTypeOf<{
      readonly available: boolean;
    }>();
  });
});
