import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { render } from "../src/render.ts";

let root = "";

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "qsmtp-options-"));
  await mkdir(path.join(root, "pack/src"), { recursive: true });
  const compilerOptions = { lib: ["ES2023", "DOM"], types: [], strict: true, module: "NodeNext" };
  await writeFile(path.join(root, "pack/tsconfig.json"), JSON.stringify({ compilerOptions }));
});

afterEach(() => rm(root, { recursive: true }));

async function tablesOf(source: string, ...names: string[]): Promise<string> {
  await writeFile(path.join(root, "pack/src/options.ts"), source);
  const text = render(root, {
    folder: "pack",
    file: "tables.gen.ts",
    types: "./option-table.ts",
    roots: [["src/options.ts", ...names]],
    opaque: ["Kept"],
  });
  return text.slice(text.indexOf("/**"));
}

describe("what an interface states stands in its table", () => {
  test.each([
    ["a?: boolean | undefined", '{ a: "boolean" }'],
    ["a?: string", '{ a: "string" }'],
    ["/** @nonEmpty */ a?: string", '{ a: "non-empty string" }'],
    ["/** @host */ a?: string", '{ a: "host" }'],
    ["a?: number", "{ a: { number: {} } }"],
    ["aMs?: number", "{ aMs: { number: { timer: true } } }"],
    ["/** @minimum 0 */ aMs?: number", "{ aMs: { number: { timer: true, minimum: 0 } } }"],
    [
      "/** Some. \n @whole\n * @minimum 1\n * @maximum 65 535\n * @orInfinity */ a?: number",
      "{ a: { number: { whole: true, minimum: 1, maximum: 65535, orInfinity: true } } }",
    ],
    ['a?: "x" | "y"', '{ a: { words: ["x", "y"] } }'],
    ["a?: 1 | 1.5", "{ a: { words: [1, 1.5] } }"],
    ["a?: number | false", "{ a: [{ number: {} }, { words: [false] }] }"],
    ["a?: () => void", '{ a: "function" }'],
    ["a?: ((x: string) => void) | undefined", '{ a: "function" }'],
    ["a?: Uint8Array", '{ a: "bytes" }'],
    ["a?: string | Uint8Array", '{ a: ["string", "bytes"] }'],
    ["a?: AbortSignal", '{ a: "signal" }'],
    ["a?: readonly string[]", '{ a: { list: "string" } }'],
    ["a?: Readonly<Record<string, boolean>>", '{ a: { record: "boolean" } }'],
    ["a?: string | RegExp", '{ a: ["string", { object: [], methods: ["test"] }] }'],
    ["a?: Clock", '{ a: { object: [], methods: ["now"] } }'],
    ["a?: Kept", "{ a: { object: [], methods: [] } }"],
    ["a?: Word", '{ a: { words: ["x", "y"] } }'],
    ["a?: WordOfAnother", '{ a: { words: ["x", "y"] } }'],
    ["a?: { readonly b?: string }", '{ a: { options: { keys: { b: "string" } } } }'],
    ["a?: boolean | Inner", '{ a: ["boolean", { options: inner }] }'],
    ["a?: Partial<Inner>", '{ a: { options: { keys: { b: "string" } } } }'],
    ['a?: Omit<Inner, "b">', "{ a: { options: { keys: {} } } }"],
  ])("%s", async (member, keys) => {
    const source = `
      export interface Clock { now(): number; later?(): void }
      export interface Kept { readonly version: 1 }
      export interface Inner { readonly b: string }
      export type Word = "x" | "y";
      interface One { readonly b: "x" }
      interface Two { readonly b: "y" }
      export type WordOfAnother = (One | Two)["b"];
      export interface Options { readonly ${member.replace(/(\/\*\*.*\*\/) /s, "x?: string;\n $1\n readonly ")} }
    `.replace("readonly x?: string;", "");
    const text = await tablesOf(source, "Options");
    const flat = text.replaceAll(/\s+/g, " ").replaceAll(", };", " };");
    expect(flat).toContain(`export const options: OptionTable = { keys: ${keys} };`);
  });

  test("what is required, inherited, mixed in, and told apart by a word", async () => {
    const source = `
      interface Base { readonly a: string }
      export interface Inherits extends Base { readonly b?: string }
      export type Mixed = Base & ({ readonly x: string; readonly y?: undefined } | { readonly y: string; readonly x?: undefined });
      export type Cases = (Base & { readonly kind: "one" }) | { readonly kind: "two"; readonly n: number };
      export type Answer = { readonly n?: number } | "never";
    `;
    const text = await tablesOf(source, "Inherits", "Mixed", "Cases", "Answer");
    const flat = text.replaceAll(/\s+/g, " ");
    for (const said of [
      'inherits: OptionTable = { keys: { b: "string", a: "string" }, required: ["a"] }',
      'mixed: OptionTable = { keys: { a: "string", x: "string", y: "string" }, required: ["a"], }',
      'cases: OptionKind = { by: "kind", cases: { one: { keys: { a: "string" }, required: ["a"] }',
      'two: { keys: { n: { number: {} } }, required: ["n"] }',
      'answer: OptionKind = [ { options: { keys: { n: { number: {} } } } }, { words: ["never"] }, ]',
    ]) {
      expect(flat).toContain(said);
    }
  });

  test("what no table can say is refused, with its place", async () => {
    const source = "export interface Options { readonly a: { readonly b: bigint } }";
    await expect(tablesOf(source, "Options")).rejects.toThrow(
      "Options.a.b: no table can say bigint",
    );
    await expect(tablesOf(source, "Other")).rejects.toThrow("declares no Other");
  });
});
