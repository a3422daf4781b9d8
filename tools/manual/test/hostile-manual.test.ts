import { generate } from "@qsmtp/codegen/generate";
import { expect, it } from "vitest";
import { type Edit, editText, readLamp, Workshop } from "./lamp-workshop.ts";

/** What would like to be more than data in JSON, TypeScript, a comment, Markdown or a regular expression. */
const hostile: readonly string[] = [
  "plain",
  "'+boom()+'",
  '"+boom()+"',
  "*/boom();/*",
  "x*/boom();/*y",
  "/**@deprecated*/",
  "$" + "{boom()}",
  "`+boom()+`",
  "`" + "$" + "{boom()}`",
  "@globalThis.boom()",
  "{@link boom}",
  "{fact:maxLamps}",
  "\\u0022+boom()",
  "\\",
  "$&$1$`",
  "__proto__",
  "constructor",
  "a/b~c~1d",
  "<script>boom()</script>",
  "x\u0000y",
  "x\u0007y",
  "x\u001b[31my",
  "x\u202ey",
  "x\u200by",
  "x\u2028y",
];

const lastWords = "Chapter 6. No code at all is given as 0.\n";

/** An asterisk beside a value is the mark of a footnote, which leaves it open. */
function valueFrom(text: string): string {
  return text.includes("*") ? "other" : text;
}

/** A command of which every string that a manual can give is one and the same. */
function section(text: string): Edit {
  const value = valueFrom(text);
  return [
    lastWords,
    `${lastWords}
2.6. AT+XDEMOBAD Do Evil
The command does evil. The maximum number of evils is 12.
AT+XDEMOBAD Do Evil
Test Command
AT+XDEMOBAD=?

Response
+XDEMOBAD: "${text}",<kind>
OK

Write Command
AT+XDEMOBAD="${text}",<kind>

Response
+XDEMOBAD: "${text}",<kind>
OK

Parameter
<kind>

String type. How it is done.
"soft"
Softly ${value}
"${value}"
In another way

Example
AT+XDEMOBAD="${text}","soft"
+XDEMOBAD: "${text}","soft"
OK
`,
  ];
}

/** A name for everything that is asked for, the keys as they are printed. */
function namesFor(error: string): string[] {
  const keys = [...error.matchAll(/^ {2}--name '(.+)=(name\w*|TypeName)'$/gm)];
  return keys.flatMap(([, key = "", kind = ""], index) => [
    "--name",
    `${key}=${kind === "TypeName" ? `Evil${index}` : `evil${index}${kind.slice("name".length)}`}`,
  ]);
}

function stringsIn(json: unknown): string[] {
  if (typeof json === "string") return [json];
  if (typeof json !== "object" || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) => [key, ...stringsIn(value)]);
}

/** What of a generated file is neither a string nor a comment. */
function codeIn(text: string): string {
  return text.replaceAll(/"(?:[^"\\\n]|\\.)*"|\/\*[\s\S]*?\*\/|\/\/.*/g, " ");
}

const bad = "commands/base/xdemobad.json";

/** Accepts all of a manual with the text in it. @returns the command as it was written, if it was */
async function acceptWith(text: string): Promise<{ workshop: Workshop; command: unknown }> {
  const workshop = await Workshop.open();
  await workshop.write("manual.txt", editText(await readLamp("plain"), [section(text)]));
  const checked = await workshop.run("check", "manual.txt");
  expect([0, 1]).toContain(checked.exitCode);
  const asked = await workshop.run("accept", "--all");
  const outcome = await workshop.run("accept", "--all", ...namesFor(asked.error));
  // What cannot be taken over is refused with a code, and nothing ends in an error of its own.
  expect(outcome.error).toMatch(/^$|^[A-Z_]+: |^\d+ problems? in the schema/);
  const command = await workshop.readJson(bad).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  return { workshop, command };
}

const taken = new Set<string>();

it.each(hostile.map((text) => [JSON.stringify(text), text] as const))(
  "is found again as data, or refused: %s",
  async (_, given) => {
    const { workshop, command } = await acceptWith(given);
    // What nobody sees is taken out when the text is read.
    const text = given.replace("\u200b", "").replace("\u2028", " ");
    const { files } = await generate(workshop.schema);
    for (const [file, code] of files) expect(codeIn(code), file).not.toMatch(/boom/);
    if (command === undefined) return;
    taken.add(text);
    expect(command).toMatchObject({
      at: "+XDEMOBAD",
      operations: [
        { form: "test", supports: [`"${text}",<kind>`] },
        {
          form: "write",
          args: [{ const: text }, { param: expect.any(String) }],
          reply: [
            { prefix: "+XDEMOBAD", fields: [{ const: text }, { param: expect.any(String) }] },
          ],
        },
      ],
    });
    const { params } = command as { params: Record<string, { values: { value: string }[] }> };
    expect(Object.values(params)[0]?.values.map(({ value }) => value)).toEqual([
      "soft",
      valueFrom(text),
    ]);
    // The vendor's words are nowhere in it.
    expect(stringsIn(command).filter((found) => /Softly|another way/.test(found))).toEqual([]);
  },
);

it("takes over what stands between quotes as it is", () => {
  const mustBeTaken = ["plain", "x*/boom();/*y", "@globalThis.boom()", "`+boom()+`", "'+boom()+'"];
  expect([...taken]).toEqual(expect.arrayContaining(mustBeTaken));
});
