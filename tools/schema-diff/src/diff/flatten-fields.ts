import type { SchemaField } from "@qsmtp/codegen/schema-types";

/** One field with its place in the nesting of optional groups. */
export interface Leaf {
  /** Identity over both states: parameters by name, fixed fields by their count. */
  readonly key: string;
  /** Last part of its path: the parameter, or `const 1`. */
  readonly label: string;
  /** Name of the parameter, or the fixed value. */
  readonly name: string | number;
  readonly isConst: boolean;
  readonly quoted: boolean;
  /** Property that holds the array, where the field is a list. */
  readonly list: string | undefined;
  readonly required: boolean;
  /** Optional groups around it, outermost first. */
  readonly groups: readonly number[];
}

interface FlattenOptions {
  /** A list may be left out by a caller, but is always there in what a caller gets. */
  readonly listIsOptional: boolean;
  readonly renamed?: ReadonlyMap<string, string>;
}

/** Fields in the order of the wire, groups dissolved. */
export function flattenFields(fields: readonly SchemaField[], options: FlattenOptions): Leaf[] {
  const leaves: Leaf[] = [];
  const seen = new Map<string, number>();
  let groupCount = 0;
  const identity = (text: string): string => {
    const count = (seen.get(text) ?? 0) + 1;
    seen.set(text, count);
    return count === 1 ? text : `${text} ${count}`;
  };
  const visit = (row: readonly SchemaField[], groups: readonly number[]): void => {
    for (const field of row) {
      if ("optional" in field) {
        visit(field.optional, [...groups, groupCount++]);
      } else if ("const" in field) {
        const label = `const ${leaves.filter((leaf) => leaf.isConst).length + 1}`;
        const quoted = typeof field.const === "string" && field.quoted !== false;
        const required = groups.length === 0;
        const name = field.const;
        leaves.push({
          key: label,
          label,
          name,
          isConst: true,
          quoted,
          list: undefined,
          required,
          groups,
        });
      } else {
        const list = "list" in field ? field.as : undefined;
        const written = "list" in field ? field.list : field.param;
        const name = options.renamed?.get(written) ?? written;
        const required = groups.length === 0 && !(list !== undefined && options.listIsOptional);
        const label = identity(name);
        leaves.push({
          key: `<${label}>`,
          label,
          name,
          isConst: false,
          quoted: false,
          list,
          required,
          groups,
        });
      }
    }
  };
  visit(fields, []);
  return leaves;
}
