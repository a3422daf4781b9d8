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
      /^ *(?:const { isRead } = this\.#trace;$|(?:if \([^\n]*\) )?this\.#trace\.(?:command|sentData|escape|dtr|line|received|beginLine|endLine|partial|note|redact)\([^;]*\);$)/gm,
    put: "",
  },
  {
    file: "channel/channel.ts",
    pattern: /this\.#trace\.screen\((event\.text)\)/g,
    put: "$1",
  },
  {
    file: "channel/wire.ts",
    pattern:
      /^ *(?:this\.#(?:received|told|read)Bytes \+?= |const (?:length|taken)Bytes = )[^;]*;$/gm,
    put: "",
  },
  {
    file: "channel/wire.ts",
    pattern: /received\(event, lengthBytes\)/g,
    put: "received(event, 0)",
  },
  {
    file: "channel/channel.ts",
    pattern: /\(lengthBytes\) => this\.#trace\.partial\(lengthBytes\)/g,
    put: "() => undefined",
  },
];

type ChannelModule = typeof import("@qsmtp/client/channel");

/**
 * Imports the client's channel from a copy of its source, so that what others do with theirs does not
 * change how the engine compiles this one: as it is, or with all that is done for the trace cut out.
 * @throws Error when the source is not as it is known here, so that something would be left in it
 */
export async function importCopy(trace: "with trace" | "without trace"): Promise<ChannelModule> {
  const folder = await mkdtemp(join(bench, ".channel-"));
  try {
    await cp(client, folder, { recursive: true });
    if (trace === "without trace") await cutTrace(folder);
    return await import(join(folder, "channel/index.ts"));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function cutTrace(folder: string): Promise<void> {
  for (const { file, pattern, put } of cuts) {
    const path = join(folder, file);
    const source = await readFile(path, "utf8");
    const cut = source.replaceAll(pattern, put);
    if (cut === source) throw new Error(`there is nothing in ${file} like ${pattern}`);
    await writeFile(path, cut);
  }
  const channel = await readFile(join(folder, "channel/channel.ts"), "utf8");
  const left = /this\.#trace\.(?!protect|maskUnknown)\w+/.exec(channel);
  if (left !== null) throw new Error(`${left[0]} is still in the channel`);
}
