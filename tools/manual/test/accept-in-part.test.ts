import { expect, it } from "vitest";
import { type Edit, editText, type Outcome, readLamp, Workshop } from "./lamp-workshop.ts";

async function changed(...edits: Edit[]): Promise<Workshop> {
  const workshop = await Workshop.open();
  await workshop.write("manual.txt", editText(await readLamp("plain"), edits));
  await workshop.run("check", "manual.txt");
  return workshop;
}

function acceptAll(workshop: Workshop, ...names: string[]): Promise<Outcome> {
  return workshop.run("accept", "--all", ...names.flatMap((name) => ["--name", name]));
}

const dearer: Edit = ["The default value is 700", "The default value is 7000"];
const lastWords = "Chapter 6. No code at all is given as 0.\n";

/** A command whose bytes go to the module, with or without a sentence that says when they end. */
function logSection(sentence: string): Edit {
  return [
    lastWords,
    `${lastWords}
2.6. AT+XDEMOLOG Take the Log
${sentence}
AT+XDEMOLOG Take the Log
Write Command
AT+XDEMOLOG=<size>

Response
CONNECT
<Input log data>
OK

Parameter
<size>

Integer type. How long the log is. The range is 1-90. Unit: byte.
`,
  ];
}

const names = [
  "+XDEMOLOG/write=takeLog",
  "+XDEMOLOG/params/size=sizeBytes",
  "+XDEMOLOG/write/data/earlyExit=aborted",
  "+XDEMOLOG/write/data/resumable=yes",
];
const config = "commands/base/xdemocfg.json";

it("accepts the rest when a new command lacks what only a person can add", async () => {
  const workshop = await changed(dearer, logSection("The command takes a log."));
  const outcome = await acceptAll(workshop, ...names);
  expect(outcome).toMatchObject({ exitCode: 1, error: "" });
  expect(outcome.log).toContain("accepted 1 of 2 findings");
  expect(outcome.log).toMatch(/left: \+XDEMOLOG: .*no sentence says what ends data mode/);
  expect(await workshop.read(config)).toContain('"default": 7000');
  const again = await workshop.run("check", "manual.txt", "--json");
  expect(JSON.parse(again.log).findings).toMatchObject([{ id: "+XDEMOLOG" }]);
});

it("says what to add when such a command is asked for by its name", async () => {
  const workshop = await changed(dearer, logSection("The command takes a log."));
  const before = await workshop.snapshot();
  const outcome = await workshop.run(
    "accept",
    "+XDEMOLOG",
    ...names.flatMap((name) => ["--name", name]),
  );
  expect(outcome.exitCode).toBe(2);
  expect(outcome.error).toMatch(
    /^NOT_AUTOMATIC: \+XDEMOLOG: .*no sentence says what ends data mode/,
  );
  expect(await workshop.snapshot()).toEqual(before);
});

it("drafts a command whose sentences say when data mode ends", async () => {
  const sentence = "If the text reaches the <size>, the module exits from data mode.";
  const workshop = await changed(logSection(sentence));
  const outcome = await acceptAll(workshop, ...names);
  expect(outcome).toMatchObject({ exitCode: 0, error: "" });
  expect(await workshop.readJson("commands/base/xdemolog.json")).toMatchObject({
    operations: [
      {
        data: {
          direction: "toModule",
          length: { param: "sizeBytes" },
          earlyExit: "aborted",
          resumable: true,
        },
      },
    ],
  });
});

it("asks what no sentence says of a data phase, and takes one of the words", async () => {
  const sentence = "If the text reaches the <size>, the module exits from data mode.";
  const workshop = await changed(logSection(sentence));
  const [operation = "", size = "", exit = "", resumable = ""] = names;
  const before = await workshop.snapshot();
  const refused = await acceptAll(workshop, operation, size);
  expect(refused.error).toBe(
    [
      "NAME_MISSING: the manual does not say what the schema must, so that it is yours to say. Give:",
      "  --name '+XDEMOLOG/write/data/earlyExit=result|aborted'",
      "  --name '+XDEMOLOG/write/data/resumable=no|yes'",
      "Nothing was written.",
      "",
    ].join("\n"),
  );
  const odd = exit.replace("aborted", "never");
  const wrong = await acceptAll(workshop, operation, size, odd, resumable);
  expect(wrong.error).toContain('"never" cannot name the choice +XDEMOLOG/write/data/earlyExit');
  expect(wrong.error).toContain("it must be result or aborted");
  expect(await workshop.snapshot()).toEqual(before);
});

it.each<[string, string, RegExp]>([
  ["no type", "How long the log is.", /<size>.*(?:type|nothing shows it)/],
  [
    "a case",
    "Integer type. If the lamp is on, the range is 1-90.\n\nExample\nAT+XDEMOLOG=5\nOK",
    /<size> .*holds in one case only/,
  ],
  [
    "values among others",
    "Integer type. The range is 1-90.\n5 The usual log\n",
    /some values are named and others are possible/,
  ],
])("guesses nothing of a new command that the manual leaves open: %s", async (_, row, reason) => {
  const workshop = await changed([
    lastWords,
    `${lastWords}
2.6. AT+XDEMOLOG Keep the Log
AT+XDEMOLOG Keep the Log
Write Command
AT+XDEMOLOG=<size>

Response
OK

Parameter
<size>

${row}
`,
  ]);
  const { findings } = JSON.parse((await workshop.run("check", "manual.txt", "--json")).log) as {
    findings: { id: string; bump: string; message: string }[];
  };
  expect(findings).toMatchObject([{ id: "+XDEMOLOG", bump: "undecidable" }]);
  expect(findings[0]?.message).toMatch(reason);
  const before = await workshop.snapshot();
  const outcome = await workshop.run("accept", "+XDEMOLOG");
  expect(outcome.error).toMatch(/^NOT_AUTOMATIC: \+XDEMOLOG: /);
  expect(await workshop.snapshot()).toEqual(before);
});

it("writes a unit of so many milliseconds", async () => {
  const workshop = await changed([
    "The range is 30-900. Unit:\nsecond.",
    "The range is 30-900. Unit:\n10 ms.",
  ]);
  expect(await acceptAll(workshop)).toMatchObject({ exitCode: 0 });
  expect(await workshop.readJson("commands/base/xdemorun.json")).toMatchObject({
    params: { timeoutSeconds: { unit: { times: 10, unit: "millisecond" } } },
  });
});

it.each<[string, Edit, unknown]>([
  [
    "a gap",
    ["The range is 1-8, and", "The range is 1-3 and 6-8, and"],
    [
      [1, 3],
      [6, 8],
    ],
  ],
  [
    "an exception",
    ["The range is 1-8, and", "The range is 1-8 except 4, and"],
    [
      [1, 3],
      [5, 8],
    ],
  ],
  ["no upper end", ["The range is 1-8, and", "The minimum value is 1, and"], [[1, null]]],
])("writes no narrower range than is stated: %s", async (_, edit, ranges) => {
  const workshop = await changed(edit);
  expect(await acceptAll(workshop)).toMatchObject({ exitCode: 0 });
  expect(await workshop.readJson(config)).toMatchObject({ params: { channel: { ranges } } });
});

it("changes the fact that client and simulator read when a limit is another one", async () => {
  const workshop = await changed([
    "The maximum number of lamps is 12,",
    "The maximum number of lamps is 20,",
  ]);
  expect(await acceptAll(workshop)).toMatchObject({ exitCode: 0 });
  expect(await workshop.readJson("commands/base/xdemoadd.json")).toMatchObject({
    facts: { maxLamps: { atMost: 20, about: "lamps" } },
  });
});

it("renumbers a table as a whole, and asks for the name of the new number alone", async () => {
  const workshop = await Workshop.open();
  const text = await readLamp("plain");
  await workshop.write("manual.txt", text);
  await acceptAll(workshop);
  await workshop.run("accept", "--all", "--file", "manual.txt");
  const moved = editText(text, [
    [
      "706\n\nNo lamp chosen\n\n707\n\nTimeout",
      "706\n\nThe lamp is cold\n\n707\n\nNo lamp chosen\n\n708\n\nTimeout",
    ],
  ]);
  await workshop.write("manual.txt", moved);
  await workshop.run("check", "manual.txt");
  const outcome = await acceptAll(workshop, "lamp/codes/706=lampCold");
  expect(outcome).toMatchObject({ exitCode: 0, error: "" });
  const { codes } = await workshop.readJson<{ codes: { code: number; name: string }[] }>(
    "errors/lamp.json",
  );
  expect(codes.slice(-3).map(({ code, name }) => [code, name])).toEqual([
    [706, "lampCold"],
    [707, "noLamp"],
    [708, "timeout"],
  ]);
  const { codes: before } = JSON.parse(await readLampTable()) as { codes: { name: string }[] };
  expect(before.slice(-2).map(({ name }) => name)).toEqual(["noLamp", "timeout"]);
});

async function readLampTable(): Promise<string> {
  const workshop = await Workshop.open();
  return workshop.read("errors/lamp.json");
}

it("asks for the group of a manual's first command, together with all names", async () => {
  const workshop = await Workshop.open();
  const sources = await workshop.readJson<{ sources: object[] }>("manuals.json");
  sources.sources.push({
    id: "yard-manual",
    kind: "manual",
    title: "Yard lamps",
    families: ["YD"],
  });
  await workshop.write("schema/manuals.json", JSON.stringify(sources));
  await workshop.write(
    "yard.txt",
    "1 Yard Commands\n\n1.1. AT+YDEMO Light the Yard\nAT+YDEMO Light the Yard\nWrite Command\nAT+YDEMO=<lamp>\n\nResponse\nOK\n\nParameter\n<lamp>\n\nInteger type. Number of the lamp. The range is 1-4.\n",
  );
  await workshop.run("check", "yard.txt", "--manual", "yard-manual");
  const refused = await workshop.run("accept", "--all");
  expect(refused.exitCode).toBe(2);
  expect(refused.error).toBe(
    [
      "NAME_MISSING: something new needs a name, which is API and therefore yours to choose. Give:",
      "  --name 'yard-manual/group=group'",
      "  --name '+YDEMO/write=name'",
      "  --name '+YDEMO/params/lamp=name'",
      "Nothing was written.",
      "",
    ].join("\n"),
  );
  const yardNames = ["yard-manual/group=base", "+YDEMO/write=lightYard", "+YDEMO/params/lamp=lamp"];
  expect(await acceptAll(workshop, ...yardNames)).toMatchObject({ exitCode: 0 });
  expect(await workshop.readJson("commands/base/ydemo.json")).toMatchObject({
    at: "+YDEMO",
    group: "base",
    params: { lamp: { type: "integer", ranges: [[1, 4]] } },
    source: [{ id: "yard-manual", section: "1.1" }],
  });
});
