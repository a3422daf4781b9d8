import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const bench = join(import.meta.dirname, "..");
const client = join(bench, "../../packages/client/src");

/** What is taken out of the client's source: all that is done for the trace, on and off. */
const cuts: readonly {
  readonly file: string;
  readonly pattern: RegExp;
  readonly put: string;
}[] = [
  {
    file: "channel/channel.ts",
    pattern:
      /^ *(?:if \([^\n]*\) )?this\.#trace\.(?:command|sentData|escape|dtr|line|received|arrived|read|partial|note|redact)\([^;]*\);$/gm,
    put: "",
  },
  {
    file: "channel/channel.ts",
    pattern: /this\.#trace\.screen\((event\.text)\)/g,
    put: "$1",
  },
  {
    file: "channel/wire.ts",
    pattern: /^ *(?:this\.#receivedBytes \+= |const lengthBytes = |this\.#toldBytes \+= )[^;]*;$/gm,
    put: "",
  },
  {
    file: "channel/wire.ts",
    pattern: /received\(event, lengthBytes\)/g,
    put: "received(event, 0)",
  },
];

/**
 * Imports the client's channel from a copy of its source in which no trace is.
 * @throws Error when the source is not as it is known here, so that nothing would be taken out
 */
export async function importWithoutTrace(): Promise<typeof import("@qsmtp/client/channel")> {
  const folder = await mkdtemp(join(bench, ".without-trace-"));
  try {
    await cp(client, folder, { recursive: true });
    for (const { file, pattern, put } of cuts) {
      const path = join(folder, file);
      const source = await readFile(path, "utf8");
      const cut = source.replaceAll(pattern, put);
      if (cut === source) throw new Error(`there is nothing in ${file} like ${pattern}`);
      await writeFile(path, cut);
    }
    const left = /this\.#trace\.(?!protect|maskUnknown)\w+/.exec(
      await readFile(join(folder, "channel/channel.ts"), "utf8"),
    );
    if (left !== null) throw new Error(`${left[0]} is still in the channel`);
    return await import(join(folder, "channel/index.ts"));
  } finally {
    await rm(folder, { recursive: true });
  }
}
