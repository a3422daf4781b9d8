import path from "node:path";
import { createContext, runInContext } from "node:vm";
import { ts } from "ts-morph";

/** What importing every generated module does and gives. */
export interface Outcome {
  /** Every string among what is exported, names of members included. */
  readonly strings: ReadonlySet<string>;
  /** What was called by code that came out of a string. */
  readonly calls: readonly unknown[];
}

/** Runs generated modules in a room of their own, in which `boom` and `console` tell who called. */
export function runModules(files: ReadonlyMap<string, string>): Outcome {
  const calls: unknown[] = [];
  const boom = (...args: readonly unknown[]): void => {
    calls.push(args);
  };
  const context = createContext({
    boom,
    console: { log: boom, error: boom },
    process: { exit: boom },
  });
  const loaded = new Map<string, object>();
  const load = (file: string): object => {
    const known = loaded.get(file);
    if (known !== undefined) return known;
    const source = files.get(file);
    if (source === undefined) return codec;
    const exports = {};
    loaded.set(file, exports);
    const script = transpiled.get(source) ?? ts.transpileModule(source, options).outputText;
    transpiled.set(source, script);
    const run = runInContext(`(function (require, exports) {${script}\n})`, context) as (
      require: (name: string) => object,
      exports: object,
    ) => void;
    run((name) => load(path.posix.join(path.posix.dirname(file), name)), exports);
    return exports;
  };
  for (const file of files.keys()) load(file);
  const strings = new Set<string>();
  for (const exports of loaded.values()) collect(exports, strings, new Set());
  return { strings, calls };
}

/** In place of the codec's own modules. */
const codec = { defineOperation: (descriptor: unknown) => descriptor };

const options: ts.TranspileOptions = {
  compilerOptions: {
    module: ts.ModuleKind.CommonJS,
    target: ts.ScriptTarget.ES2022,
    isolatedModules: true,
  },
};

const transpiled = new Map<string, string>();

function collect(value: unknown, strings: Set<string>, seen: Set<unknown>): void {
  if (typeof value === "string") strings.add(value);
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  for (const key of Reflect.ownKeys(value)) {
    if (typeof key === "string") strings.add(key);
    collect(Reflect.get(value, key), strings, seen);
  }
}
