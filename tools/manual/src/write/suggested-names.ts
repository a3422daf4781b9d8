import { unitEndings } from "@qsmtp/codegen/lint-facts";
import type { DraftCommand, DraftFact, DraftOperation, DraftValue } from "../draft/draft.ts";
import { leavesOf, subKeyOf } from "../grammar/syntax.ts";
import type { Suggestion } from "./names.ts";
import { camelName, fileName, keyWords, paramName, pascalName } from "./words-to-names.ts";

/** Our name for an operation of the same form, sub-key and number of arguments, or one from its words. */
export function suggestOperation(
  operation: DraftOperation,
  { title, at }: Pick<DraftCommand, "title" | "at">,
): Suggestion {
  const { form, args } = operation;
  const shape = `${subKeyOf(args) ?? ""} ${leavesOf(args).length}`;
  return (known) => {
    const same = (known?.operations ?? []).filter(
      (other) =>
        other.form === form &&
        (form !== "write" ||
          `${subKeyOf(other.args ?? []) ?? ""} ${leavesOf(other.args ?? []).length}` === shape),
    );
    const [ours, ...others] = same;
    if (ours !== undefined && others.length === 0) return ours.name;
    const words = keyWords(title, 4);
    const subject = words.length > 0 ? words : keyWords(at.replace("+", ""), 1);
    const key = keyWords(subKeyOf(args) ?? "", 2);
    if (form === "test") return camelName(["test", ...subject]);
    if (form === "read") return camelName(["read", ...subject]);
    const own = keyWords(operation.title ?? "", 4);
    if (own.length > 1) return camelName(own);
    if (key.length === 0) return camelName(subject);
    const isQuery = leavesOf(args).length === 1 && operation.reply.length > 0;
    return camelName([isQuery ? "get" : "set", ...key]);
  };
}

export function suggestParam({ at, params }: DraftCommand, wire: string): Suggestion {
  const unit = params.find((param) => param.wire === wire)?.unit?.value;
  return (known) => {
    const ours = Object.entries(known?.params ?? {}).find(([, param]) => param.wire === wire);
    const wanted = ours?.[0] ?? paramName(wire, unit);
    return wanted === "" ? `${fileName(at)}Value` : wanted;
  };
}

export function suggestType(at: string, wire: string): Suggestion {
  const words = [...keyWords(at.replace("+", ""), 1), ...keyWords(wire, 3)];
  return (known) =>
    Object.values(known?.params ?? {}).find((param) => param.wire === wire)?.typeName ??
    pascalName(words);
}

export function suggestValue(
  wire: string,
  { value, meaning }: Pick<DraftValue, "value" | "meaning">,
): Suggestion {
  const words = camelName(keyWords(meaning, 3));
  const spelled = typeof value === "string" ? camelName(keyWords(value, 3)) : "";
  const bare = `${value}`.replaceAll(/[^A-Za-z0-9]/g, "") || "Other";
  return (known) => {
    const ours = Object.values(known?.params ?? {}).find((param) => param.wire === wire);
    const name = ours?.values?.find((other) => other.value === value)?.name;
    return name ?? [words, spelled].find((text) => text !== "") ?? `value${bare}`;
  };
}

/** The event that a command's outcome comes in. */
export function suggestResult({ title }: Pick<DraftCommand, "title">): Suggestion {
  return () => `${camelName(keyWords(title, 3))}Result`;
}

export function suggestFact({ about, bound, unit }: DraftFact): Suggestion {
  const prefix = { atMost: "max", atLeast: "min", is: "" }[bound];
  const ending = unit === undefined ? "" : (unitEndings[unit] ?? "");
  const words = pascalName(keyWords(about, 3));
  const name = prefix === "" ? words.charAt(0).toLowerCase() + words.slice(1) : prefix + words;
  return () => (name === "" ? "fact" : name) + ending;
}
