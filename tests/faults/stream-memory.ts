import { open, plainSmtp, send, type TestMail } from "./scenario.ts";
import { TestSource } from "./test-source.ts";

/**
 * Sends one streamed attachment and prints what memory it took, as JSON. Run by its test in a process
 * of its own, with `--expose-gc`; the module counts and sums the file instead of keeping it.
 */
const lengthBytes = Number(process.argv[2]);
const isLengthKnown = process.argv[3] === "known";
const chunkBytes = 65_536;
const samplesEvery = 512_000;

interface Usage {
  /** What is reachable. */
  readonly liveBytes: number;
  /** What the process has from the system. */
  readonly rssBytes: number;
}

function usage(): Usage {
  const collect = globalThis.gc;
  if (collect === undefined) throw new Error("run with --expose-gc");
  const { rss } = process.memoryUsage();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return { liveBytes: heapUsed + external, rssBytes: rss };
}

const session = await open(
  { smtp: plainSmtp },
  { ramBytes: 2 * lengthBytes, baud: 3_000_000, pieceBytes: 2048 },
);
// The code is loaded, and what a first mail makes once is there.
await send(session);
const { fake } = session;
fake.files.forgets = true;

const before = usage();
const seen: Usage[] = [];
let written = 0;
let sampledAt = 0;
fake.wire.onWrite = (text) => {
  written += text.length;
  if (written - sampledAt < samplesEvery) return;
  sampledAt = written;
  seen.push(usage());
};

function* chunks(): Generator<Uint8Array> {
  for (let at = 0; at < lengthBytes; at += chunkBytes) {
    yield new Uint8Array(Math.min(chunkBytes, lengthBytes - at)).fill(at / chunkBytes);
  }
}

const content = new TestSource(chunks());
const mail = {
  from: "logger@example.org",
  to: "ops@example.org",
  attachments: [
    { filename: "video.bin", content, lengthBytes: isLengthKnown ? lengthBytes : undefined },
  ],
};
const result = await send(session, mail as unknown as TestMail, { timeoutMs: 3_600_000 });

process.stdout.write(
  JSON.stringify({
    result: result.how,
    writtenBytes: written,
    samples: seen.length,
    liveBytes: Math.max(...seen.map(({ liveBytes }) => liveBytes)) - before.liveBytes,
    rssBytes: Math.max(...seen.map(({ rssBytes }) => rssBytes)) - before.rssBytes,
  }),
);
