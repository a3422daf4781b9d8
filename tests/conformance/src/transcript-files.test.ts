import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import {
  loadTranscripts,
  repositoryRoot,
  transcriptFiles,
  transcriptsFolder,
} from "./transcripts.ts";

const schema = readJson(transcriptsFolder, "transcript.schema.json") as object;
const ajv = new Ajv2020({
  strict: true,
  strictTypes: false,
  allowUnionTypes: true,
});
const validate = ajv.compile(schema);

describe("transcript files", () => {
  it.each(transcriptFiles())("%s follows its JSON Schema", (file) => {
    const json = readJson(transcriptsFolder, file) as { $schema: string };
    validate(json);
    expect(validate.errors ?? []).toEqual([]);
    expect(json.$schema).toBe("../transcript.schema.json");
  });

  it("cite sources that the schema's manuals.json lists", () => {
    const cited = loadTranscripts().flatMap((transcript) => transcript.source.map(({ id }) => id));
    expect(sources.map(({ id }) => id)).toEqual(expect.arrayContaining(cited));
  });

  it.each(loadTranscripts().map((transcript) => [transcript.name, transcript] as const))(
    "%s names the edition of each source that its commands rest on",
    (_, { editions, source, steps }) => {
      const asked = steps.flatMap((step) =>
        "host" in step && step.asks !== "escape" && "operation" in step.asks
          ? [step.asks.operation]
          : [],
      );
      const restsOn = [...source.map(({ id }) => id), ...asked.flatMap(sourcesOf)];
      const dated = restsOn.filter((id) => editionsOf(id).length > 0);
      expect(Object.keys(editions)).toEqual(expect.arrayContaining(dated));
      for (const [id, edition] of Object.entries(editions)) {
        expect(editionsOf(id)).toContain(edition);
      }
    },
  );

  it.each(["2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "2.7", "3.1", "3.2", "3.3"])(
    "follow section %s of the SMTP manual",
    (section) => {
      const found = loadTranscripts().filter((transcript) =>
        transcript.source.some((cited) => cited.id === "smtp-manual" && cited.section === section),
      );
      expect(found).not.toEqual([]);
    },
  );

  it("name nobody's addresses", () => {
    for (const file of transcriptFiles()) {
      const text = readFileSync(path.join(transcriptsFolder, file), "utf8");
      const hosts = [...text.matchAll(/@([a-z0-9.-]+)/gi)].map((match) => match[1]);
      expect([file, hosts.filter((host) => host !== "example.org")]).toEqual([file, []]);
    }
  });
});

const { sources } = readJson(repositoryRoot, "schema/manuals.json") as {
  sources: { id: string; editions?: { id: string }[] }[];
};

function editionsOf(source: string): string[] {
  const { editions = [] } = sources.find(({ id }) => id === source) ?? {};
  return editions.map(({ id }) => id);
}

interface Sourced {
  readonly source?: readonly { readonly id: string }[];
}

interface CommandFile extends Sourced {
  readonly operations: readonly (Sourced & { readonly name: string })[];
}

const commands = readdirSync(path.join(repositoryRoot, "schema/commands"), {
  recursive: true,
  encoding: "utf8",
})
  .filter((file) => file.endsWith(".json"))
  .map((file) => readJson(path.join(repositoryRoot, "schema/commands"), file) as CommandFile);

/** Where an operation was read. */
function sourcesOf(name: string): string[] {
  const file = commands.find(({ operations }) => operations.some((one) => one.name === name));
  const found = file?.operations.find((one) => one.name === name);
  return (found?.source ?? file?.source ?? []).map(({ id }) => id);
}

function readJson(folder: string, file: string): unknown {
  return JSON.parse(readFileSync(path.join(folder, file), "utf8"));
}
