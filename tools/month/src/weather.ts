import { SeededRandom } from "./seeded-random.ts";

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** What goes wrong by itself, whatever is being sent. */
export type WeatherKind =
  | "unplugged for a moment"
  | "unplugged for minutes"
  | "unplugged for an hour"
  | "flow stalls"
  | "noise on the line"
  | "bytes one by one"
  | "module restarts, told"
  | "module restarts, silent"
  | "module restarts, port gone"
  | "module hangs for minutes"
  | "module hangs until restarted"
  | "module hangs until power"
  | "module answers late"
  | "module drops input while busy"
  | "echo reappears"
  | "RAM full"
  | "URC storm"
  | "message comes"
  | "SIM busy"
  | "registration lost"
  | "registration denied"
  | "context dropped, told"
  | "context dropped, silent"
  | "activation fails for hours"
  | "server refuses for now (4xx)"
  | "server refuses for good (5xx)"
  | "server slow"
  | "server closes the connection"
  | "name of the server unknown"
  | "results do not come"
  | "host crashes"
  | "host closes the module";

/** One spell of it. */
export interface Spell {
  readonly kind: WeatherKind;
  readonly atMs: number;
  readonly durationMs: number;
  /** Makes what it does come again with the seed. */
  readonly number: number;
}

/** When nothing goes wrong: then a mail must go out, and the module must be clean after it. */
export interface Calm {
  readonly fromMs: number;
  readonly toMs: number;
}

interface Habit {
  readonly perDay: number;
  readonly fromMs: number;
  readonly toMs: number;
}

const habits: Readonly<Record<WeatherKind, Habit>> = {
  "unplugged for a moment": lasting(4, 0, 5000),
  "unplugged for minutes": lasting(0.8, minuteMs, 20 * minuteMs),
  "unplugged for an hour": lasting(0.15, 40 * minuteMs, 90 * minuteMs),
  "flow stalls": lasting(3, 500, 5 * minuteMs),
  "noise on the line": lasting(2, 500, 20_000),
  "bytes one by one": lasting(1, minuteMs, 10 * minuteMs),
  "module restarts, told": lasting(1, 0, 0),
  "module restarts, silent": lasting(1, 0, 0),
  "module restarts, port gone": lasting(0.5, 1000, 15_000),
  "module hangs for minutes": lasting(1, 5000, 8 * minuteMs),
  "module hangs until restarted": lasting(0.25, 90 * minuteMs, 3 * hourMs),
  "module hangs until power": lasting(0.15, hourMs, 3 * hourMs),
  "module answers late": lasting(0.5, minuteMs, 10 * minuteMs),
  "module drops input while busy": lasting(0.3, hourMs, 6 * hourMs),
  "echo reappears": lasting(2, 0, 0),
  "RAM full": lasting(0.3, minuteMs, 30 * minuteMs),
  "URC storm": lasting(2, 1000, 30_000),
  "message comes": lasting(25, 0, 0),
  "SIM busy": lasting(0.4, 10_000, 5 * minuteMs),
  "registration lost": lasting(0.7, 10_000, 30 * minuteMs),
  "registration denied": lasting(0.1, 10 * minuteMs, 40 * minuteMs),
  "context dropped, told": lasting(3, 0, 0),
  "context dropped, silent": lasting(3, 0, 0),
  "activation fails for hours": lasting(0.12, hourMs, 3 * hourMs),
  "server refuses for now (4xx)": lasting(0.7, minuteMs, 40 * minuteMs),
  "server refuses for good (5xx)": lasting(0.15, minuteMs, 10 * minuteMs),
  "server slow": lasting(0.5, minuteMs, hourMs),
  "server closes the connection": lasting(0.4, minuteMs, 10 * minuteMs),
  "name of the server unknown": lasting(0.3, minuteMs, 20 * minuteMs),
  "results do not come": lasting(0.15, minuteMs, 10 * minuteMs),
  "host crashes": lasting(1.5, 1000, 10 * minuteMs),
  "host closes the module": lasting(1, 1000, minuteMs),
};

function lasting(perDay: number, fromMs: number, toMs: number): Habit {
  return { perDay, fromMs, toMs };
}

export const weatherKinds: readonly WeatherKind[] = Object.keys(habits) as WeatherKind[];

/** Whether a time is one of calm. */
export function isWithin(calms: readonly Calm[], atMs: number): boolean {
  return calms.some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
}

/** All spells of a month by their beginning; none reaches into a calm. */
export function weatherOf(seed: number, durationMs: number, calms: readonly Calm[]): Spell[] {
  const spells: Spell[] = [];
  for (const kind of weatherKinds) {
    const random = new SeededRandom(seed, "weather", kind);
    const { perDay, fromMs, toMs } = habits[kind];
    // Rare as it may be, in a whole month it comes at least once.
    const firstMs = Math.min(dayMs / perDay, durationMs - minuteMs);
    let atMs = random.next() * firstMs;
    while (isWithin(calms, atMs)) atMs = random.next() * firstMs;
    for (let number = 0; atMs < durationMs; number++) {
      const wishedMs = toMs === 0 ? 0 : random.spread(Math.max(1, fromMs), toMs);
      const next = calms.find((calm) => calm.fromMs > atMs);
      const untilCalmMs = (next?.fromMs ?? durationMs) - atMs;
      if (!isWithin(calms, atMs)) {
        spells.push({ kind, atMs, durationMs: Math.min(wishedMs, untilCalmMs), number });
      }
      atMs += random.untilNext(perDay, dayMs);
    }
  }
  return spells.sort((one, other) => one.atMs - other.atMs);
}
