import { expect, test } from "vitest";
import { wrongInSilence } from "../score.ts";
import { styles } from "./plan.ts";
import { shareOf, sumOf, tryManuals } from "./trial.ts";

// Each manual is printed, read and drafted.

/** Manuals of each style and extract; more with `QSMTP_SYNTHETIC=200`. */
const count = Number(process.env.QSMTP_SYNTHETIC ?? 30);
const seeds = Array.from({ length: count }, (_, index) => index + 1);

const kinds = styles.flatMap((style) =>
  (["plain", "layout"] as const).map((extract) => ({ style, extract })),
);

test.each(kinds)(
  "manuals of our own making in the style $style, $extract, are drafted as they are or left undecided",
  ({ style, extract }) => {
    const trials = tryManuals(style, extract, seeds);
    const wrong = trials.flatMap(({ seed, score }) =>
      wrongInSilence(score).map(
        ({ path, verdict, expected, got }) =>
          `seed ${seed}: ${verdict} ${path}: ${expected} / ${got}`,
      ),
    );
    expect.soft(wrong.slice(0, 20)).toEqual([]);
    const missed = trials.filter(({ score }) => score.commands.missed > 0).map(({ seed }) => seed);
    expect.soft(missed).toEqual([]);
    expect(shareOf(sumOf(trials))).toBeGreaterThan(0.95);
  },
);
