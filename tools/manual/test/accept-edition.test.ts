import { expect, it } from "vitest";
import { type Edit, editText, readLamp, Workshop } from "./lamp-workshop.ts";

interface Manuals {
  readonly $schema: string;
  readonly sources: readonly { readonly id: string; readonly editions?: readonly object[] }[];
}

/** A repository that follows edition 1.0 of the lamp manual, whose text is `first.txt`. */
async function following(): Promise<Workshop> {
  const workshop = await Workshop.open();
  const { $schema, sources } = await workshop.readJson<Manuals>("manuals.json");
  const dated = sources.map((source) =>
    source.id === "lamp-manual" ? { ...source, editions: [{ id: "1.0" }] } : source,
  );
  await workshop.write("schema/manuals.json", JSON.stringify({ $schema, sources: dated }));
  await workshop.write("first.txt", await readLamp("plain"));
  await workshop.run("check", "first.txt");
  expect(await workshop.run("accept", "--all")).toMatchObject({ exitCode: 0 });
  return workshop;
}

async function publish(workshop: Workshop, file: string, ...edits: Edit[]): Promise<void> {
  await workshop.write(file, editText(await readLamp("plain"), edits));
  await workshop.run("check", file);
}

const wider: Edit = ["The range is 1-8", "The range is 1-12"];
const widest: Edit = ["The range is 1-8", "The range is 1-20"];
const dearer: Edit = ["The default value is 700", "The default value is 7000"];
const broken: Edit = ["707\n\nTimeout\n", "707\n\nTimeout\n\n708\n\nThe lamp is broken\n"];
const rainbow: Edit = ["2\n\nMorse\n", "2\n\nMorse\n\n3\n\nRainbow\n"];
const names = ["+XDEMOCFG/params/glow_type/values/3=rainbow", "lamp/codes/708=lampBroken"].flatMap(
  (name) => ["--name", name],
);
const config = "commands/base/xdemocfg.json";
const at = (edition: string) => ({ manual: "lamp-manual", edition });

it("keeps what the edition before said, and says since when the rest is so", async () => {
  const workshop = await following();
  await publish(workshop, "second.txt", wider, dearer, broken, rainbow);
  const { log, exitCode } = await workshop.run("accept", "--all", "--edition", "1.1", ...names);
  expect(exitCode).toBe(0);
  expect(log).toContain("as edition 1.1 of lamp-manual; what 1.0 says otherwise is kept");
  const { params } = await workshop.readJson<{ params: Record<string, object> }>(config);
  expect(Object.values(params)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        ranges: [[1, 12]],
        earlier: [{ until: at("1.0"), ranges: [[1, 8]] }],
      }),
      expect.objectContaining({ default: 7000, earlier: [{ until: at("1.0"), default: 700 }] }),
    ]),
  );
  expect(JSON.stringify(params)).toContain(`"name":"rainbow"`);
  const { codes } = await workshop.readJson<{ codes: object[] }>("errors/lamp.json");
  expect(codes).toContainEqual(expect.objectContaining({ name: "lampBroken", since: at("1.1") }));
  const { texts } = await workshop.readJson<{ texts: { edition: string }[] }>("texts.json");
  expect(texts.map(({ edition }) => edition)).toEqual(["1.0", "1.1"]);
});

it("holds each text against the schema as of its edition", async () => {
  const workshop = await following();
  await publish(workshop, "second.txt", wider, dearer, broken, rainbow);
  await workshop.run("accept", "--all", ...names);
  for (const text of ["first.txt", "second.txt"]) {
    const { exitCode, log } = await workshop.run("check", text);
    expect([text, exitCode]).toEqual([text, 0]);
    expect(log).toContain(" 0 findings");
  }
});

it("counts the editions of a manual that prints none", async () => {
  const workshop = await following();
  await publish(workshop, "second.txt", wider);
  expect((await workshop.run("accept", "--all")).log).toContain("as edition read-2 of lamp-manual");
});

it("takes the facts of one edition in several steps, and keeps what was before the first", async () => {
  const workshop = await following();
  await publish(workshop, "second.txt", wider, dearer);
  const port = "+XDEMOCFG/params/port/default";
  expect(await workshop.run("accept", port, "--edition", "1.1")).toMatchObject({ exitCode: 1 });
  const half = await workshop.readJson<{ texts: { edition: string }[] }>("texts.json");
  expect(half.texts.map(({ edition }) => edition)).toEqual(["1.0"]);
  await workshop.run("check", "second.txt");
  const { log } = await workshop.run("accept", "--all");
  expect(log).toContain("as edition 1.1 of lamp-manual");
  const { sources } = await workshop.readJson<Manuals>("manuals.json");
  expect(sources[0]?.editions).toEqual([{ id: "1.0" }, { id: "1.1" }]);
  expect(await workshop.run("check", "first.txt")).toMatchObject({ exitCode: 0 });
  await publish(workshop, "third.txt", widest, dearer);
  expect(await workshop.run("accept", "--all", "--edition", "2.0")).toMatchObject({ exitCode: 0 });
  const { params } = await workshop.readJson<{ params: Record<string, object> }>(config);
  expect(Object.values(params)).toContainEqual(
    expect.objectContaining({
      ranges: [[1, 20]],
      earlier: [
        { until: at("1.0"), ranges: [[1, 8]] },
        { until: at("1.1"), ranges: [[1, 12]] },
      ],
    }),
  );
  for (const text of ["first.txt", "second.txt", "third.txt"]) {
    expect([text, (await workshop.run("check", text)).exitCode]).toEqual([text, 0]);
  }
});

it("corrects what was read wrongly of the edition that is followed, and keeps nothing of it", async () => {
  const workshop = await following();
  const read = await workshop.read(config);
  await workshop.write(`schema/${config}`, read.replace("[[1, 8]]", "[[1, 9]]"));
  await workshop.run("check", "first.txt");
  const { log, exitCode } = await workshop.run("accept", "--all");
  expect([exitCode, log.includes("edition")]).toEqual([0, false]);
  expect(JSON.parse(await workshop.read(config))).toEqual(JSON.parse(read));
});

it.each([
  ["the text of an edition that was left behind", "first.txt", [], "has left behind"],
  ["another name for an edition that is there", "second.txt", ["--edition", "9"], "already"],
])("takes nothing from %s", async (_, file, args, message) => {
  const workshop = await following();
  await publish(workshop, "second.txt", wider);
  await workshop.run("accept", "--all", "--edition", "1.1");
  await workshop.run("check", file);
  const before = await workshop.snapshot();
  const { exitCode, error } = await workshop.run("accept", "--all", ...args);
  expect([exitCode, error]).toEqual([2, expect.stringContaining(message)]);
  expect(await workshop.snapshot()).toEqual(before);
});
