import { Framer } from "@qsmtp/protocol";
import { compare } from "./measure.ts";
import { milliseconds, type Result } from "./result.ts";

const limitMs = 20;

/** One megabyte in which no line ends. */
export async function benchLongLine(): Promise<Result[]> {
  const results: Result[] = [];
  for (const size of [1, 64, 1024, 2 ** 20]) {
    const chunk = new Uint8Array(size).fill(0x78);
    const { ours } = await compare({
      ours: () => {
        const framer = new Framer();
        for (let sent = 0; sent < 2 ** 20; sent += size) {
          framer.push(chunk);
          framer.next();
        }
        return framer;
      },
    });
    const ms = ours / 1e6;
    results.push({
      what: `1 MB without a line end, chunks of ${size} B`,
      ours: milliseconds(ms),
      peer: "",
      ratio: "",
      goal: { text: `under ${limitMs} ms`, met: ms < limitMs },
    });
  }
  return results;
}
