import type { Clock } from "@qsmtp/client";
import type { Channel, ChannelOptions } from "@qsmtp/client/channel";
import { getSignalQuality } from "@qsmtp/protocol/commands";
import type { Connection } from "@qsmtp/transport";
import { importCopy } from "./channel-copy.ts";
import { median } from "./measure.ts";
import { nanoseconds, type Result } from "./result.ts";

const limitPercent = 2;
const roundTrips = 400;
const rounds = 301;
/** The engine does not compile the same source the same way each time; the best of each counts. */
const copies = 3;

type RoundTrips = () => Promise<number>;

/** Command round trips with a trace that nobody reads, beside a channel without any trace in it. */
export async function benchTap(): Promise<Result[]> {
  const kinds = { none: "without trace", same: "without trace", off: "with trace" } as const;
  const candidates: { readonly kind: string; readonly run: RoundTrips }[] = [];
  for (let copy = 0; copy < copies; copy++) {
    for (const [kind, trace] of Object.entries(kinds)) {
      const { Channel } = await importCopy(trace);
      candidates.push({ kind, run: await roundTripsOf(Channel) });
    }
    const { Channel } = await importCopy("with trace");
    const onTrace = (): void => undefined;
    candidates.push({ kind: "on", run: await roundTripsOf(Channel, { onTrace }) });
  }
  const times = await bestOf(candidates.map(({ run }) => run));
  const bestNs = (kind: string): number =>
    Math.min(...times.filter((_, at) => candidates[at]?.kind === kind));
  const percent = (ns: number): number => (ns / bestNs("none") - 1) * 100;
  const row = (what: string, ns: number): Result => ({
    what,
    ours: nanoseconds(ns),
    peer: nanoseconds(bestNs("none")),
    ratio: `${percent(ns) < 0 ? "" : "+"}${percent(ns).toFixed(1)} %`,
  });
  const off = bestNs("off");
  return [
    {
      ...row("command round trip, trace off, beside one without trace", off),
      goal: { text: `at most ${limitPercent} % more`, met: percent(off) <= limitPercent },
    },
    row("the same, trace on", bestNs("on")),
    row("the one without trace once more: what the machine does", bestNs("same")),
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
  const channel = new Class(answering(), { clock: stillClock, ...options });
  await channel.execute(getSignalQuality());
  return async () => {
    const start = process.hrtime.bigint();
    for (let at = 0; at < roundTrips; at++) await channel.execute(getSignalQuality());
    return Number(process.hrtime.bigint() - start) / roundTrips;
  };
}

/** What a channel asks first follows from the time: that of all of them is the same. */
const stillClock: Clock = {
  now: () => 0,
  setTimeout: (callback, delayMs) => setTimeout(callback, delayMs),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
};

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
    [Symbol.asyncDispose]: async () => undefined,
  };
}
