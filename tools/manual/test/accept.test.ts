import { expect, it, vi } from "vitest";
import { type Edit, editText, readLamp, Workshop } from "./lamp-workshop.ts";

async function changed(...edits: Edit[]): Promise<Workshop> {
  const workshop = await Workshop.open();
  await workshop.write("manual.txt", editText(await readLamp("plain"), edits));
  await workshop.run("check", "manual.txt");
  return workshop;
}

/** Lines that one text has and the other has not. */
function changedLines(before: string, after: string): { gone: string[]; come: string[] } {
  const [old, young] = [before.split("\n"), after.split("\n")];
  return {
    gone: old.filter((line) => !young.includes(line)).map((line) => line.trim()),
    come: young.filter((line) => !old.includes(line)).map((line) => line.trim()),
  };
}

const wider: Edit = ["The range is 1-8", "The range is 1-12"];
const dearer: Edit = ["The default value is 700", "The default value is 7000"];
const broken: Edit = ["707\n\nTimeout\n", "707\n\nTimeout\n\n708\n\nThe lamp is broken\n"];
const rainbow: Edit = ["2\n\nMorse\n", "2\n\nMorse\n\n3\n\nRainbow\n"];
const config = "commands/base/xdemocfg.json";

it("edits the lines that the finding is about, and no other", async () => {
  const workshop = await changed(wider, dearer);
  const before = await workshop.read(config);
  const outcome = await workshop.run("accept", "+XDEMOCFG/params/port/default");
  expect(outcome.log).toContain(
    "accepted 1 of 2 findings\n  edited schema/commands/base/xdemocfg.json",
  );
  expect(outcome.exitCode).toBe(1);
  expect(changedLines(before, await workshop.read(config))).toEqual({
    gone: ['"default": 700,'],
    come: ['"default": 7000,'],
  });
  const left = await workshop.run("check", "manual.txt", "--json");
  expect(JSON.parse(left.log).findings).toMatchObject([{ id: "+XDEMOCFG/params/channelID/range" }]);
});

it("asks for the name of what is new, and takes it from the command line", async () => {
  const workshop = await changed(broken, rainbow);
  const before = await workshop.snapshot();
  const refused = await workshop.run("accept", "--all");
  expect(refused).toMatchObject({ exitCode: 2, log: "" });
  expect(refused.error).toBe(
    [
      "NAME_MISSING: something new needs a name, which is API and therefore yours to choose. Give:",
      "  --name '+XDEMOCFG/params/glow_type/values/3=name'",
      "  --name 'lamp/codes/708=name'",
      "Nothing was written.",
      "",
    ].join("\n"),
  );
  expect(await workshop.snapshot()).toEqual(before);

  const named = ["+XDEMOCFG/params/glow_type/values/3=rainbow", "lamp/codes/708=lampBroken"];
  const accepted = await workshop.run(
    "accept",
    "--all",
    ...named.flatMap((name) => ["--name", name]),
  );
  expect(accepted.exitCode).toBe(0);
  expect(await workshop.readJson("errors/lamp.json")).toMatchObject({
    codes: expect.arrayContaining([
      {
        code: 708,
        name: "lampBroken",
        meaning: "Not described yet",
        source: [{ id: "lamp-manual", section: "5" }],
      },
    ]),
  });
  expect(await workshop.read(config)).toContain('{ "value": 3, "name": "rainbow"');
});

it("takes one bare name where one is wanted", async () => {
  const workshop = await changed(broken);
  const accepted = await workshop.run("accept", "lamp/codes/708", "--name", "lampBroken");
  expect(accepted.exitCode).toBe(0);
  expect(await workshop.read("errors/lamp.json")).toContain('"name": "lampBroken"');
});

it("asks the person who sits there", async () => {
  const workshop = await changed(broken);
  const ask = vi.fn(async () => " lampBroken ");
  expect(await workshop.runWith(ask, "accept", "--all")).toMatchObject({ exitCode: 0 });
  expect(ask).toHaveBeenCalledExactlyOnceWith("Name of the code lamp/codes/708: ");
  expect(await workshop.read("errors/lamp.json")).toContain('"name": "lampBroken"');
});

it.each([
  [["--name", "Lamp-broken"], /NAME_MISSING: "Lamp-broken" cannot name the code lamp\/codes\/708/],
  [["--name", "lamp/codes/709=x"], /names nothing that is wanted; wanted: lamp\/codes\/708/],
  [["--name", "noLamp"], /repeats the name noLamp/],
])("refuses the name %j", async (options, words) => {
  const workshop = await changed(broken);
  const before = await workshop.snapshot();
  const outcome = await workshop.run("accept", "--all", ...options);
  expect(outcome).toMatchObject({ exitCode: 2, log: "" });
  expect(outcome.error).toMatch(words);
  expect(await workshop.snapshot()).toEqual(before);
});

it("refuses a finding that there is none of, and lists those that there are", async () => {
  const workshop = await changed(wider);
  const outcome = await workshop.run("accept", "+XDEMOCFG/params/port/range");
  expect(outcome.exitCode).toBe(2);
  expect(outcome.error).toContain(
    "FINDING_UNKNOWN: no finding is called +XDEMOCFG/params/port/range.",
  );
  expect(outcome.error).toContain("\n  +XDEMOCFG/params/channelID/range\n");
});

it("leaves to a person what needs one, and says what to do", async () => {
  const workshop = await changed(dearer, ["\n1\n\nAdd\n", "\n1\n\nAdd\n\n2\n\nSwap\n"]);
  const one = await workshop.run("accept", "+XDEMOADD/params/mode/values/2");
  expect(one.exitCode).toBe(2);
  expect(one.error).toMatch(/^NOT_AUTOMATIC: .*chooses an operation of AT\+XDEMOADD/);
  const all = await workshop.run("accept", "--all");
  expect(all.exitCode).toBe(1);
  expect(all.log).toContain("accepted 1 of 2 findings");
  expect(all.log).toContain("left: +XDEMOADD/params/mode/values/2: ");
});

it("keeps examples right, and says which ones it wrote anew", async () => {
  const workshop = await changed(["The range is 1-8", "The range is 2-4"]);
  const outcome = await workshop.run("accept", "--all");
  expect(outcome.log).toContain('to do: setChannel: read its example, AT+XDEMOCFG="channel",2');
  const { operations } = await workshop.readJson<{
    operations: { name: string; examples: unknown }[];
  }>(config);
  expect(operations.find(({ name }) => name === "getChannel")?.examples).toEqual([
    {
      sent: 'AT+XDEMOCFG="channel"',
      received: ['+XDEMOCFG: "channel",2', "OK"],
      output: { channel: 2 },
    },
  ]);
});

it("drafts a new command as far as the manual goes, and tells what is left to write", async () => {
  const words = "Chapter 6. No code at all is given as 0.\n";
  const workshop = await changed([
    words,
    `${words}\n2.6. AT+XDEMODIM Dim the Lamps\nAT+XDEMODIM Dim the Lamps\nWrite Command\nAT+XDEMODIM=<level>[,<fade>]\n\nResponse\nOK\nOr\n+CME ERROR: <err>\n\nParameter\n<level>\n<fade>\n<err>\n\nInteger type. How bright. The range is 1-9.\nInteger type. How.\n0 At once\n1 Slowly\nInteger type. What went wrong, as told by Chapter 5.\n`,
  ]);
  const names = [
    "+XDEMODIM/write=dimLamps",
    "+XDEMODIM/params/level=level",
    "+XDEMODIM/params/fade=fade",
    "+XDEMODIM/params/fade/type=Fade",
    "+XDEMODIM/params/fade/values/0=atOnce",
    "+XDEMODIM/params/fade/values/1=slowly",
  ];
  const outcome = await workshop.run(
    "accept",
    "--all",
    ...names.flatMap((name) => ["--name", name]),
  );
  expect(outcome.log).toContain("added schema/commands/base/xdemodim.json");
  expect(outcome.log).toContain('6 texts say "Not described yet"');
  expect(await workshop.readJson("commands/base/xdemodim.json")).toMatchObject({
    $schema: "../../command.schema.json",
    at: "+XDEMODIM",
    params: {
      level: { wire: "level", type: "integer", ranges: [[1, 9]] },
      fade: {
        type: "enum",
        typeName: "Fade",
        values: [{ value: 0, name: "atOnce" }, { value: 1 }],
      },
    },
    operations: [
      {
        name: "dimLamps",
        form: "write",
        args: [{ param: "level" }, { optional: [{ param: "fade" }] }],
        errors: ["lamp"],
        maxResponseMs: null,
        examples: [{ input: { level: 1 }, sent: "AT+XDEMODIM=1", received: ["OK"] }],
      },
    ],
    source: [{ id: "lamp-manual", section: "2.6" }],
  });
});

it("keeps hash and counts of a text that has nothing left to accept", async () => {
  const workshop = await changed();
  expect(await workshop.run("accept", "--all")).toMatchObject({ exitCode: 0 });
  expect(await workshop.readJson("texts.json")).toEqual({
    $schema: "./texts.schema.json",
    texts: [
      {
        manual: "lamp-manual",
        extract: "pdftotext",
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        lines: 488,
        chapters: ["1", "2", "3", "4", "5", "6", "A"],
        facts: expect.any(Number),
        residue: 1,
      },
    ],
  });
});

it("does not let residue grow or facts be lost unseen", async () => {
  const workshop = await changed();
  await workshop.run("accept", "--all");
  const worse = editText(await readLamp("plain"), [
    ["\n706\n\nNo lamp chosen\n", "\n706\n\n705\n\nNo lamp chosen\n"],
  ]);
  await workshop.write("manual.txt", worse);
  const checked = await workshop.run("check", "manual.txt", "--json", "--residue");
  expect(checked.exitCode).toBe(1);
  expect(checked.log).toMatch(/residue, line \d+: No lamp chosen/);
  const json = checked.log.slice(0, checked.log.indexOf("residue, line"));
  const { findings } = JSON.parse(json) as { findings: { id: string; kind: string }[] };
  expect(findings).toMatchObject([
    { id: "lamp/codes/706", kind: "schema-only" },
    { id: "lamp/codes/707", kind: "schema-only" },
    { id: "text/residue", kind: "unparsed", bump: "none" },
  ]);
  expect(await workshop.run("accept", "--all")).toMatchObject({ exitCode: 0 });
  expect(await workshop.run("check", "manual.txt")).toMatchObject({ exitCode: 0 });
});
