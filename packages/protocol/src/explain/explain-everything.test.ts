import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { cases } from "@qsmtp/cases";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allOperations, allUrcs } from "../generated/catalog.gen.ts";
import { explain } from "./index.ts";

interface Example {
  readonly sent: string;
  readonly received: readonly string[];
}

interface CommandFile {
  readonly operations: readonly { name: string; examples?: readonly Example[] }[];
  readonly urcs?: readonly { name: string; examples?: readonly { received: string }[] }[];
}

const repository = path.resolve(import.meta.dirname, "../../../..");
const finals = ["result", "error", "prompt"];

function readFolder<File>(folder: string): (readonly [string, File])[] {
  return readdirSync(path.join(repository, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".json") && !file.endsWith(".schema.json"))
    .map((file) => [
      file,
      JSON.parse(readFileSync(path.join(repository, folder, file), "utf8")) as File,
    ]);
}

const commands = readFolder<CommandFile>("schema/commands").map(([, file]) => file);
const examples = commands
  .flatMap(({ operations }) => operations)
  .flatMap(({ name, examples: list = [] }) => list.map((example) => [name, example] as const));

describe("every example of the schema", () => {
  it.each(examples)("%s %o has its operation", (name, { sent, received }) => {
    expect(explain(sent)).toMatchObject({ kind: "command", operation: name });
    expect(explain(sent, { after: sent })).toMatchObject({ kind: "echo", operation: name });
    const after = [sent];
    for (const line of received) {
      const found = explain(line, { after });
      expect([line, found.operation]).toEqual([line, name]);
      expect(["reply", "testAnswer", ...finals]).toContain(found.kind);
      expect(found.source).not.toBe("");
      after.push(line);
    }
  });

  const urcs = commands.flatMap((file) => file.urcs ?? []);
  const lines = urcs.flatMap(({ name, examples: list = [] }) =>
    list.map(({ received }) => [received, name] as const),
  );
  // What a module prints for a lost call is also the result of a command.
  it.each(lines.filter(([line]) => line !== "NO CARRIER"))("%s is %s", (line, name) => {
    expect(explain(line)).toMatchObject({ kind: "urc", urc: name });
  });
});

type Meaning = Readonly<Record<string, unknown>>;

interface Step {
  readonly host?: string;
  readonly asks?: Meaning | "escape";
  readonly module?: readonly string[];
  readonly means?: readonly Meaning[];
}

describe("every transcript", () => {
  const transcripts = readFolder<{ readonly steps: readonly Step[] }>("transcripts");

  it.each(transcripts)("%s is explained line by line", (_, { steps }) => {
    let after: string[] = [];
    let numeric = false;
    for (const { host, asks, module, means } of steps) {
      if (host !== undefined) {
        const found = explain(host);
        if (asks === "escape") expect(found.kind).toBe("escape");
        else expect(found.operation).toBe(asks?.operation);
        if (asks !== "escape") after = [host];
        if (found.operation === "setVerbose") numeric = host.includes("0");
      }
      if (module === undefined) continue;
      const seen: string[] = [];
      for (const line of module.join("").split(/[\r\n]+/)) {
        if (line === "") continue;
        const found = explain(line, { after, numeric });
        const meaning = meaningOf(found.kind, found.urc);
        if (meaning !== "output" || seen.at(-1) !== "output") seen.push(meaning);
        if (meaning === "output") after.push(line);
        if (found.kind === "result" || found.kind === "error") after = [];
      }
      expect(seen).toEqual((means ?? []).filter(hasLines).map(expectedOf));
    }
  });

  function meaningOf(kind: string, urc: string | undefined): string {
    if (finals.includes(kind)) return "result";
    if (kind === "reply" || kind === "testAnswer") return "output";
    return kind === "urc" ? `urc ${urc}` : kind;
  }

  /** An empty list is no line at all. */
  function hasLines({ output }: Meaning): boolean {
    const values = Object.values((output ?? { any: "" }) as object);
    return values.some((value) => !Array.isArray(value) || value.length > 0);
  }

  function expectedOf(meaning: Meaning): string {
    if ("urc" in meaning) return `urc ${String(meaning.urc)}`;
    if ("acknowledgements" in meaning) return "acknowledgement";
    return Object.keys(meaning)[0] ?? "";
  }
});

describe("any string", () => {
  const bits = [
    ...allOperations.map(({ at }) => `AT${at}`),
    ...allUrcs.map(({ prefix }) => `${prefix}: `),
    ...[
      '"',
      ",",
      ";",
      "=",
      "?",
      "(",
      ")",
      "[",
      "]",
      "<",
      ">",
      "\r\n",
      " ",
      "0",
      "-1",
      "0X",
      "+CME ERROR: ",
    ],
  ];
  const line = fc.oneof(
    fc.string({ unit: "binary" }),
    fc
      .array(fc.oneof(fc.constantFrom(...bits), fc.string()), { maxLength: 8 })
      .map((parts) => parts.join("")),
  );

  it("is explained without throwing, whatever stands around it", () => {
    fc.assert(
      fc.property(line, fc.option(line), fc.boolean(), (text, after, numeric) => {
        const found = explain(text, { numeric, after: after ?? undefined });
        expect(found.text).toContain(found.meaning);
        expect(found.meaning).not.toBe("");
      }),
      { seed: 20240506, numRuns: cases(1000) },
    );
  });

  it("of great length is explained in time that grows with it", () => {
    const long = `AT+QFDEL="${"a;".repeat(50_000)}${";".repeat(50_000)}`;
    expect(explain(long).kind).toBe("command");
    expect(explain(`+QSMTPDST: ${"(".repeat(100_000)}`).kind).toBe("unknown");
  });
});
