import { Channel, type ChannelOptions } from "@qsmtp/client/channel";
import { getSignalQuality } from "@qsmtp/protocol/commands";
import type { Connection } from "@qsmtp/transport";
import { median } from "./measure.ts";
import { nanoseconds, type Result } from "./result.ts";
import { importWithoutTrace } from "./without-trace.ts";

const limitPercent = 2;
const roundTrips = 400;
const rounds = 301;

type RoundTrips = () => Promise<number>;

/** Command round trips with a trace that nobody reads, beside a channel without any trace in it. */
export async function benchTap(): Promise<Result[]> {
  const without = await importWithoutTrace();
  const none = await roundTripsOf(without.Channel);
  const off = await roundTripsOf(Channel);
  const on = await roundTripsOf(Channel, { onTrace: () => undefined });
  const again = await roundTripsOf(without.Channel);
  const [base = 0, offNs = 0, onNs = 0, sameNs = 0] = await bestOf([none, off, on, again]);
  const percent = (ns: number): number => (ns / base - 1) * 100;
  const row = (what: string, ns: number): Result => ({
    what,
    ours: nanoseconds(ns),
    peer: nanoseconds(base),
    ratio: `${percent(ns) < 0 ? "" : "+"}${percent(ns).toFixed(1)} %`,
  });
  return [
    {
      ...row("command round trip, trace off, beside one without trace", offNs),
      goal: { text: `at most ${limitPercent} % more`, met: percent(offNs) <= limitPercent },
    },
    row("the same, trace on", onNs),
    row("the one without trace once more: what the machine does", sameNs),
  ];
}

/**
 * The time of one round trip of each, in ns. They take turns in an order that changes, so that a slow
 * spell of the machine meets all; the middle of the fastest tenth is what the code itself takes.
 */
async function bestOf(candidates: readonly RoundTrips[]): Promise<number[]> {
  const times: number[][] = candidates.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < candidates.length; turn++) {
      const at = (round + turn) % candidates.length;
      const ns = await candidates[at]?.();
      // The first rounds warm up.
      if (ns !== undefined && round > rounds / 10) times[at]?.push(ns);
    }
  }
  return times.map((all) => median(all.sort((a, b) => a - b).slice(0, Math.ceil(all.length / 10))));
}

/** Runs a batch of commands on a channel of its own; gives the ns for one. */
async function roundTripsOf(
  Class: typeof Channel,
  options: ChannelOptions = {},
): Promise<RoundTrips> {
  const channel = new Class(answering(), options);
  await channel.execute(getSignalQuality());
  return async () => {
    const start = process.hrtime.bigint();
    for (let at = 0; at < roundTrips; at++) await channel.execute(getSignalQuality());
    return Number(process.hrtime.bigint() - start) / roundTrips;
  };
}

/** The far end that costs least: it knows two answers. */
function answering(): Connection {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  const signal = encode("\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
  const mode = encode("\r\n+CMEE: 1\r\n\r\nOK\r\n");
  let receive: (chunk: Uint8Array) => void = () => {};
  return {
    capabilities: { controlLines: false, drain: false },
    closed: new Promise(() => undefined),
    onData: (listener) => {
      receive = listener;
      return () => undefined;
    },
    write: async (bytes) => {
      const answer = bytes.includes(0x51) ? signal : mode;
      queueMicrotask(() => receive(answer));
    },
    setDtr: async () => undefined,
    close: async () => undefined,
  };
}
