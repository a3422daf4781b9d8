import { canonicalJson } from "@qsmtp/codegen/fingerprint";
import { applyEdits, type JSONPath, modify } from "jsonc-parser";

/** Turns one JSON text into another by the smallest edits, so that its git diff shows the change alone. */
export function editJson(text: string, after: unknown): string {
  return editAt(text, [], JSON.parse(text), after);
}

function editAt(text: string, path: JSONPath, before: unknown, after: unknown): string {
  if (canonicalJson(before) === canonicalJson(after)) return text;
  if (isObject(before) && isObject(after)) return editObject(text, path, before, after);
  if (Array.isArray(before) && Array.isArray(after)) return editArray(text, path, before, after);
  return set(text, path, after);
}

function editObject(
  text: string,
  path: JSONPath,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): string {
  let edited = text;
  for (const key of Object.keys(before)) {
    if (!(key in after)) edited = set(edited, [...path, key], undefined);
  }
  const order = Object.keys(after);
  for (const [key, value] of Object.entries(after)) {
    edited =
      key in before
        ? editAt(edited, [...path, key], before[key], value)
        : insertKey(edited, [...path, key], value, order);
  }
  return edited;
}

/** A new key stands where the new object has it. */
function insertKey(text: string, path: JSONPath, value: unknown, order: readonly string[]): string {
  const place = order.indexOf(`${path.at(-1)}`);
  return applyEdits(
    text,
    modify(text, path, value, {
      getInsertionIndex: (present) => {
        const next = present.findIndex((key) => order.indexOf(key) > place);
        return next < 0 ? present.length : next;
      },
    }),
  );
}

function editArray(
  text: string,
  path: JSONPath,
  before: readonly unknown[],
  after: readonly unknown[],
): string {
  let start = 0;
  const same = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b);
  while (start < before.length && start < after.length && same(before[start], after[start])) {
    start += 1;
  }
  let end = 0;
  const rest = Math.min(before.length, after.length) - start;
  while (end < rest && same(before.at(-1 - end), after.at(-1 - end))) end += 1;
  const old = before.slice(start, before.length - end);
  const young = after.slice(start, after.length - end);
  let edited = text;
  for (let index = old.length - 1; index >= young.length; index--) {
    edited = set(edited, [...path, start + index], undefined);
  }
  young.forEach((value, index) => {
    const at = [...path, start + index];
    edited =
      index < old.length
        ? editAt(edited, at, old[index], value)
        : applyEdits(edited, modify(edited, at, value, { isArrayInsertion: true }));
  });
  return edited;
}

function set(text: string, path: JSONPath, value: unknown): string {
  return applyEdits(text, modify(text, path, value, {}));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
