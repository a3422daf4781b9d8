import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { generateFrom } from "../src/generate.ts";
import { lintModel } from "../src/lint.ts";
import { type LoadedSchema, loadSchema } from "../src/load.ts";
import { buildLock, lockText } from "../src/lock.ts";
import { buildModel, pascal } from "../src/model.ts";
import { formatProblem, SchemaError } from "../src/problem.ts";
import { escapeText } from "../src/texts/parse-text.ts";
import { visitTexts } from "../src/texts/visit-texts.ts";
import { validateFiles } from "../src/validate.ts";
import { fewFiles, type Place, withTexts } from "./hostile/places.ts";
import { runModules } from "./hostile/run-modules.ts";
import { asRead, type Shape, shapeOfCode, shapeOfPage } from "./hostile/shape.ts";

const root = path.resolve(import.meta.dirname, "../../../schema");
const { schema, places } = fewFiles(await loadSchema(root));

/** What would like to be more than data where a string begins. */
const beginnings: readonly string[] = [
  "@globalThis.boom()",
  '@(boom(), "x")',
  "@internal",
  "{@inheritDoc boom}",
  "# ",
  "- ",
  "+ ",
  "1. ",
  "===",
  "---",
  "> ",
  "*/ boom(); /*",
  "`````",
  "<!--",
  "|",
  "\\",
  "  ",
];

/** And further on. */
const endings: readonly string[] = [
  '"+boom()+"',
  "');boom();('",
  `$${"{boom()}"}\`+boom()+\``,
  "**//*/ boom() /** @x *\\/",
  "@deprecated use {@link boom}",
  "{@link https://evil.invalid | click}",
  "<img src=x onerror=boom()><script>boom()</script>",
  '<a href="javascript:boom()"',
  "[click](javascript:boom) ![x](http://evil.invalid/x)",
  "x | y | z \\| w \\",
  "`x` `` x ``` <b>",
  "*a* _b_ **c** ~~d~~ __e__ $x^2$ :tada: &lt;b&gt; &#60; &amp;",
  "[^1]: x [y]: http://evil.invalid",
  "$& $1 $$ $` \\u0041\\n",
  "ß漢 😀  é ",
];

/** A text may have to begin or end in some way to get in. */
const disguises: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `A ${text}.`,
  (text) => `AT${text}`,
];

/** @returns what refuses the schema, if anything does */
function refusal(changed: LoadedSchema): SchemaError | undefined {
  try {
    validateFiles(changed);
    lintModel(buildModel(changed));
    return undefined;
  } catch (error) {
    if (error instanceof SchemaError) return error;
    throw error;
  }
}

/** Whether a problem's pointer is that of the place, or of what has its name. */
function isAt({ path: parts, isKey }: Place, pointer: string): boolean {
  const steps = pointer.split("/").slice(1);
  const depth = isKey ? parts.length - 1 : parts.length;
  return (
    steps.length >= depth && parts.slice(0, depth).every((part, at) => String(part) === steps[at])
  );
}

/** Finds how a harmless text gets into each place; those left over take only what is known. */
const open = places.flatMap((place) => {
  const disguise = disguises.find(
    (dress) => refusal(withTexts(schema, [[place, dress("plain")]])) === undefined,
  );
  return disguise === undefined ? [] : [{ place, disguise }];
});

/** Gives each place the text that `choose` says, and looks for it in all that is made. */
function judge(choose: (id: number) => string): void {
  let given = open.map(({ place, disguise }, id) => ({
    place,
    hostile: disguise(choose(id)),
    harmless: disguise(`plain${id}plain`),
  }));
  const changed = (): LoadedSchema =>
    withTexts(
      schema,
      given.map(({ place, hostile }) => [place, isSentence(place) ? escapeText(hostile) : hostile]),
    );
  for (let refused = refusal(changed()); refused !== undefined; refused = refusal(changed())) {
    const { problems } = refused;
    const named = (place: Place): boolean =>
      problems.some(({ file, pointer }) => file === place.file && isAt(place, pointer));
    const left = given.filter(({ place }) => !named(place));
    expect(left.length, problems.map(formatProblem).join("\n")).toBeLessThan(given.length);
    given = left;
  }
  const made = generateFrom(changed());
  const { files, pages, strings } = harmlessly(
    given.map(({ place, harmless }) => [place, harmless]),
  );
  const ran = runModules(made.files);
  expect(ran.calls).toEqual([]);
  for (const { place, hostile, harmless } of given) {
    if (strings.has(harmless)) expect(ran.strings, place.kind).toContain(hostile);
  }
  /** A name of the schema is a name of what is made, with a capital where it is a type. */
  const renamed = (structure: string): string => {
    let text = structure;
    for (const { hostile, harmless } of given) {
      if (!/^[A-Za-z]\w*$/.test(hostile)) continue;
      for (const inCase of [String, pascal, (name: string) => name.toLowerCase()]) {
        text = text.replaceAll(inCase(harmless), inCase(hostile));
      }
    }
    return text;
  };
  const compare = (
    shapeOf: (name: string, text: string) => Shape,
    texts: ReadonlyMap<string, string>,
    shapes: ReadonlyMap<string, Shape>,
  ): void => {
    expect([...texts.keys()]).toEqual([...shapes.keys()]);
    for (const [name, text] of texts) {
      const { structure, words } = shapeOf(name, text);
      const other = shapes.get(name);
      expect(structure, name).toBe(renamed(other?.structure ?? ""));
      for (const { place, hostile, harmless } of given) {
        if (!other?.words.includes(asRead(harmless))) continue;
        const shown = [hostile, JSON.stringify(hostile).slice(1, -1)].map(asRead);
        expect(
          shown.some((one) => words.includes(one)),
          `${name}: ${place.kind}: ${hostile}`,
        ).toBe(true);
      }
    }
  };
  compare(shapeOfCode, made.files, files);
  compare((_, text) => shapeOfPage(text), made.pages, pages);
  expect(JSON.parse(lockText(buildLock(made.model)))).toEqual(buildLock(made.model));
}

/** Whether a brace means something in it. */
function isSentence({ path: parts, isKey }: Place): boolean {
  let isFound = false;
  const [last] = parts.slice(-1);
  const json = [...parts].reverse().reduce<unknown>((below, part) => {
    return typeof part === "number" ? [below] : { [part]: below };
  }, "text");
  if (!isKey && last !== undefined) visitTexts(json, () => (isFound = true));
  return isFound;
}

interface Made {
  readonly files: ReadonlyMap<string, Shape>;
  readonly pages: ReadonlyMap<string, Shape>;
  readonly strings: ReadonlySet<string>;
}

const known = new Map<string, Made>();

/** What is made of texts that nobody could take for more. */
function harmlessly(texts: readonly (readonly [Place, string])[]): Made {
  const key = JSON.stringify(texts);
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = generateFrom(withTexts(schema, texts));
  const shapes = (
    shapeOf: (name: string, text: string) => Shape,
    all: ReadonlyMap<string, string>,
  ): Map<string, Shape> => new Map([...all].map(([name, text]) => [name, shapeOf(name, text)]));
  const { strings } = runModules(made.files);
  const result = {
    files: shapes(shapeOfCode, made.files),
    pages: shapes((_, text) => shapeOfPage(text), made.pages),
    strings,
  };
  known.set(key, result);
  return result;
}

/** Mostly what means something somewhere, and now and then anything at all. */
const anyText = fc
  .string({
    unit: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(..."@{}[]()<>*/`\"'\\$&;:#-+=_~|!., ") },
      {
        weight: 2,
        arbitrary: fc.constantFrom("link", "boom()", "a", "B", "7", "//", "--", "&amp;"),
      },
      { weight: 1, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 1 }) },
    ),
    minLength: 3,
    maxLength: 20,
  })
  // Where names are let in, their order among others would change.
  .filter((text) => !/^\w+$/.test(text));

describe("a string of the schema is data wherever it is let in", () => {
  const shifts = beginnings.map((_, shift) => shift);

  it.each(shifts)("whatever it looks like (%i)", (shift) => {
    judge((id) => {
      const at = id + shift;
      return `${beginnings[at % beginnings.length]}${id} ${endings[at % endings.length]}`;
    });
  });

  it.each(["__proto__", "constructor", "toString", "default"])("if it is %s", (name) => {
    judge(() => name);
  });

  it("whatever it is", () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 7, maxLength: 7 }), (texts) => {
        judge((id) => `${texts[id % texts.length]}`);
      }),
      { numRuns: 8 },
    );
  });
});
