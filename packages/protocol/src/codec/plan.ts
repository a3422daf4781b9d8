import { type Field, isParam, type Param } from "./descriptor.ts";
import { once } from "./once.ts";

/**
 * A field made ready for the codec. Descriptors come in many shapes and steps in one: what reads
 * them stays fast, and asks each question about a field once in a program's life.
 */
export interface Step {
  readonly kind: "const" | "param" | "optional" | "list";
  /** Property of the values; of a constant its text. */
  readonly name: string;
  /** Of a constant: its text as it is written. */
  readonly written: string;
  /** Of a parameter or list. */
  readonly param: Param | undefined;
  /** Whether it is a number in plain decimal digits, which most fields are. */
  readonly plainNumber: boolean;
  /** Of an optional group. */
  readonly steps: readonly Step[];
  /** Of an optional group: whether it can turn out not to fit after values were taken. */
  readonly mayFailLate: boolean;
}

/** The fields of a line or command made ready. */
export interface Plan {
  readonly steps: readonly Step[];
  /** Every property that the values may have. */
  readonly names: ReadonlySet<string>;
  /** Whether any of the parameters is a secret. */
  readonly sensitive: boolean;
}

const noFields: readonly Field[] = [];

/** Returns the fields made ready; the work is done once for each array. */
export function planOf(fields: readonly Field[] = noFields): Plan {
  return planOnce(fields);
}

const planOnce = /* @__PURE__ */ once((fields: readonly Field[]): Plan => {
  const names = new Set<string>();
  let sensitive = false;
  const stepOf = (field: Field): Step => {
    if (isParam(field)) return paramStep("param", field.name, field);
    if ("list" in field) return paramStep("list", field.as, field.list);
    if ("const" in field) {
      const name = String(field.const);
      const quoted = typeof field.const === "string" && field.quoted !== false;
      return { ...blank, kind: "const", name, written: quoted ? `"${name}"` : name };
    }
    const steps = field.optional.map(stepOf);
    const mayFailLate = steps.slice(1).some(({ kind }) => kind === "const" || kind === "param");
    return { ...blank, kind: "optional", steps, mayFailLate };
  };
  const paramStep = (kind: "param" | "list", name: string, param: Param): Step => {
    names.add(name);
    if (param.sensitive) sensitive = true;
    const number = param.type === "integer" || param.type === "enum";
    const plainNumber = number && param.notation === undefined;
    return { ...blank, kind, name, param, plainNumber };
  };
  return { steps: fields.map(stepOf), names, sensitive };
});

const blank: Step = {
  kind: "const",
  name: "",
  written: "",
  param: undefined,
  plainNumber: false,
  steps: [],
  mayFailLate: false,
};
