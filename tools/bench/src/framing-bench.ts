import { compare } from "./measure.ts";
import { readTyped, readWithAtChannel, readWithReadline } from "./readers.ts";
import type { Result } from "./result.ts";
import {
  inChunks,
  mailTraffic,
  type Traffic,
  transcriptTraffic,
  unsolicitedTraffic,
} from "./traffic.ts";

const chunkBytes = [1, 64, 1024];

/** Framing and typed decoding against peers that cut lines and type nothing. */
export async function benchFraming(): Promise<Result[]> {
  const goal = "as fast as the fastest peer";
  const results: Result[] = [];
  for (const size of chunkBytes) results.push(await row("mail jobs", mailTraffic(), size, goal));
  for (const size of chunkBytes) results.push(await row("transcripts", transcriptTraffic(), size));
  for (const size of chunkBytes) results.push(await row("URCs alone", unsolicitedTraffic(), size));
  return results;
}

async function row(
  name: string,
  { bytes, commands, lines }: Traffic,
  size: number,
  goal?: string,
): Promise<Result> {
  const chunks = inChunks(bytes, size);
  const tally = readTyped(chunks, commands);
  if (tally.other > 0 || tally.results + tally.typed !== lines) {
    throw new Error(`${name}: lines were not understood: ${JSON.stringify(tally)} of ${lines}`);
  }
  const times = await compare({
    ours: () => readTyped(chunks, commands),
    "@sie-js/serial": () => readWithAtChannel(chunks),
    ReadlineParser: () => readWithReadline(chunks),
  });
  const peer = times["@sie-js/serial"] < times.ReadlineParser ? "@sie-js/serial" : "ReadlineParser";
  const ratio = times[peer] / times.ours;
  const speed = (ns: number) => `${((bytes.length * 1e3) / ns).toFixed(1)} MB/s`;
  const result = {
    what: `framing + typed decode, ${name}, chunks of ${size} B`,
    ours: speed(times.ours),
    peer: `${speed(times[peer])} ${peer}`,
    ratio: `${ratio.toFixed(2)}x as fast`,
  };
  return goal === undefined ? result : { ...result, goal: { text: goal, met: ratio >= 1 } };
}
