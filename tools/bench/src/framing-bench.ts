import { compare } from "./measure.ts";
import { readLines, readTyped, readWithAtChannel, readWithReadline } from "./readers.ts";
import type { Result } from "./result.ts";
import {
  inChunks,
  mailTraffic,
  type Traffic,
  transcriptTraffic,
  unsolicitedTraffic,
} from "./traffic.ts";

const chunkBytes = [1, 64, 1024];

/**
 * Framing and typed decoding against peers that cut lines and type nothing. The goal stands for what
 * a mail job brings; the other rows tell what a line costs when it is not `OK`, and what typing costs.
 */
export async function benchFraming(): Promise<Result[]> {
  const results: Result[] = [];
  for (const size of chunkBytes) {
    results.push(await row("mail jobs", mailTraffic(), size, "as fast as the fastest peer"));
  }
  for (const size of chunkBytes) results.push(await row("transcripts", transcriptTraffic(), size));
  for (const size of chunkBytes) results.push(await row("URCs alone", unsolicitedTraffic(), size));
  for (const size of chunkBytes) results.push(await linesRow(mailTraffic(), size));
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
  const what = `framing + typed decode, ${name}, chunks of ${size} B`;
  const ours = () => readTyped(chunks, commands);
  const { ratio, ...result } = await against(what, chunks, bytes.length, ours);
  const met = ratio >= 1;
  return { ...result, ratio: asFast(ratio), ...(goal && { goal: { text: goal, met } }) };
}

async function linesRow({ bytes, lines }: Traffic, size: number): Promise<Result> {
  const chunks = inChunks(bytes, size);
  if (readLines(chunks) !== lines) throw new Error("lines were lost");
  const what = `framing alone, mail jobs, chunks of ${size} B`;
  const { ratio, ...result } = await against(what, chunks, bytes.length, () => readLines(chunks));
  return { ...result, ratio: asFast(ratio) };
}

async function against(
  what: string,
  chunks: readonly Buffer[],
  bytes: number,
  ours: () => unknown,
): Promise<{ what: string; ours: string; peer: string; ratio: number }> {
  const times = await compare({
    ours,
    "@sie-js/serial": () => readWithAtChannel(chunks),
    ReadlineParser: () => readWithReadline(chunks),
  });
  const peer = times["@sie-js/serial"] < times.ReadlineParser ? "@sie-js/serial" : "ReadlineParser";
  const speed = (ns: number) => `${((bytes * 1e3) / ns).toFixed(1)} MB/s`;
  return {
    what,
    ours: speed(times.ours),
    peer: `${speed(times[peer])} ${peer}`,
    ratio: times[peer] / times.ours,
  };
}

function asFast(ratio: number): string {
  return `${ratio.toFixed(2)}x as fast`;
}
