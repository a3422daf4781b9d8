import { decodeUrc } from "@qsmtp/protocol";
import { allUrcs } from "@qsmtp/protocol/catalog";
import { addRecipient, type RecipientType } from "@qsmtp/protocol/commands";
import { compare } from "./measure.ts";
import { nanoseconds, type Result } from "./result.ts";

/** One command to bytes and one line to a value, against the least that could be written by hand. */
export async function benchCodec(): Promise<Result[]> {
  return [
    await encoding(["ops@example.org", "boss@example.org"]),
    await encoding([
      "water-works-night-shift@pumping-hall-7.example.org",
      "water-works-night-shift@pumping-hall-8.example.org",
    ]),
    await decoding(["+QSMTPPUT: 0,0", "+QSMTPPUT: 677,535"]),
  ];
}

/** Values that change: an engine folds a template of constants into one. */
async function encoding(addresses: readonly string[]): Promise<Result> {
  const encoder = new TextEncoder();
  const next = inTurns(addresses);
  const type: RecipientType = 1;
  const times = await compare({
    ours: () => addRecipient({ type, address: next() }).bytes,
    peer: () => encoder.encode(`AT+QSMTPDST=1,${type},"${next()}"\r`),
  });
  const what = `encode AT+QSMTPDST, address of ${addresses[0]?.length} characters`;
  return atMost(what, times, "template string", 1.5);
}

async function decoding(lines: readonly string[]): Promise<Result> {
  const pattern = /^\+QSMTPPUT: (\d+),(\d+)$/;
  const next = inTurns(lines);
  const times = await compare({
    ours: () => decodeUrc(allUrcs, next()),
    peer: () => pattern.exec(next()),
  });
  return atMost("decode +QSMTPPUT: 0,0 among all URCs", times, "bare regex", 4);
}

function inTurns(values: readonly string[]): () => string {
  let turn = 0;
  return () => values[turn++ % values.length] ?? "";
}

function atMost(
  what: string,
  times: { readonly ours: number; readonly peer: number },
  peer: string,
  limit: number,
): Result {
  const ratio = times.ours / times.peer;
  return {
    what,
    ours: nanoseconds(times.ours),
    peer: `${nanoseconds(times.peer)} ${peer}`,
    ratio: `${ratio.toFixed(2)}x the time`,
    goal: { text: `at most ${limit}x`, met: ratio <= limit },
  };
}
