import type { SyntaxField } from "../facts/syntax.ts";

/** Every row of fields that a syntax allows, as text: `a`, `a,b`. */
export function fieldVariants(fields: readonly SyntaxField[]): string[] {
  let variants: string[][] = [[]];
  for (const field of fields) {
    if ("optional" in field) {
      const inner = fieldVariants(field.optional).map((variant) => variant.split(","));
      variants = variants.flatMap((start) => [start, ...inner.map((more) => [...start, ...more])]);
    } else {
      const text = "literal" in field ? field.literal : `<${field.placeholder}>`;
      variants = variants.map((start) => [...start, text]);
    }
  }
  return [...new Set(variants.map((variant) => variant.join(",")))];
}
